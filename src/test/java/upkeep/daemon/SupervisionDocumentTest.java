package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.control.EntrySource;
import upkeep.control.WhyText;
import upkeep.core.Action;
import upkeep.core.Bonds;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.Event.ActionOutcome;
import upkeep.core.JobResult;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitStatus;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/**
 * Makes the examples of {@code upkeep why} in docs/supervision.md and compares them with what stands there. {@code
 * -Dupkeep.test.golden=write} writes them anew; look at the difference before it is committed.
 */
class SupervisionDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "supervision.md");
    private static final UnitName UNIT = new UnitName("web.service");
    private static final CheckId LIVENESS = new CheckId("web/liveness");

    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/node, server.js]
                user: web
                port: 3001
                restart: {budget: 2 per 10min}
                probes:
                  liveness: {http: {path: /healthz}}
            """;

    private final Plan plan =
            Specs.load(List.of(new Source("web.yaml", SPEC))).value().orElseThrow();
    private final List<Entry> entries = new ArrayList<>();
    private Moment now = new Moment(1_000_000_000_000L, Instant.parse("2026-11-22T14:02:00Z"));
    private State state = State.begin(plan, List.of(), 0, now, false);
    private List<Action> actions = List.of();

    @Test
    void theExampleOfARestart() throws IOException {
        list();
        hangs();
        isRestarted();
        passes();
        wait(2);
        passes();
        wait(40);
        compare("A hung service");
    }

    @Test
    void theExampleOfASpentBudget() throws IOException {
        list();
        hangs();
        isRestarted();
        passes();
        wait(100);
        hangs();
        isRestarted();
        passes();
        wait(100);
        hangs();
        wait(20);
        compare("A spent budget");
    }

    @Test
    void theExampleOfAnOperatorsStop() throws IOException {
        list();
        passes();
        wait(300);
        post(new Event.JobQueued(now, UNIT, 812));
        post(new Event.UnitSeen(now, unit("deactivating", "stop-sigterm", 812)));
        wait(1);
        post(new Event.JobEnded(now, UNIT, 812, JobResult.DONE, unit("inactive", "dead", 0)));
        wait(100);
        compare("An operator's stop");
    }

    private void list() {
        post(new Event.Listed(now, Map.of(UNIT, unit("active", "running", 0))));
        passes();
        wait(10);
    }

    private void passes() {
        probed(new Observation.Passed(Depth.VALUE, "status 200 in 12 ms", Map.of()));
    }

    private void hangs() {
        for (int i = 0; i < 3; i++) {
            wait(5);
            probed(new Observation.Failed(FailureKind.TIMEOUT, Depth.OPEN, "no answer within 5 s", Map.of()));
        }
    }

    private void isRestarted() {
        Action.Job job = actions.stream()
                .filter(Action.Job.class::isInstance)
                .map(Action.Job.class::cast)
                .findFirst()
                .orElseThrow();
        post(new Event.UnitSeen(now, unit("deactivating", "stop-sigterm", 811)));
        wait(1);
        post(new Event.JobEnded(now, UNIT, 811, JobResult.DONE, unit("active", "running", 0)));
        ActionOutcome outcome = new ActionOutcome(true, "systemd did it: job 811 is done", Optional.of(811L));
        post(new Event.ActionEnded(now, "web", job.number(), outcome));
        wait(1);
    }

    private UnitStatus unit(String active, String sub, long job) {
        boolean up = active.equals("active");
        String run = Long.toHexString(up ? now.monotonicNanos() : 0);
        return new UnitStatus(
                UNIT,
                "loaded",
                active,
                sub,
                "success",
                Optional.empty(),
                0,
                up ? 4021 : 0,
                job,
                run,
                false,
                0,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    private void probed(Observation observation) {
        post(new Event.Probed(now, LIVENESS, now, observation));
    }

    private void post(Event event) {
        Decision decision = new Supervisor(plan).decide(state, event);
        state = decision.state();
        entries.addAll(decision.entries());
        actions = decision.actions();
    }

    private void wait(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
        post(new Event.Woken(now, "web"));
    }

    private void compare(String title) throws IOException {
        var view = Views.service(
                new Snapshot(new Supervisor(plan), state), plan.serviceOf(UNIT).orElseThrow(), now);
        String told = WhyText.answer(
                        "web", Optional.of(view), Optional.empty(), false, ledger(), now.wall(), ZoneOffset.UTC)
                .out();
        String text = Files.readString(DOCUMENT);
        Matcher block = Pattern.compile(
                        "(?s)(\n" + Pattern.quote(title) + ":\n\n```text\n\\$ upkeep why web\n)(.*?)(```\n)")
                .matcher(text);
        if (!block.find()) {
            throw new AssertionError(DOCUMENT + " has no example called \"" + title + "\"");
        }
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.writeString(DOCUMENT, text.substring(0, block.start(2)) + told + text.substring(block.end(2)));
        } else {
            assertEquals(told, block.group(2));
        }
    }

    private EntrySource ledger() {
        return new EntrySource() {
            @Override
            public List<Entry> newest(String subject, Optional<Instant> until, int limit) {
                return entries.reversed().stream()
                        .filter(entry -> entry.subject().equals(subject))
                        .limit(limit)
                        .toList();
            }

            @Override
            public List<Entry> ofIncident(long incident, int limit) {
                return entries.stream()
                        .filter(entry -> entry.incident().equals(Optional.of(incident)))
                        .limit(limit)
                        .toList();
            }

            @Override
            public List<Entry> numbered(Collection<Long> numbers) {
                return entries.stream()
                        .filter(entry -> numbers.contains(entry.number()))
                        .toList();
            }
        };
    }
}
