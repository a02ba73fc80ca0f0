package upkeep.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Bonds;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.Observation;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitStatus;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;
import upkeep.store.Life;
import upkeep.store.Life.Beginning;
import upkeep.store.Recording;

/** A service that hangs after a minute, and what upkeepd did about it, once a second for some minutes. */
final class Story {

    static final UnitName WEB = new UnitName("web.service");
    static final CheckId LIVENESS = new CheckId("web/liveness");

    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final long HANGS_AFTER = 60;

    private record Due(long nanos, Runnable what) {}

    final MemoryRecording recording = new MemoryRecording();
    final List<Entry> entries = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final PlanSources sources;
    private final Plan plan;
    private final PriorityQueue<Due> agenda = new PriorityQueue<>(java.util.Comparator.comparingLong(Due::nanos));
    private State state;
    private long now = 1_000_000_000;
    private long upSince = now;
    private int run = 1;

    Story(PlanSources sources) {
        this.sources = sources;
        this.plan = sources.plan().value().orElseThrow();
        Beginning beginning = new Beginning(List.of(), 0, moment(), false);
        recording.begin(Life.now("test", "", sources, beginning));
        this.state = State.begin(plan, beginning.hardStates(), beginning.lastNumber(), beginning.at(), false);
    }

    static PlanSources sources(int failures) {
        return sources(failures, "tcp: {port: 80}");
    }

    static PlanSources sources(int failures, String target) {
        String text = """
                services:
                  web:
                    exec: [/usr/bin/web]
                    user: web
                    restart: {budget: 2 per 10min, delay: 1s}
                    probes: {liveness: {%s, every: 5s, timeout: 1s, failures: %d}}
                """.formatted(target, failures);
        return new PlanSources(List.of(new Source("web.yaml", text)), new TreeSet<>());
    }

    /** Runs for that long. */
    Story run(Duration length) {
        tell(new Event.Listed(moment(), Map.of(WEB, status())));
        long end = now + length.toNanos();
        while (!agenda.isEmpty() && agenda.peek().nanos() <= end) {
            Due due = agenda.remove();
            now = Math.max(now, due.nanos());
            due.what().run();
        }
        return this;
    }

    State state() {
        return state;
    }

    Moment moment() {
        return new Moment(now, T0.plusNanos(now));
    }

    private UnitStatus status() {
        return new UnitStatus(
                WEB,
                "loaded",
                "active",
                "running",
                "success",
                Optional.empty(),
                0,
                100 + run,
                0,
                "run" + run,
                false,
                upSince / 1_000,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    private void tell(Event event) {
        Decision decision = new Supervisor(plan).decide(state, event);
        state = decision.state();
        recording.tell(sources, event, decision);
        decision.entries().forEach(entry -> entries.add(Recording.asKept(entry)));
        events.add(event);
        for (Action action : decision.actions()) {
            if (action instanceof Action.ProbeAt probe) {
                agenda.add(new Due(probe.due().monotonicNanos(), () -> probe(probe)));
            } else if (action instanceof Action.WakeAt wake) {
                agenda.add(new Due(wake.due().monotonicNanos(), () -> tell(new Event.Woken(moment(), wake.service()))));
            } else if (action instanceof Action.Job job) {
                agenda.add(new Due(now + 500_000_000, () -> carryOut(job)));
            }
        }
    }

    private void probe(Action.ProbeAt probe) {
        boolean hangs = now - upSince > HANGS_AFTER * 1_000_000_000;
        Observation seen = hangs
                ? new Observation.Failed(
                        Observation.FailureKind.TIMEOUT, Observation.Depth.OPEN, "sent nothing for 1 s", Map.of())
                : new Observation.Passed(Observation.Depth.OPEN, "accepted", Map.of());
        tell(new Event.Probed(moment(), probe.check(), moment(), seen));
    }

    private void carryOut(Action.Job job) {
        run++;
        upSince = now;
        tell(new Event.UnitSeen(moment(), status()));
        tell(new Event.ActionEnded(
                moment(), job.service(), job.number(), new Event.ActionOutcome(true, "done", Optional.empty())));
    }

    long count(Entry.Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).count();
    }

    /** What was recorded, with other entries. */
    static Recording with(MemoryRecording recording, List<Entry> entries) {
        return new Recording() {
            @Override
            public Cursor from(Optional<Instant> from) {
                return recording.from(from);
            }

            @Override
            public List<Entry> entries(long number) {
                return entries.stream()
                        .filter(entry -> entry.number() >= number)
                        .limit(PAGE)
                        .toList();
            }

            @Override
            public upkeep.store.ChainCheck checkChain() {
                return recording.checkChain();
            }
        };
    }
}
