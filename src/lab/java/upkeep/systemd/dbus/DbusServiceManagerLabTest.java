package upkeep.systemd.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus;
import upkeep.core.UnitStatus.Exit;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;
import upkeep.systemd.ManagerException;

/** What a real systemd says, heard through the real bus. */
@OnEverySuite
class DbusServiceManagerLabTest {

    private static final UnitName APP = new UnitName("app-a.service");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    private final Told told = new Told();

    @SuppressWarnings("NullAway.Init")
    private DbusServiceManager manager;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Machine.boot(suite, "dbus");
        machine.unit(APP.text(), "[Service]\nExecStart=/usr/bin/sleep 1000\nRestart=on-failure\nRestartSec=100ms\n");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void watch() throws Exception {
        machine.run("systemctl", "reset-failed");
        machine.run("systemctl", "restart", APP.text()).orFail();
        manager = new DbusServiceManager("unix:path=" + machine.busPath(), told);
        manager.watch(Set.of(APP));
        assertEquals("active", told.listed(APP).activeState());
    }

    @AfterEach
    void leave() {
        manager.close();
    }

    @Test
    void aCrashIsSeenWithItsCauseAndItsRecovery() throws Exception {
        machine.run("systemctl", "kill", "--signal=KILL", APP.text()).orFail();
        UnitStatus failed = told.seen(status -> status.activeState().equals("failed"));
        assertEquals(Optional.of(new Exit.Signal(9, false)), failed.exit());
        assertEquals("signal", failed.result());
        assertEquals(0, failed.job());
        UnitStatus waiting = told.seen(status -> status.subState().equals("auto-restart"));
        assertEquals(failed.invocation(), waiting.invocation());
        UnitStatus up = told.seen(status -> status.activeState().equals("active") && status.job() == 0);
        assertNotEquals(failed.invocation(), up.invocation());
        assertEquals(failed.restarts() + 1, up.restarts());
    }

    @Test
    void anOperatorsStopCarriesAJob() throws Exception {
        machine.run("systemctl", "stop", APP.text()).orFail();
        UnitStatus leaving = told.seen(status -> status.activeState().equals("deactivating"));
        assertNotEquals(0, leaving.job());
        UnitStatus down = told.ended(leaving.job());
        assertEquals("inactive", down.activeState());
        assertEquals(Optional.of(new Exit.Signal(15, false)), down.exit());
    }

    @Test
    void jobsOfOursRunToTheirEnd() throws Exception {
        assertEquals(suite.systemdVersion(), manager.version());
        assertEquals(JobResult.DONE, manager.run(APP, Verb.RESTART, true, LIMIT).result());
        machine.run("systemctl", "stop", APP.text()).orFail();
        assertEquals(
                JobResult.DONE, manager.run(APP, Verb.RESTART, false, LIMIT).result());
        assertEquals("inactive", machine.property(APP.text(), "ActiveState"));
        assertEquals(JobResult.DONE, manager.run(APP, Verb.START, false, LIMIT).result());
        assertEquals("active", machine.property(APP.text(), "ActiveState"));
        ManagerException refused = assertThrows(
                ManagerException.class, () -> manager.run(new UnitName("ghost.service"), Verb.START, true, LIMIT));
        assertTrue(String.valueOf(refused.getMessage()).contains("not found"), refused::toString);
    }

    @Test
    void nothingIsMissedAfterAReexecutionOrALostBus() throws Exception {
        machine.run("systemctl", "daemon-reload").orFail();
        machine.run("systemctl", "daemon-reexec").orFail();
        assertEquals("active", told.listed(APP).activeState());
        machine.run("systemctl", "kill", "--signal=KILL", APP.text()).orFail();
        told.seen(status -> status.activeState().equals("failed"));
        told.seen(status -> status.activeState().equals("active") && status.job() == 0);

        machine.shell("kill -9 $(systemctl show dbus -p MainPID --value)").orFail();
        told.lost();
        assertEquals("active", told.listed(APP).activeState());
        manager.ping(LIMIT);
        machine.run("systemctl", "kill", "--signal=KILL", APP.text()).orFail();
        told.seen(status -> status.activeState().equals("failed"));
    }

    @Test
    void whatAnotherUserForgesIsNotBelieved() throws Exception {
        machine.shell("for n in $(seq 0 60); do setpriv --reuid 65534 --regid 65534 --clear-groups busctl"
                + " --destination=:1.$n emit /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager"
                + " JobNew uos 4711 /org/freedesktop/systemd1/job/4711 app-a.service 2>/dev/null; done; true");
        machine.run("systemctl", "stop", APP.text()).orFail();
        told.seen(status -> status.activeState().equals("inactive"));
        assertTrue(told.before.stream().noneMatch(line -> line.equals("queued 4711")), told.before::toString);
    }
}
