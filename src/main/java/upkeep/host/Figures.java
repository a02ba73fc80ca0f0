package upkeep.host;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads numbers out of the kernel's texts. What is no number, or too large for one, is absent. */
final class Figures {

    private Figures() {}

    static OptionalLong whole(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** A field of a line that was split; 0 if it is not there or no number, as of a counter that the kernel does not keep. */
    static long count(String[] fields, int index) {
        return index < fields.length ? Math.max(0, whole(fields[index]).orElse(0)) : 0;
    }

    static OptionalDouble number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
