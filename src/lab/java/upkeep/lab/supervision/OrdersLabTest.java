package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** Scenarios of units that others move: people, units they hang on, timers. */
@OnEverySuite
class OrdersLabTest {
    /** Longer than upkeepd takes to start what is down, or to see that something is dead. */
    private static final Duration LONGER_THAN_A_DECISION = Duration.ofSeconds(3);

    private static final String SERVICES = """
              child:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
                requires: [parent.service]
                after: [parent.service]
              forsaken:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
                requires: [parent.service]
                after: [parent.service]
              anchor:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
                restart: {policy: always, delay: 1s, max-delay: 1s}
              bound:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
                unit: {Unit: {BindsTo: anchor.service, After: anchor.service}}
              masked: {adopt: lab-masked.service}
              timed: {adopt: lab-timed.service}
            """;

    private static final String SLEEPER = "[Service]\nExecStart=/usr/bin/sleep infinity\n";

    @SuppressWarnings("NullAway.Init")
    private static Stage stage;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        stage = Stage.boot(suite, "orders");
        machine = stage.machine();
        for (String name : new String[] {"masked", "timed"}) {
            machine.write("/usr/lib/systemd/system/lab-" + name + ".service", SLEEPER);
        }
        machine.write("/usr/lib/systemd/system/lab-timed.timer", "[Timer]\nOnActiveSec=100ms\nAccuracySec=1ms\n");
        machine.shell("""
                        systemctl daemon-reload
                        systemctl start lab-masked.service
                        useradd alice
                        echo 'alice ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/alice
                        """).orFail();
        String services = SERVICES
                + Stage.web("stopped", 4001)
                + Stage.web("started", 4002)
                + Stage.web("restarted", 4003)
                + Stage.web("parent", 4004);
        stage.apply(services, "timed");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    private static void systemctl(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "systemctl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        machine.run(command).orFail();
    }

    private static void asAlice(String command) {
        // From a login of her own, since only such a line is believed.
        machine.run("su", "-", "alice", "-c", "sudo " + command).orFail();
    }

    /** That nothing is done shows only by waiting. */
    private static void letPass() {
        stage.installed().observe(LONGER_THAN_A_DECISION);
    }

    private static void restartUpkeepd() {
        String pid = machine.property("upkeepd.service", "MainPID");
        systemctl("restart", "upkeepd.service");
        stage.installed().awaitOtherDaemon(pid);
    }

    @Test
    void somebodyStopsAService() {
        Scene scene = stage.begin(Scenario.OPERATOR_STOPS, "stopped");
        asAlice("systemctl stop stopped.service");
        scene.account().await("the stop", entry -> entry.is("intent", "stopped it"));
        scene.account().await("who did it", entry -> entry.is("evidence", "alice"));
        restartUpkeepd();
        letPass();
        scene.did().told().unit("inactive");
        scene.cause(Cause.OPERATOR, "alice");
        assertEquals(
                "stopped", stage.installed().service("stopped").path("intent").asText());
        scene.end();
    }

    @Test
    void somebodyStartsAService() {
        systemctl("stop", "started.service");
        stage.installed()
                .awaitService(
                        "started",
                        "is stopped",
                        it -> it.path("intent").asText().equals("stopped"));
        Scene scene = stage.begin(Scenario.OPERATOR_STARTS, "started");
        systemctl("start", "started.service");
        stage.installed().awaitWell("started");
        scene.did().told().unit("active");
        scene.cause(Cause.OPERATOR);
        scene.end();
    }

    @Test
    void somebodyRestartsAService() {
        Scene scene = stage.begin(Scenario.OPERATOR_RESTARTS, "restarted");
        systemctl("restart", "restarted.service");
        scene.account().await("the restart", entry -> entry.is("intent", "restarted it"));
        stage.installed().awaitWell("restarted");
        scene.did().told().unit("active");
        scene.cause(Cause.OPERATOR);
        scene.end();
    }

    @Test
    void somebodyMasksAService() {
        Scene scene = stage.begin(Scenario.OPERATOR_MASKS, "masked", "lab-masked.service");
        systemctl("mask", "--now", "lab-masked.service");
        machine.awaitState("lab-masked.service", "inactive", Installed.LIMIT);
        letPass();
        scene.did().told().unit("inactive");
        scene.cause(Cause.OPERATOR, "masked");
        scene.end();
    }

    @Test
    void aServiceThatIsStoppedWithWhatItRequires() {
        asAlice("systemctl stop forsaken.service");
        stage.installed()
                .awaitService(
                        "forsaken",
                        "is stopped",
                        it -> it.path("intent").asText().equals("stopped"));
        Scene child = stage.begin(Scenario.DEPENDENCY_STOPS, "child");
        Scene forsaken = stage.begin(Scenario.STOPPED_BEFORE_DEPENDENCY, "forsaken");
        systemctl("stop", "parent.service");
        child.account().await("the stop with it", entry -> entry.is("intent", "together with parent"));
        letPass();
        assertEquals("inactive", machine.property("child.service", "ActiveState"));
        systemctl("start", "parent.service");
        machine.awaitState("child.service", "active", Installed.LIMIT);
        letPass();
        child.did("start").told().unit("active");
        child.cause(Cause.DEPENDENCY, "parent").cause(Cause.POLICY);
        forsaken.did().told().unit("inactive");
        child.end();
        forsaken.end();
    }

    @Test
    void aServiceThatIsBoundToOneThatCrashes() {
        Scene scene = stage.begin(Scenario.BOUND_TO_A_CRASH, "bound");
        String pid = machine.property("bound.service", "MainPID");
        machine.run("kill", "-KILL", machine.property("anchor.service", "MainPID"))
                .orFail();
        machine.awaitState("bound.service", "inactive", Installed.LIMIT);
        machine.awaitState("anchor.service", "active", Installed.LIMIT);
        machine.awaitProperty(
                "bound.service", "MainPID", Installed.LIMIT, other -> !other.equals(pid) && !other.equals("0"));
        letPass();
        scene.did("start").told().unit("active");
        scene.cause(Cause.DEPENDENCY, "anchor");
        scene.end();
    }

    @Test
    void aServiceThatATimerStarts() {
        Scene scene = stage.begin(Scenario.TIMER, "timed", "lab-timed.service");
        systemctl("start", "lab-timed.timer");
        machine.awaitState("lab-timed.service", "active", Installed.LIMIT);
        scene.account().await("the start", entry -> entry.is("intent", "") || entry.is("transition", ""));
        scene.did().told().unit("active");
        scene.cause(Cause.TRIGGER, "lab-timed.timer");
        scene.end();
    }
}
