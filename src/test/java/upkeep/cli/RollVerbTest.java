package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.TimeSpan;
import upkeep.install.Applier;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.install.RolloutNotes;
import upkeep.render.ProxyFile;
import upkeep.rollout.End;
import upkeep.rollout.Member;
import upkeep.spec.Plan;
import upkeep.spec.Rollout;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Rolling restarts on a root directory of its own, in virtual time. */
class RollVerbTest {

    private static final String PROXY = "/etc/nginx/conf.d/web.conf";
    private static final String BY = "rolled by root, by sudo of alice (1000): ";

    private static final String SPEC = """
            targets:
              all:
            timers:
              nightly: {calendar: "02:30", starts: other.service}
            services:
              web:
                exec: [/usr/bin/web, "${port}"]
                user: web
                after: [shop.service]
                target: all
                port: 3001
                instances: 3
                start-timeout: 20s
                stop: {timeout: 5s}
                update: {verify: 15s}
                pre-check: [/usr/bin/web --test]
                proxy: {nginx: /etc/nginx/conf.d/web.conf}
                probes:
                  readiness: {tcp: {}}
              shop:
                exec: [/usr/bin/shop]
                user: shop
                target: all
              tidy:
                type: oneshot
                exec: [/usr/bin/tidy]
                user: shop
                target: all
            """;

    @TempDir
    private Path root;

    private RecordedCommand command;
    private FakeMachine machine;

    @BeforeEach
    void apply() throws IOException {
        command = new RecordedCommand(root);
        command.spec(SPEC);
        assertEquals("", command.run("apply").err());
        machine = new FakeMachine(new Layout(root), PROXY);
        command.host = machine.host();
        for (String unit : List.of("web@1", "web@2", "web@3", "shop")) {
            machine.running.put(unit + ".service", machine.read("/etc/systemd/system/" + unit + ".service"));
        }
    }

    private RecordedCommand.Answer roll(String... args) {
        return command.run("roll", args);
    }

    private List<String> restarts() {
        return machine.told.stream().filter(line -> line.contains(" without ")).toList();
    }

    private String note(String service) {
        return machine.notes.stream()
                .filter(note -> note.service().equals(service))
                .map(RolloutNotes.Note::text)
                .findFirst()
                .orElse("");
    }

    private void assertLeftInPeace() {
        assertEquals(List.of(), machine.told);
        assertEquals(Set.of(), machine.held);
    }

    @Test
    void itSaysBeforehandInWhichOrderAndHowLong() {
        machine.running.remove("web@2.service");
        assertEquals("""
                first of all, by the pre-check of web@1, web@3: /usr/bin/web --test must succeed, or nothing is touched
                restart shop: shop.service
                  after it: must be active within 1min 30s, and stay so for 10s before the next step
                  on failure: all is left as it is by then; nothing more is restarted
                restart web: web@1.service, web@3.service, one at a time
                  before each restart: nginx (/etc/nginx/conf.d/web.conf) is told to send nothing more; what is under way has 10s
                  after it: must be active and pass readiness within 20s, and stay so for 15s before the next step
                  on failure: all is left as it is by then; nothing more is restarted
                tidy does its work and ends, cannot be watched, and is left out
                web@2 is stopped, and stays so
                shop has no update: in its spec, and is watched for 10s as if it were {}
                it takes at least 40 s, and about 12 min at most
                """, roll("--dry-run", "all").out());
        assertLeftInPeace();
    }

    @Test
    void eachIsOutOfServiceBeforeItsRestartAndBackBeforeTheNext() {
        String manifest = machine.read("/var/lib/upkeep/manifest.json");
        RecordedCommand.Answer answer = roll("web");
        assertEquals("", answer.err());
        assertEquals("""
                web@1: restarting
                web@2: restarting
                web@3: restarting
                all have proven themselves
                """, answer.out());
        assertEquals(0, answer.exitCode());
        assertEquals(
                List.of("restart web@1 without web@1", "restart web@2 without web@2", "restart web@3 without web@3"),
                restarts());
        assertEquals(Set.of(), ProxyFile.out(machine.proxy()));
        assertEquals(Set.of(), machine.held);
        assertEquals(BY + "restarted, and has proven itself", note("web@2"));
        assertEquals(manifest, machine.read("/var/lib/upkeep/manifest.json"));
    }

