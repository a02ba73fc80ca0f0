package upkeep.systemd.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.JobResult;
import upkeep.core.UnitMeasures;
import upkeep.core.UnitStatus;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager.JobEnd;
import upkeep.systemd.ServiceManager.Listener;

@Timeout(60)
class DbusServiceManagerTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final UnitName SHOP = new UnitName("shop.target");
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private FakeSystemd systemd;
    private DbusServiceManager manager;

    @BeforeEach
    void start() throws Exception {
        systemd = new FakeSystemd(folder.resolve("bus"));
        systemd.set(WEB, "active/running", 41, "success", 0, 0, 0, 1);
        manager = new DbusServiceManager("unix:path=" + folder.resolve("bus"), heard);
        manager.watch(Set.of(WEB));
        heard.expect("listed {web.service=active/running success pid 41}");
    }

    @AfterEach
    void stop() throws Exception {
        manager.close();
        systemd.close();
    }

    @Test
    void listsWhatIsWatched() throws Exception {
        manager.watch(Set.of(WEB, SHOP));
        heard.expect("listed {shop.target=inactive/dead success, web.service=active/running success pid 41}");
        manager.watch(Set.of());
        heard.expect("listed {}");
        systemd.awaitCall("Unref");
        assertEquals(252, manager.version());
    }

    @Test
    void keepsWatchedUnitsLoaded() throws Exception {
        systemd.awaitCall("Ref");
        assertTrue(systemd.matches().stream().allMatch(rule -> rule.contains("sender=")), systemd.matches()::toString);
    }

    @Test
    void tellsTheStatesOfACrashInPassing() throws Exception {
        systemd.together(() -> {
            systemd.setAndTell(WEB, "failed/failed", 0, "signal", 2, 9, 0, 1);
            systemd.setAndTell(WEB, "activating/auto-restart", 0, "signal", 2, 9, 0, 1);
            systemd.changed(WEB);
            systemd.jobNew(WEB, 7);
            systemd.setAndTell(WEB, "activating/auto-restart", 0, "signal", 2, 9, 7, 1);
            systemd.setAndTell(WEB, "active/running", 42, "success", 0, 0, 7, 2);
            systemd.jobRemoved(WEB, 7, "done");
            systemd.setAndTell(WEB, "active/running", 42, "success", 0, 0, 0, 2);
        });
        heard.expect("failed/failed signal killed 9");
        heard.expect("activating/auto-restart signal killed 9");
        heard.expect("queued web.service 7");
        heard.expect("activating/auto-restart signal killed 9 job 7");
        heard.expect("active/running success pid 42 job 7");
        heard.expect("active/running success pid 42");
        heard.expect("ended web.service 7 DONE active/running success pid 42");
        heard.expectNothingMore(this);
    }

    /** As systemd 252 does, which tells nobody of either. */
    @Test
    void whatWasFrozenIsSeenByALookAndItsThawSoonAfter() throws Exception {
        manager.look(WEB, LONG);
        systemd.put(WEB, "FreezerState", new Variant<>("frozen"));
        manager.look(WEB, LONG);
        assertEquals("active/running success pid 41 frozen", heard.lines.poll(), "it is told before the look is over");
        systemd.put(WEB, "FreezerState", new Variant<>("running"));
        heard.expect("active/running success pid 41");
        heard.expectNothingMore(this);
    }

    @Test
    void aLookAtWhatIsNotWatchedFindsNothing() throws Exception {
        manager.look(SHOP, LONG);
        heard.expectNothingMore(this);
    }

    @Test
    void tellsAnOperatorsStop() throws Exception {
        systemd.together(() -> {
            systemd.jobNew(WEB, 9);
            systemd.setAndTell(WEB, "deactivating/stop-sigterm", 41, "success", 0, 0, 9, 1);
            systemd.setAndTell(WEB, "inactive/dead", 0, "success", 2, 15, 9, 1);
            systemd.jobRemoved(WEB, 9, "done");
            systemd.setAndTell(WEB, "inactive/dead", 0, "success", 2, 15, 0, 1);
        });
        heard.expect("queued web.service 9");
        heard.expect("deactivating/stop-sigterm success pid 41 job 9");
        heard.expect("inactive/dead success killed 15 job 9");
        heard.expect("inactive/dead success killed 15");
        heard.expect("ended web.service 9 DONE inactive/dead success killed 15");
    }

    @Test
    void keepsTheExitStatusOfAUnitThatIsForgotten() throws Exception {
        systemd.together(() -> {
            systemd.setAndTell(WEB, "inactive/dead", 0, "exit-code", 1, 3, 0, 1);
            systemd.set(WEB, "inactive/dead", 0, "success", 0, 0, 0, 0);
        });
        heard.expect("inactive/dead exit-code exited 3");
        heard.expectNothingMore(this);
    }

    @Test
    void ignoresForgedSignals() throws Exception {
        systemd.together(() -> {
            systemd.set(WEB, "failed/failed", 0, "signal", 2, 9, 0, 1);
            systemd.changedFrom(":1.66", WEB);
            systemd.signalFrom(
                    ":1.66",
                    Target.BUS.path(),
                    Target.BUS_NAME,
                    "NameOwnerChanged",
                    "sss",
                    Target.SYSTEMD,
                    ":1.1",
                    ":1.66");
            systemd.changedFrom(":1.66", WEB);
            systemd.signalFrom(":1.66", "/org/freedesktop/login1", Target.LOGIND_TYPE, "PrepareForShutdown", "b", true);
            systemd.set(WEB, "active/running", 41, "success", 0, 0, 0, 1);
        });
        heard.expectNothingMore(this);
    }

    @Test
    void followsSystemdToItsNewName() throws Exception {
        systemd.reexecute(":1.349");
        heard.expect("listed {web.service=active/running success pid 41}");
        systemd.together(() -> {
            systemd.set(WEB, "failed/failed", 0, "signal", 2, 9, 0, 1);
            systemd.changedFrom(":1.1", WEB);
            systemd.setAndTell(WEB, "active/running", 43, "success", 0, 0, 0, 2);
        });
        heard.expect("active/running success pid 43");
    }

    @Test
    void comesBackAfterTheBus() throws Exception {
        systemd.set(WEB, "active/running", 44, "success", 0, 0, 0, 2);
        systemd.dropClient();
        heard.expectStart("lost the bus c");
        heard.expect("listed {web.service=active/running success pid 44}");
        systemd.setAndTell(WEB, "failed/failed", 0, "signal", 2, 9, 0, 2);
        heard.expect("failed/failed signal killed 9");
    }

    @Test
    void looksOnceAfterAReload() throws Exception {
        systemd.count("GetAll");
        systemd.set(WEB, "active/running", 45, "success", 0, 0, 0, 1);
        systemd.together(() -> {
            systemd.managerSignal("Reloading", "b", true);
            for (int i = 0; i < 200; i++) {
                UnitName unit = i == 0 ? WEB : new UnitName("u" + i + ".service");
                systemd.managerSignal("UnitRemoved", "so", unit.text(), new DBusPath(unit.objectPath()));
                systemd.managerSignal("UnitNew", "so", unit.text(), new DBusPath(unit.objectPath()));
            }
            systemd.managerSignal("Reloading", "b", false);
        });
        heard.expect("active/running success pid 45");
        assertEquals(2, systemd.count("GetAll"));
        heard.expectNothingMore(this);
        assertEquals(3, systemd.count("GetAll"));
    }

    @Test
    void looksAgainWhenTooMuchWasHeard() throws Exception {
        Inbox inbox = new Inbox(2);
        for (int i = 0; i < 5; i++) {
            inbox.put(new upkeep.systemd.dbus.Heard.UnitChanged(WEB, Map.of()));
        }
        inbox.put(new upkeep.systemd.dbus.Heard.Lost("end"));
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            kinds.add(String.valueOf(inbox.take(0)).replaceAll("\\[.*", ""));
        }
        assertEquals(List.of("UnitChanged", "UnitChanged", "Overflowed", "Lost"), kinds);
        assertEquals(null, inbox.take(0));
    }

    @Test
    void looksAgainWhenUnitFilesChange() throws Exception {
        systemd.put(WEB, "LoadState", new Variant<>("masked"));
        systemd.managerSignal("UnitFilesChanged", "");
        heard.expect("active/running success pid 41 masked");
    }

    @Test
    void tellsWhatIsRepeatedOnce() throws Exception {
        systemd.together(() -> {
            systemd.setAndTell(WEB, "failed/failed", 0, "signal", 2, 9, 0, 1);
            systemd.changed(WEB);
            systemd.jobNew(WEB, 9);
            systemd.jobRemoved(WEB, 9, "done");
            systemd.changed(WEB);
        });
        heard.expect("failed/failed signal killed 9");
        heard.expect("queued web.service 9");
        heard.expect("ended web.service 9 DONE failed/failed signal killed 9");
        heard.expectNothingMore(this);
    }

    /** Of the two signals about a change one is enough, and the truth wins over an order that is wrong. */
    @Test
    void endsWithTheTruthWhateverIsLostOrOutOfOrder() throws Exception {
        systemd.together(() -> {
            systemd.set(WEB, "failed/failed", 0, "signal", 2, 9, 0, 1);
            systemd.changed(WEB);
            systemd.set(WEB, "active/running", 41, "success", 0, 0, 0, 1);
            systemd.changed(WEB);
            systemd.set(WEB, "active/running", 46, "success", 0, 0, 0, 2);
        });
        heard.expect("failed/failed signal killed 9");
        heard.expect("active/running success pid 41");
        heard.expect("active/running success pid 46");
        systemd.together(() -> {
            systemd.set(WEB, "failed/failed", 0, "exit-code", 1, 3, 0, 2);
            systemd.signalFrom(
                    ":1.1",
                    WEB.objectPath(),
                    Target.PROPERTIES_TYPE,
                    "PropertiesChanged",
                    "sa{sv}as",
                    "org.freedesktop.systemd1.Service",
                    Map.of(),
                    new String[0]);
        });
        heard.expect("failed/failed exit-code exited 3");
        heard.expectNothingMore(this);
    }

    @Test
    void measuresWhatIsAccountedFor() throws Exception {
        systemd.putTyped(WEB, "MemoryCurrent", number("1048576"));
        systemd.putTyped(WEB, "MemoryMax", number("18446744073709551615"));
        systemd.putTyped(WEB, "EffectiveMemoryMax", number("4194304"));
        systemd.putTyped(WEB, "CPUUsageNSec", number("2500000000"));
        systemd.putTyped(WEB, "TasksCurrent", number("3"));
        systemd.putTyped(WEB, "IOReadBytes", number("18446744073709551615"));
        systemd.putTyped(
                WEB, "MainPID", new Variant<>(new UInt32(ProcessHandle.current().pid())));
        UnitMeasures measures = manager.measure(WEB);
        assertEquals(OptionalDouble.of(1_048_576), measures.memory());
        assertEquals(OptionalDouble.of(4_194_304), measures.memoryLimit());
        assertEquals(OptionalDouble.of(2.5), measures.cpuSeconds());
        assertEquals(OptionalDouble.of(3), measures.tasks());
        assertEquals(OptionalDouble.empty(), measures.readBytes());
        assertEquals(OptionalDouble.empty(), measures.writtenBytes());
        assertTrue(measures.descriptors().orElse(0) > 3, measures::toString);
        systemd.putTyped(WEB, "MainPID", new Variant<>(new UInt32(0)));
        assertEquals(OptionalDouble.empty(), manager.measure(WEB).descriptors());
        assertEquals(UnitMeasures.UNKNOWN, manager.measure(SHOP));
    }

    private static Variant<UInt64> number(String digits) {
        return new Variant<>(new UInt64(new BigInteger(digits)));
    }

    @Test
    void tellsPropertiesAsPlainValues() throws Exception {
        systemd.put(WEB, "LoadError", new Variant<>(new Object[] {"", ""}, "(ss)"));
        systemd.put(WEB, "StateChangeTimestampMonotonic", new Variant<>(new UInt64(77)));
        systemd.put(WEB, "Description", new Variant<>("x".repeat(2_000)));
        systemd.putTyped(WEB, "CPUUsageNSec", new Variant<>(new UInt64(12)));
        systemd.on("Get", (call, _) -> systemd.reply(call, "v", new Variant<>(new UInt64(77))));
        Set<String> wanted = Set.of(
                "ActiveState",
                "NeedDaemonReload",
                "LoadError",
                "Job",
                "Description",
                "MainPID",
                "ExecMainStatus",
                "MemoryCurrent",
                "CPUUsageNSec",
                "NoSuchProperty");
        Map<String, Object> properties = manager.properties(WEB, wanted, LONG);
        assertEquals(
                Map.of(
                        "ActiveState",
                        "active",
                        "NeedDaemonReload",
                        false,
                        "LoadError",
                        List.of("", ""),
                        "Job",
                        List.of(0L, "/"),
                        "Description",
                        "x".repeat(1_024),
                        "MainPID",
                        41L,
                        "ExecMainStatus",
                        0L,
                        "MemoryCurrent",
                        -1L,
                        "CPUUsageNSec",
                        12L),
                properties);
    }

    @Test
    void readsAUnitAgainThatChangesMeanwhile() throws Exception {
        systemd.put(WEB, "StateChangeTimestampMonotonic", new Variant<>(new UInt64(1)));
        systemd.on("Get", (call, _) -> {
            systemd.set(WEB, "failed/failed", 0, "signal", 2, 9, 0, 1);
            systemd.put(WEB, "StateChangeTimestampMonotonic", new Variant<>(new UInt64(2)));
            systemd.reply(call, "v", new Variant<>(new UInt64(2)));
        });
        assertEquals(
                Map.of("ActiveState", "failed", "Result", "signal"),
                manager.properties(WEB, Set.of("ActiveState", "Result"), LONG));
    }

    @Test
    void readsAUnitThatNeverStandsStillThreeTimes() throws Exception {
        systemd.count("");
        assertEquals(Map.of("ActiveState", "active"), manager.properties(WEB, Set.of("ActiveState"), LONG));
        assertEquals(6, systemd.count("GetAll"));
        // A target has no properties of its own, so there is nothing to be mixed.
        systemd.set(SHOP, "active/active", 0, "", 0, 0, 0, 0);
        assertEquals(Map.of("SubState", "active"), manager.properties(SHOP, Set.of("SubState"), LONG));
        assertEquals(1, systemd.count("GetAll"));
    }

    @Test
    void asksTimesyncdByItsConnectionAndStartsNone() throws Exception {
        assertEquals(Optional.empty(), manager.timeSynchronisation(Set.of("ServerName"), LONG));
        systemd.on("GetNameOwner", (call, _) -> systemd.reply(call, "s", ":1.9"));
        systemd.on("GetAll", (call, arguments) -> {
            boolean right = ":1.9".equals(call.getDestination())
                    && "/org/freedesktop/timesync1".equals(call.getPath())
                    && "org.freedesktop.timesync1.Manager".equals(arguments[0]);
            systemd.reply(
                    call,
                    "a{sv}",
                    Map.of(
                            "ServerName",
                            new Variant<>(right ? "192.0.2.1" : "somebody else"),
                            "ServerAddress",
                            new Variant<>(new Object[] {2, new byte[] {(byte) 192, 0, 2, 1}}, "(iay)")));
        });
        assertEquals(
                Map.of("ServerName", "192.0.2.1", "ServerAddress", List.of(2L, List.of(-64L, 0L, 2L, 1L))),
                manager.timeSynchronisation(Set.of("ServerName", "ServerAddress"), LONG)
                        .orElseThrow());
    }

    @Test
    void aUnitThatSystemdDoesNotShowIsNotFound() throws Exception {
        for (String error : List.of(Refusals.NO_SUCH_UNIT, BusError.UNKNOWN_OBJECT)) {
            systemd.on("GetAll", (call, _) -> systemd.error(call, error, "no"));
            assertEquals(
                    Map.of("LoadState", "not-found", "ActiveState", "inactive"),
                    manager.properties(WEB, Set.of("LoadState", "ActiveState", "Result"), LONG));
        }
    }

    @Test
    void saysWhyPropertiesAreNotKnown() throws Exception {
        systemd.on("GetAll", (call, _) -> systemd.error(call, "org.freedesktop.DBus.Error.AccessDenied", "no"));
        ManagerException refused =
                assertThrows(ManagerException.class, () -> manager.properties(WEB, Set.of("Id"), LONG));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("cannot look at web.service: "), refused.getMessage());
        systemd.on("GetAll", (_, _) -> {});
        ManagerException silent =
                assertThrows(ManagerException.class, () -> manager.properties(WEB, Set.of("Id"), Duration.ofMillis(1)));
        assertEquals(
                "cannot look at web.service: no answer within 0 ms",
                String.valueOf(silent.getMessage()).replaceFirst("[01] ms", "0 ms"));
    }

    @Test
    void startsWithoutWaitingForTheEnd() throws Exception {
        systemd.on("RestartUnit", (call, _) -> systemd.reply(call, "o", new DBusPath(FakeSystemd.JOB_PATH + 16)));
        manager.start(WEB);
        systemd.awaitCall("RestartUnit web.service");
        systemd.on("RestartUnit", (call, _) -> systemd.error(call, Refusals.ACCESS_DENIED, "Access denied"));
        ManagerException refused = assertThrows(ManagerException.class, () -> manager.start(WEB));
        assertSays("cannot start web.service: polkit does not allow it", refused);
    }

    @Test
    void runsAJobToItsEnd() throws Exception {
        systemd.on(
                "ResetFailedUnit",
                (call, _) -> systemd.error(call, Refusals.NO_SUCH_UNIT, "Unit web.service not loaded."));
        systemd.on("TryRestartUnit", (call, _) -> {
            systemd.jobNew(WEB, 12);
            systemd.reply(call, "o", new DBusPath(FakeSystemd.JOB_PATH + 12));
            systemd.jobRemoved(WEB, 11, "failed");
            systemd.jobRemoved(WEB, 12, "done");
        });
        assertEquals(new JobEnd(12, JobResult.DONE), manager.run(WEB, Verb.RESTART, true, LONG));
        systemd.awaitCall("ResetFailedUnit web.service");
        systemd.awaitCall("TryRestartUnit web.service");
    }

    @Test
    void hearsOfAnEndThatComesBeforeTheAnswer() throws Exception {
        systemd.on("RestartUnit", (call, _) -> {
            systemd.jobNew(WEB, 13);
            systemd.jobRemoved(WEB, 13, "skipped");
            systemd.reply(call, "o", new DBusPath(FakeSystemd.JOB_PATH + 13));
        });
        assertEquals(new JobEnd(13, JobResult.SKIPPED), manager.run(WEB, Verb.START, false, LONG));
    }

    @Test
    void saysWhatPolkitRefuses() throws Exception {
        systemd.on("ReloadUnit", (call, _) -> systemd.error(call, Refusals.ACCESS_DENIED, "Access denied"));
        ManagerException refused =
                assertThrows(ManagerException.class, () -> manager.run(WEB, Verb.RELOAD, false, LONG));
        assertEquals(
                "cannot reload web.service: polkit does not allow it (Access denied). Hint: run 'upkeep apply' as root,"
                        + " which writes the rule that does",
                refused.getMessage());
    }

    @Test
    void waitsNoLongerThanAllowed() throws Exception {
        systemd.on("RestartUnit", (call, _) -> systemd.reply(call, "o", new DBusPath(FakeSystemd.JOB_PATH + 14)));
        systemd.on("ReloadUnit", (_, _) -> {});
        ManagerException slowJob =
                assertThrows(ManagerException.class, () -> manager.run(WEB, Verb.START, false, Duration.ofMillis(50)));
        assertSays("job 14 has not ended", slowJob);
        ManagerException silence =
                assertThrows(ManagerException.class, () -> manager.run(WEB, Verb.RELOAD, false, Duration.ofMillis(50)));
        assertSays("no answer within", silence);
    }

    @Test
    void endsTheWaitWhenTheBusIsLost() throws Exception {
        systemd.on("RestartUnit", (call, _) -> {
            systemd.reply(call, "o", new DBusPath(FakeSystemd.JOB_PATH + 15));
            systemd.dropClient();
        });
        ManagerException lost = assertThrows(ManagerException.class, () -> manager.run(WEB, Verb.START, false, LONG));
        assertSays("cannot start web.service: the bus c", lost);
    }

    @Test
    void givesUpAConnectionThatDoesNotAnswer() throws Exception {
        manager.ping(LONG);
        FakeSystemd.Method answering = (call, _) -> systemd.reply(call, "v", new Variant<>("257"));
        systemd.on("Get", (_, _) -> systemd.on("Get", answering));
        assertThrows(ManagerException.class, () -> manager.ping(Duration.ofMillis(50)));
        heard.expectStart("lost systemd does not answer");
        heard.expect("listed {web.service=active/running success pid 41}");
        assertEquals(257, manager.version());
    }

    @Test
    void saysThatTheMachineGoesDown() throws Exception {
        systemd.signalFrom(":1.2", "/org/freedesktop/login1", Target.LOGIND_TYPE, "PrepareForShutdown", "b", true);
        heard.expect("stopping");
        systemd.jobNew(new UnitName("shutdown.target"), 99);
        heard.expectNothingMore(this);
    }

    @Test
    void failsAtOnceWithoutABus() throws Exception {
        Heard nobody = new Heard();
        try (DbusServiceManager alone = new DbusServiceManager("unix:path=" + folder.resolve("nothing"), nobody)) {
            nobody.expectStart("lost ");
            assertThrows(ManagerException.class, () -> alone.run(WEB, Verb.START, false, LONG));
            assertThrows(ManagerException.class, alone::version);
        }
    }

    private static void assertSays(String part, Exception error) {
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains(part), message);
    }

    /** Writes down what is told, one line each. */
    private static final class Heard implements Listener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        void expect(String line) throws InterruptedException {
            assertEquals(line, lines.poll(20, TimeUnit.SECONDS));
        }

        void expectStart(String start) throws InterruptedException {
            String line = String.valueOf(lines.poll(20, TimeUnit.SECONDS));
            assertTrue(line.startsWith(start), line);
        }

        /** A listing asked for now comes after all that is still on its way. */
        void expectNothingMore(DbusServiceManagerTest test) throws InterruptedException {
            UnitName marker = new UnitName("marker.target");
            test.manager.watch(Set.of(WEB, marker));
            List<String> more = new ArrayList<>();
            String line = String.valueOf(lines.poll(20, TimeUnit.SECONDS));
            while (!line.startsWith("listed {marker.target")) {
                more.add(line);
                line = String.valueOf(lines.poll(20, TimeUnit.SECONDS));
            }
            assertEquals(List.of(), more);
        }

        private static String text(UnitStatus status) {
            String exit = status.exit()
                    .map(how -> switch (how) {
                        case UnitStatus.Exit.Status(int code) -> " exited " + code;
                        case UnitStatus.Exit.Signal(int number, boolean _) -> " killed " + number;
                    })
                    .orElse("");
            return status.activeState() + "/" + status.subState() + " " + status.result() + exit
                    + (status.mainPid() == 0 ? "" : " pid " + status.mainPid())
                    + (status.job() == 0 ? "" : " job " + status.job())
                    + (status.loadState().equals("masked") ? " masked" : "")
                    + (status.frozen() ? " frozen" : "");
        }

        @Override
        public void listed(Map<UnitName, UnitStatus> units) {
            List<String> all = new ArrayList<>();
            units.forEach((unit, status) -> all.add(unit + "=" + text(status)));
            lines.add("listed {" + String.join(", ", all) + "}");
        }

        @Override
        public void lost(String why) {
            lines.add("lost " + why);
        }

        @Override
        public void seen(UnitStatus status) {
            lines.add(text(status));
        }

        @Override
        public void jobQueued(UnitName unit, long job) {
            lines.add("queued " + unit + " " + job);
        }

        @Override
        public void jobEnded(UnitName unit, long job, JobResult result, UnitStatus status) {
            lines.add("ended " + unit + " " + job + " " + result + " " + text(status));
        }

        @Override
        public void stopping() {
            lines.add("stopping");
        }
    }
}
