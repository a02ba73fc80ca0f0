package upkeep.systemd.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.UnitStatus;
import upkeep.core.UnitStatus.Exit;

class UnitValuesTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final UnitName TIMER = new UnitName("web.timer");

    private final UnitValues values = new UnitValues();

    @Test
    void knowsNothingAtFirst() {
        assertEquals(UnitStatus.absent(WEB), values.status(WEB));
    }

    @Test
    void picksWhatMattersOutOfVariants() {
        Map<String, Object> picked = UnitValues.pick(Map.of(
                "MainPID",
                new Variant<>(new UInt32(7)),
                "MemoryCurrent",
                new Variant<>(new UInt64(new BigInteger("18446744073709551615")))));
        assertEquals(Map.of("MainPID", new UInt32(7)), picked);
        assertEquals(Map.of(), UnitValues.pick("not a map"));
    }

    @Test
    void showsNoMixtureOfOldAndNew() {
        values.commit(Map.of("ActiveState", "active", "SubState", "running"));
        values.stage(Map.of("Result", "signal", "ExecMainCode", 2, "ExecMainStatus", 9));
        assertEquals("success", values.status(WEB).result());
        values.commit(Map.of("ActiveState", "failed", "SubState", "failed"));
        assertEquals("signal", values.status(WEB).result());
        assertEquals("failed", values.status(WEB).activeState());
    }

    @Test
    void tellsThatAStartWasPassedOver() {
        values.commit(Map.of("ActiveState", "inactive", "ConditionResult", false, "ConditionTimestampMonotonic", 0L));
        assertEquals("success", values.status(WEB).result(), "nobody has asked for the condition yet");
        values.commit(Map.of("ConditionTimestampMonotonic", 7L));
        assertEquals("condition", values.status(WEB).result());
        values.commit(Map.of("ActiveState", "active", "ConditionResult", true));
        assertEquals("success", values.status(WEB).result());
    }

    /** The words of systemd 252 and, from "by-parent" on, 257. */
    @Test
    void tellsThatItIsFrozen() {
        values.commit(Map.of("ActiveState", "active"));
        assertFalse(values.status(WEB).frozen());
        for (String word : List.of("freezing", "frozen", "frozen-by-parent", "thawing")) {
            values.commit(UnitValues.pick(Map.of("FreezerState", new Variant<>(word))));
            assertTrue(values.status(WEB).frozen(), word);
        }
        values.commit(Map.of("FreezerState", "running"));
        assertFalse(values.status(WEB).frozen());
    }

    @Test
    void tellsHowAProcessEnded() {
        assertEquals(Optional.empty(), exit(0, 0));
        assertEquals(Optional.of(new Exit.Status(3)), exit(1, 3));
        assertEquals(Optional.of(new Exit.Signal(9, false)), exit(2, 9));
        assertEquals(Optional.of(new Exit.Signal(11, true)), exit(3, 11));
    }

    private Optional<Exit> exit(int code, int status) {
        values.stage(Map.of("ExecMainCode", code, "ExecMainStatus", status));
        values.commit(Map.of());
        return values.status(WEB).exit();
    }

    @Test
    void readsTheRunAndTheJob() {
        values.commit(Map.of("InvocationID", new byte[] {(byte) 0xAB, 1}, "Job", new Object[] {new UInt32(5), "/x"}));
        assertEquals("ab01", values.status(WEB).invocation());
        assertEquals(5, values.status(WEB).job());
        values.commit(Map.of("InvocationID", List.of((byte) 0xAB, (byte) 2), "Job", new Object[] {new UInt32(0), "/"}));
        assertEquals("ab02", values.status(WEB).invocation());
        assertEquals(0, values.status(WEB).job());
    }

    @Test
    void keepsTheLastRunOfAForgottenUnit() {
        values.stage(Map.of("Result", "exit-code", "ExecMainCode", 1, "ExecMainStatus", 3, "MainPID", 9));
        values.commit(Map.of("ActiveState", "inactive", "SubState", "dead", "InvocationID", new byte[] {1}));
        values.stage(Map.of("Result", "success", "ExecMainCode", 0, "ExecMainStatus", 0, "MainPID", 0));
        values.commitRead(Map.of(
                "ActiveState", "inactive", "SubState", "dead", "InvocationID", new byte[0], "LoadState", "not-found"));
        UnitStatus status = values.status(WEB);
        assertEquals("exit-code", status.result());
        assertEquals(Optional.of(new Exit.Status(3)), status.exit());
        assertEquals("01", status.invocation());
        assertEquals("not-found", status.loadState());
        assertEquals(0, status.mainPid());
    }

    @Test
    void keepsTheUnitsThatCanTakeItDown() {
        values.commit(UnitValues.pick(Map.of(
                "Requires",
                new Variant<>(
                        new String[] {"db.service", "sysinit.target", "system.slice", "-.mount", "var-lib.mount", "bad"
                        },
                        "as"),
                "BindsTo",
                List.of("dev-sda1.device", "shop.target"),
                "PartOf",
                "not a list")));
        values.commit(Map.of("ActiveState", "failed"));
        Bonds bonds = values.status(WEB).bonds();
        assertEquals(Set.of(new UnitName("db.service"), new UnitName("var-lib.mount")), bonds.requires());
        assertEquals(Set.of(new UnitName("dev-sda1.device"), new UnitName("shop.target")), bonds.bindsTo());
        assertEquals(Set.of(), bonds.partOf());
        assertEquals(Set.of(), bonds.requisite());
        List<String> many =
                IntStream.range(0, 1000).mapToObj(i -> "u" + i + ".service").toList();
        values.commit(UnitValues.pick(Map.of("Requires", many)));
        assertEquals(BondNames.LIMIT, values.status(WEB).bonds().requires().size());
    }

    @Test
    void triggerCountsForTheRunThatBeganWithIt() {
        assertEquals(Optional.empty(), run(1), "a start by hand");
        assertEquals(Optional.of(TIMER), run(2, TIMER, "time=1"));
        assertEquals(Optional.of(TIMER), run(2, TIMER, "time=1"), "the same run");
        assertEquals(Optional.of(TIMER), run(2), "a reload drops the details");
        assertEquals(Optional.of(TIMER), run(3, TIMER, "time=2"), "the next time");
        assertEquals(Optional.empty(), run(4, TIMER, "time=2"), "details that outlast a start by hand");
        assertEquals(Optional.of(TIMER), run(5, TIMER, "time=3"));
        assertEquals(Optional.of(TIMER), run(0), "forgotten in between");
        assertEquals(Optional.empty(), run(6));
    }

    @Test
    void detailsThatWereThereBeforeCountForNothing() {
        assertEquals(Optional.empty(), run(1, TIMER, "time=1"));
        assertEquals(Optional.empty(), run(2, TIMER, "time=1"));
        assertEquals(Optional.of(TIMER), run(3, TIMER, "time=2"));
        values.clear();
        assertEquals(Optional.empty(), run(4, TIMER, "time=3"));
    }

    private Optional<UnitName> run(int number) {
        return run(number, List.of());
    }

    private Optional<UnitName> run(int number, UnitName trigger, String time) {
        return run(number, List.of(new Object[] {"trigger_unit", trigger.text()}, new Object[] {
            "trigger_timer_monotonic_usec", time
        }));
    }

    private Optional<UnitName> run(int number, List<Object[]> details) {
        Map<String, Object> properties = Map.of(
                "ActiveState",
                number == 0 ? "inactive" : "active",
                "InvocationID",
                number == 0 ? new byte[0] : new byte[] {(byte) number},
                "ActivationDetails",
                details);
        values.commitRead(UnitValues.pick(properties));
        return values.status(WEB).trigger();
    }
}