    @Test
    void oneThatDoesNotProveItselfIsTheLast() {
        machine.sickOnceRestarted.add("web@2");
        RecordedCommand.Answer answer = roll("web");
        assertEquals(1, answer.exitCode());
        assertEquals("""
                error: cannot roll on: web@2: it is not well 20s after its restart: web@2/readiness: status 500; not touched: web@3
                  hint: upkeep why web@2 and journalctl -u web@2.service tell more
                """, answer.err());
        assertEquals(List.of("restart web@1 without web@1", "restart web@2 without web@2"), restarts());
        assertEquals(Set.of("web@2"), ProxyFile.out(machine.proxy()));
        assertEquals(Set.of(), machine.held);
        assertEquals(
                BY + "restarted; the roll ended with web@2: it is not well 20s after its restart: web@2/readiness:"
                        + " status 500",
                note("web@1"));
        assertTrue(note("web@2").startsWith(BY + "restarted, and did not prove itself: it is not well"), note("web@2"));
        assertTrue(note("web@3").startsWith(BY + "not touched; the roll ended with web@2: "), note("web@3"));
    }

    @Test
    void whatIsStoppedStaysSo() {
        machine.running.remove("web@1.service");
        RecordedCommand.Answer answer = roll("web@1", "web@2");
        assertEquals("""
                web@1 is stopped, and stays so
                web@2: restarting
                all have proven themselves
                """, answer.out());
        assertFalse(machine.running.containsKey("web@1.service"));
        machine.told.clear();
        answer = roll("web@1.service");
        assertEquals("web@1 is stopped, and stays so\nnothing to do\n", answer.out());
        assertEquals(0, answer.exitCode());
        assertLeftInPeace();
    }

