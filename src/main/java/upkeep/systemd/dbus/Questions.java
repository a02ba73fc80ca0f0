package upkeep.systemd.dbus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;

/** Asks for properties once, over a connection that is used for other things as well. */
final class Questions {

    private static final String TIMESYNC = "org.freedesktop.timesync1";
    private static final String TIMESYNC_PATH = "/org/freedesktop/timesync1";
    private static final String TIMESYNC_TYPE = TIMESYNC + ".Manager";

    /** A unit changes this with every change of its state. */
    private static final String CHANGED = "StateChangeTimestampMonotonic";

    private static final int TRIES = 3;

    /** How systemd mostly shows a unit that does not exist; some it refuses to show. */
    private static final Map<String, Object> ABSENT =
            Map.of("LoadState", "not-found", "ActiveState", "inactive", "SubState", "dead");

    private final BusConnection connection;
    private final long end;

    Questions(BusConnection connection, Duration deadline) {
        this.connection = connection;
        this.end = System.nanoTime() + deadline.toNanos();
    }

    /**
     * The properties that all units have, and those of its type. Both are asked for again if the unit changed its state in
     * between, so that no mixture is shown, unless it does so each time. Systemd loads a unit that is not loaded.
     */
    Map<String, Object> unit(UnitName unit, Set<String> wanted) throws BusError, InterruptedException {
        try {
            return known(unit, wanted);
        } catch (BusError e) {
            if (e.is(Refusals.NO_SUCH_UNIT) || e.is(BusError.UNKNOWN_OBJECT)) {
                return PlainValues.of(ABSENT, wanted);
            }
            throw e;
        }
    }

    private Map<String, Object> known(UnitName unit, Set<String> wanted) throws BusError, InterruptedException {
        Target object = Target.unitProperties(unit.objectPath());
        Optional<String> type = Target.typeInterface(unit);
        Map<String, Object> values = new HashMap<>();
        Object changed = "";
        for (int tries = 0; tries < TRIES; tries++) {
            values.clear();
            if (type.isPresent()) {
                values.putAll(PlainValues.of(ask(object, "GetAll", "s", type.get()), wanted));
            }
            if (ask(object, "GetAll", "s", Target.UNIT_TYPE) instanceof Map<?, ?> common) {
                values.putAll(PlainValues.of(common, wanted));
                changed = plain(common.get(CHANGED));
            }
            if (type.isEmpty()
                    || plain(ask(object, "Get", "ss", Target.UNIT_TYPE, CHANGED))
                            .equals(changed)) {
                break;
            }
        }
        return values;
    }

    /** What systemd-timesyncd tells, or nothing if it does not run: it is not started by the question. */
    Optional<Map<String, Object>> timeSynchronisation(Set<String> wanted) throws BusError, InterruptedException {
        Object owner;
        try {
            owner = ask(Target.BUS, "GetNameOwner", "s", TIMESYNC);
        } catch (BusError e) {
            if (e.is(BusError.NAME_HAS_NO_OWNER)) {
                return Optional.empty();
            }
            throw e;
        }
        Target object = new Target(String.valueOf(owner), TIMESYNC_PATH, Target.PROPERTIES_TYPE);
        return Optional.of(PlainValues.of(ask(object, "GetAll", "s", TIMESYNC_TYPE), wanted));
    }

    private Object ask(Target target, String member, String signature, Object... arguments)
            throws BusError, InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        Object[] answer = connection.call(left, target, member, signature, arguments);
        return answer.length > 0 ? answer[0] : "";
    }

    private static Object plain(@Nullable Object value) {
        return value instanceof Variant<?> variant ? String.valueOf(variant.getValue()) : "";
    }
}
