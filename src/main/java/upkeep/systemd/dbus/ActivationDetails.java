package upkeep.systemd.dbus;

import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;

/**
 * What systemd says of a start that another unit caused.
 *
 * @param unit that other unit; absent if there is none
 * @param text everything that is said, cut; a timer's differ from one time to the next
 */
record ActivationDetails(Optional<UnitName> unit, String text) {

    private static final int LIMIT = 512;

    /** Takes an {@code a(ss)}: pairs of a key and a value. */
    static ActivationDetails of(Object value) {
        Optional<UnitName> unit = Optional.empty();
        StringBuilder text = new StringBuilder();
        if (value instanceof List<?> pairs) {
            for (Object pair : pairs) {
                if (pair instanceof Object[] both && both.length == 2 && text.length() < LIMIT) {
                    text.append(both[0]).append('=').append(both[1]).append('\n');
                    if ("trigger_unit".equals(both[0])) {
                        unit = UnitName.parse(String.valueOf(both[1]));
                    }
                }
            }
        }
        text.setLength(Math.min(text.length(), LIMIT));
        return new ActivationDetails(unit, text.toString());
    }
}
