package upkeep.systemd.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.UnitMeasures;
import upkeep.core.UnitStatus;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** What a real systemd shows of a unit beyond its state: its files, its ties, what started it, what it uses. */
@OnEverySuite
class UnitChangesLabTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final UnitName TIMER = new UnitName("web.timer");
    private static final UnitName DATABASE = new UnitName("database.service");
    private static final String SLEEP = "[Service]\nExecStart=/usr/bin/sleep 1000\n";

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
        machine = Machine.boot(suite, "changes");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void watch() throws Exception {
        // Not where `systemctl mask` puts its link.
        machine.write("/usr/local/lib/systemd/system/web.service", SLEEP + "Restart=on-failure\nRestartSec=1h\n");
        machine.unit(DATABASE.text(), SLEEP);
        machine.run("systemctl", "restart", WEB.text()).orFail();
        manager = new DbusServiceManager("unix:path=" + machine.busPath(), told);
        manager.watch(Set.of(WEB));
        UnitStatus status = told.listed(WEB);
        assertEquals("active", status.activeState());
        assertEquals(Bonds.NONE, status.bonds());
        assertEquals(Optional.empty(), status.trigger());
    }

    @AfterEach
    void leave() {
        manager.close();
        machine.shell(
                        "systemctl stop web.timer web.service database.service 2>/dev/null || true; rm -f"
                                + " /etc/systemd/system/web.timer /etc/systemd/system/web.service"
                                + " /etc/systemd/system/web.service.d/ties.conf; systemctl daemon-reload; systemctl reset-failed")
                .orFail();
    }

    @Test
    void aMaskedUnitIsSeenAsSuchAndAsLoadedAfterwards() throws Exception {
        machine.run("systemctl", "mask", WEB.text()).orFail();
        UnitStatus masked = told.seen(status -> status.loadState().equals("masked"));
        assertEquals("active", masked.activeState());
        machine.run("systemctl", "unmask", WEB.text()).orFail();
        UnitStatus loaded = told.seen(status -> status.loadState().equals("loaded"));
        assertEquals(masked.invocation(), loaded.invocation());
    }

    @Test
    void aUnitWhoseFileIsRemovedIsSeenAsNotFound() throws Exception {
        machine.shell("rm /usr/local/lib/systemd/system/web.service; systemctl daemon-reload")
                .orFail();
        UnitStatus running = told.seen(status -> status.loadState().equals("not-found"));
        assertEquals("active", running.activeState());
        machine.run("systemctl", "stop", WEB.text()).orFail();
        told.seen(status -> status.activeState().equals("inactive"));
        machine.unit(WEB.text(), SLEEP);
        told.seen(status -> status.loadState().equals("loaded"));
    }

    @Test
    void tiesAreReadAgainAfterAReloadAndOutlastSignals() throws Exception {
        // Or systemd would stop what is bound to it as soon as it has read the file.
        machine.run("systemctl", "start", DATABASE.text()).orFail();
        machine.unit("web.service.d/ties.conf", """
                [Unit]
                Requires=database.service
                BindsTo=database.service
                PartOf=database.service
                RequiresMountsFor=/var/log
                """);
        UnitStatus after = told.seen(status -> !status.bonds().equals(Bonds.NONE));
        Set<UnitName> database = Set.of(DATABASE);
        assertEquals(new Bonds(database, Set.of(), database, database), after.bonds());
        machine.run("systemctl", "kill", "--signal=KILL", WEB.text()).orFail();
        UnitStatus failed = told.seen(status -> status.activeState().equals("failed"));
        assertEquals(after.bonds(), failed.bonds());
    }

    @Test
    void whatStartedAUnitCountsForThatRunOnly() throws Exception {
        machine.run("systemctl", "stop", WEB.text()).orFail();
        machine.unit(TIMER.text(), "[Timer]\nOnActiveSec=100ms\nAccuracySec=1ms\n");
        machine.run("systemctl", "start", TIMER.text()).orFail();
        UnitStatus first = told.seen(UnitChangesLabTest::isUp);
        assertEquals(Optional.of(TIMER), first.trigger());
        machine.run("systemctl", "daemon-reload").orFail();
        machine.run("systemctl", "restart", WEB.text()).orFail();
        UnitStatus second = told.seen(status -> isUp(status) && isAnotherRun(status, first));
        assertEquals(Optional.empty(), second.trigger());

        machine.run("systemctl", "stop", WEB.text(), TIMER.text()).orFail();
        machine.run("systemctl", "start", TIMER.text()).orFail();
        UnitStatus third = told.seen(status -> isUp(status) && isAnotherRun(status, second));
        assertEquals(Optional.of(TIMER), third.trigger());
        machine.run("systemctl", "stop", WEB.text()).orFail();
        machine.run("systemctl", "start", WEB.text()).orFail();
        UnitStatus fourth = told.seen(status -> isUp(status) && isAnotherRun(status, third));
        assertEquals(Optional.empty(), fourth.trigger());
        String shown = machine.run(
                        "busctl",
                        "get-property",
                        Target.SYSTEMD,
                        WEB.objectPath(),
                        Target.UNIT_TYPE,
                        "ActivationDetails")
                .orFail()
                .out();
        assertTrue(shown.contains(TIMER.text()), "systemd itself still shows the timer: " + shown);
    }

    private static boolean isUp(UnitStatus status) {
        return status.activeState().equals("active") && status.job() == 0;
    }

    private static boolean isAnotherRun(UnitStatus status, UnitStatus earlier) {
        return !status.invocation().equals(earlier.invocation());
    }

    @Test
    void theTimeOfItsEndComesWithIt() throws Exception {
        long before = System.nanoTime() / 1000;
        machine.run("systemctl", "kill", "--signal=KILL", WEB.text()).orFail();
        UnitStatus failed = told.seen(status -> status.activeState().equals("failed"));
        assertTrue(failed.activeUntil() >= before, failed::toString);
    }

    @Test
    void stopsWithNothingToStopAreJobsToo() throws Exception {
        machine.run("systemctl", "kill", "--signal=KILL", WEB.text()).orFail();
        told.seen(status -> status.subState().equals("auto-restart"));
        machine.run("systemctl", "stop", WEB.text()).orFail();
        UnitStatus given = told.seen(status -> status.activeState().equals("inactive"));
        UnitStatus ended = told.nextEnd();
        assertEquals(given.invocation(), ended.invocation());
        machine.run("systemctl", "stop", WEB.text()).orFail();
        assertEquals("inactive", told.nextEnd().activeState());
    }

    /** In a container of this lab the kernel counts processor time, and neither memory nor tasks. */
    @Test
    void whatIsNotCountedIsUnknown() throws Exception {
        UnitMeasures measures = manager.measure(WEB);
        assertTrue(measures.cpuSeconds().isPresent(), measures::toString);
        assertEquals(OptionalDouble.empty(), measures.readBytes());
        UnitMeasures stopped = manager.measure(DATABASE);
        assertEquals(OptionalDouble.empty(), stopped.cpuSeconds());
        assertEquals(OptionalDouble.empty(), stopped.memory());
        assertEquals(OptionalDouble.empty(), stopped.descriptors());
    }

    @Test
    void aHundredReloadsUnderLoadTellNothing() throws Exception {
        machine.run(
                        Duration.ofMinutes(5),
                        "sh",
                        "-euc",
                        "rm -f /tmp/reloaded; for n in 1 2; do ( while [ ! -e /tmp/reloaded ]; do"
                                + " systemctl list-units --all >/dev/null; systemd-run --quiet --collect true; done ) & done;"
                                + " for i in $(seq 100); do systemctl daemon-reload; done; touch /tmp/reloaded; wait")
                .orFail();
        manager.watch(Set.of(WEB, DATABASE));
        told.listed(DATABASE);
        assertEquals(List.of(), told.before);
    }
}
