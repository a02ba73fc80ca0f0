package upkeep.systemd.dbus;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.UnitStatus;
import upkeep.core.UnitStatus.Exit;

/**
 * The properties of one unit as far as they are known. systemd announces a change in two signals, first what belongs to
 * the unit's type (result, exit status), then what all units have (state, job): the first is kept back until the second
 * comes, so that no mixture of old and new is ever shown. Not thread-safe.
 */
final class UnitValues {

    private static final String TRIGGER = "ActivationDetails";
    private static final String RUNNING = "running";
    private static final Set<String> UNIT_KEYS = Set.of(
            "Id",
            "LoadState",
            "ActiveState",
            "SubState",
            "NeedDaemonReload",
            "InvocationID",
            "Job",
            "ActiveEnterTimestampMonotonic",
            "ActiveExitTimestampMonotonic",
            "InactiveEnterTimestampMonotonic",
            "ConditionResult",
            "ConditionTimestampMonotonic",
            "FreezerState",
            TRIGGER,
            "Requires",
            "Requisite",
            "BindsTo",
            "PartOf");
    private static final Set<String> TYPE_KEYS =
            Set.of("Result", "ExecMainCode", "ExecMainStatus", "NRestarts", "MainPID", "Type", "RemainAfterExit");

    /** Values of {@code si_code} for a child, waitid(2). */
    private static final int CLD_EXITED = 1;

    private static final int CLD_KILLED = 2;
    private static final int CLD_DUMPED = 3;

    private final Map<String, Object> known = new HashMap<>();
    private final Map<String, Object> staged = new HashMap<>();
    private final Trigger trigger = new Trigger();

    /** Those entries of an {@code a{sv}} that matter here, out of their variants. */
    static Map<String, Object> pick(Object properties) {
        Map<String, Object> picked = new HashMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key instanceof String name && (UNIT_KEYS.contains(name) || TYPE_KEYS.contains(name))) {
                    picked.put(name, kept(name, value instanceof Variant<?> variant ? variant.getValue() : value));
                }
            });
        }
        return picked;
    }

    /** What is long is made short at once, since much of it may be waiting to be looked at. */
    private static Object kept(String name, Object value) {
        return switch (name) {
            case "Requires", "Requisite", "BindsTo", "PartOf" -> BondNames.of(value);
            case TRIGGER -> ActivationDetails.of(value);
            default -> value;
        };
    }

    /** Takes the part of the unit's type; it counts from the next {@link #commit} on. */
    void stage(Map<String, Object> values) {
        staged.putAll(values);
    }

    /** Takes the part that all units have, and what was staged before. */
    void commit(Map<String, Object> values) {
        known.putAll(staged);
        staged.clear();
        known.putAll(values);
        if (known.get(TRIGGER) instanceof ActivationDetails details) {
            trigger.seen(details, hex(known.get("InvocationID")));
        }
    }

    /**
     * Takes a whole answer. A unit that systemd had forgotten in the meantime comes back without result, exit status
     * and run; what was heard of its last run is then kept.
     */
    void commitRead(Map<String, Object> values) {
        boolean forgotten = hex(values.get("InvocationID")).isEmpty()
                && "inactive".equals(values.get("ActiveState"))
                && !hex(known.get("InvocationID")).isEmpty();
        if (!forgotten) {
            commit(values);
            return;
        }
        staged.clear();
        staged.put("MainPID", 0);
        Map<String, Object> rest = new HashMap<>(values);
        rest.remove("InvocationID");
        commit(rest);
    }

    void clear() {
        known.clear();
        staged.clear();
        trigger.forget();
    }

    UnitStatus status(UnitName unit) {
        UnitStatus absent = UnitStatus.absent(unit);
        return new UnitStatus(
                unit,
                text("LoadState", absent.loadState()),
                text("ActiveState", absent.activeState()),
                text("SubState", absent.subState()),
                wasPassedOver() ? "condition" : text("Result", absent.result()),
                exit(),
                number(known.get("NRestarts")),
                number(known.get("MainPID")),
                known.get("Job") instanceof Object[] job && job.length > 0 ? number(job[0]) : 0,
                hex(known.get("InvocationID")),
                Boolean.TRUE.equals(known.get("NeedDaemonReload")),
                number(known.get("ActiveEnterTimestampMonotonic")),
                number(known.get("ActiveExitTimestampMonotonic")),
                number(known.get("InactiveEnterTimestampMonotonic")),
                trigger.of(hex(known.get("InvocationID"))),
                "oneshot".equals(known.get("Type")) && !Boolean.TRUE.equals(known.get("RemainAfterExit")),
                new Bonds(names("Requires"), names("Requisite"), names("BindsTo"), names("PartOf")),
                !text("FreezerState", RUNNING).equals(RUNNING));
    }

    /** Whether the last start came to nothing by a Condition…= of the unit, of which its result says nothing. */
    private boolean wasPassedOver() {
        return "inactive".equals(known.get("ActiveState"))
                && Boolean.FALSE.equals(known.get("ConditionResult"))
                && number(known.get("ConditionTimestampMonotonic")) > 0;
    }

    private Set<UnitName> names(String key) {
        return known.get(key) instanceof BondNames names ? names.units() : Set.of();
    }

    private String text(String key, String otherwise) {
        return known.get(key) instanceof String text ? text : otherwise;
    }

    private Optional<Exit> exit() {
        int status = (int) number(known.get("ExecMainStatus"));
        return switch ((int) number(known.get("ExecMainCode"))) {
            case CLD_EXITED -> Optional.of(new Exit.Status(status));
            case CLD_KILLED -> Optional.of(new Exit.Signal(status, false));
            case CLD_DUMPED -> Optional.of(new Exit.Signal(status, true));
            default -> Optional.empty();
        };
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** An {@code ay} as dbus-java gives it, a list or an array by circumstance. */
    private static String hex(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case List<?> list -> {
                StringBuilder text = new StringBuilder();
                for (Object item : list) {
                    text.append(HexFormat.of().toHexDigits((byte) number(item)));
                }
                yield text.toString();
            }
            case null, default -> "";
        };
    }
}