    @Test
    void theOthersOfASetCountAlsoWhereOneIsNamed() {
        machine.sick.add("web@3");
        RecordedCommand.Answer answer = roll("web@1");
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.err().contains("web@3: it is out of service, and no more than 1 of web may be: "), answer.err());
        assertEquals(List.of(), restarts());
        machine.sick.clear();
        assertEquals(0, roll("web@1").exitCode());
    }

    @Test
    void nothingIsTouchedWhereOneWouldNotStartAgain() {
        machine.refusal = Optional.of("/usr/bin/web: nonsense in line 3");
        RecordedCommand.Answer answer = roll("web");
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.err()
                        .contains(
                                "cannot roll: the pre-check of web@3 did not succeed: /usr/bin/web: nonsense in line 3"),
                answer.err());
        assertLeftInPeace();
    }

    @Test
    void itIsAskedAgainBeforeEachWhetherItWouldStart() {
        machine.onRestart = () -> machine.refusal = Optional.of("/usr/bin/web: nonsense");
        RecordedCommand.Answer answer = roll("web");
        assertTrue(
                answer.err()
                        .contains(
                                "web@2: its pre-check does not succeed any more, so it was left as it is: /usr/bin/web:"
                                        + " nonsense; not touched: web@3"),
                answer.err());
        assertEquals(List.of("restart web@1 without web@1"), restarts());
        assertEquals(Set.of(), ProxyFile.out(machine.proxy()));
    }

    @Test
    void whatCanReloadsAndServesMeanwhile() {
        machine.reloadable.addAll(List.of("web@1", "web@2"));
        RecordedCommand.Answer answer = roll("--reload", "web");
        assertEquals("""
                web@3 cannot reload, and is restarted
                web@1: reloading
                web@2: reloading
                web@3: restarting
                all have proven themselves
                """, answer.out());
        assertEquals(
                List.of("reload web@1 without ", "reload web@2 without ", "restart web@3 without web@3"), restarts());
        assertEquals(BY + "reloaded, and has proven itself", note("web@1"));
    }

    @Test
    void theFirstIsWatchedForLonger() {
        assertEquals(0, roll("--canary", "5min", "web").exitCode());
        assertTrue(machine.now.compareTo(Duration.ofSeconds(330)) >= 0, machine.now::toString);
        assertTrue(machine.now.compareTo(Duration.ofSeconds(345)) < 0, machine.now::toString);
        String plan = roll("--canary", "5min", "--dry-run", "web").out();
        assertTrue(plan.contains("""
                          the first goes alone, and must stay so for 5min before the others follow
                          on failure: all is left as it is by then; nothing more is restarted
                        it takes at least 5 min 30 s\
                        """), plan);
        RecordedCommand.Answer answer = roll("--canary", "5s", "web");
        assertEquals(2, answer.exitCode());
        assertTrue(answer.err().contains("cannot watch the first for 5s: web is watched for 15s anyway"), answer.err());
    }

    @Test
    void aProxyThatRefusesEndsIt() {
        machine.onRestart = () -> machine.isNginxRefusing = true;
        RecordedCommand.Answer answer = roll("web");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("cannot tell nginx.service which instances are in service"), answer.err());
        assertEquals(List.of("restart web@1 without web@1"), restarts());
        assertEquals(Set.of(), machine.held);
        assertTrue(note("web@1").startsWith(BY + "restarted; the roll was given up: cannot tell nginx"), note("web@1"));
        assertTrue(note("web@3").startsWith(BY + "not touched; the roll was given up: "), note("web@3"));
    }

    @Test
    void systemdMustNotRestartMoreOfASetWithIt() {
        machine.properties.put(
                "shop.service", Map.of("RequiredBy", "web@1.service web@2.service", "ConsistsOf", "mail.service"));
        machine.running.put("mail.service", "mail");
        RecordedCommand.Answer answer = roll("shop");
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.err()
                        .contains("cannot roll shop: systemd restarts with it more of web than may be out of service:"),
                answer.err());
        assertLeftInPeace();
        machine.properties.put("shop.service", Map.of("ConsistsOf", "mail.service"));
        answer = roll("shop");
        assertEquals(0, answer.exitCode());
        assertTrue(answer.out().contains("mail.service is restarted with shop.service, by PartOf=\n"), answer.out());
    }

    @Test
    void onlyWhatCanBeWatchedIsRolled() {
        assertTrue(roll("wbe")
                .err()
                .contains("cannot roll wbe: nothing of that name was applied\n  hint: did you mean web?"));
        assertTrue(roll("nightly")
                .err()
                .contains("cannot roll nightly.timer: only services are restarted one after the other"));
        assertTrue(roll("tidy").err().contains("cannot roll tidy: it does its work and ends, and cannot be watched"));
        assertLeftInPeace();
    }

    @Test
    void nobodyAppliesMeanwhile() throws InstallException {
        Applier other = new Applier(new Layout(root), new RealFileSystem(), machine::systemd);
        String err = other.exclusively(() -> roll("web").err());
        assertTrue(err.contains("cannot roll: an apply, remove or other roll is under way"), err);
        assertLeftInPeace();
    }

    @Test
    void afterAnApplyThatWasCutOffThatComesFirst() throws IOException {
        command.spec(SPEC.replace("/usr/bin/shop", "/usr/bin/store"));
        command.lastStep = Optional.of("restart shop.service");
        assertEquals(1, command.run("apply").exitCode());
        String err = roll("web").err();
        assertTrue(err.contains("cannot roll: an earlier apply was cut off, or has left something to be done"), err);
        assertLeftInPeace();
    }

    @Test
    void whoeverAsksToStopGetsNoMoreBegun() throws InstallException {
        Plan plan = Specs.load(List.of(new Source("/etc/upkeep/upkeep.yaml", SPEC)))
                .value()
                .orElseThrow();
        List<Member> members = plan.named("web").stream()
                .map(service -> new Member(
                        service.name(),
                        "web",
                        Rollout.Update.DEFAULT.withoutRollback(),
                        TimeSpan.ofSeconds(20),
                        Member.Part.RESTARTED))
                .toList();
        PlainSteps steps = new PlainSteps(new RollPlan(plan, members, Optional.empty(), List.of(), List.of()), machine);
        RolloutRun run = new RolloutRun(machine, steps, machine.told::add);
        End end = run.run(Optional.empty(), () -> !steps.taken().isEmpty());
        run.settle();
        assertEquals(
                List.of("web@2", "web@3"),
                assertInstanceOf(End.Stopped.class, end).left());
        assertEquals(Set.of("web@1"), steps.taken());
        assertEquals(Set.of(), ProxyFile.out(machine.proxy()));
        assertTrue(machine.told.contains("asked to stop: nothing more is begun; what was is watched as long as usual"));
    }

    /** One that turns bad behind a proxy has to be marked by the roll: while that goes on nobody else does. */
    @Test
    void otherServicesBehindAProxyAreKeptInStep() {
        machine.onRestart = () -> machine.sick.add("web@3");
        assertEquals(0, roll("shop").exitCode());
        assertEquals(Set.of("web@3"), ProxyFile.out(machine.proxy()));
    }
}
