package upkeep.base;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much of the machine a service could reach if it were taken over, on the scale of {@code systemd-analyze
 * security}: 0.0 is nothing, 10.0 is all that root may.
 *
 * @param tenths 0 to 100
 */
public record Exposure(int tenths) implements Comparable<Exposure> {

    private static final Pattern FORM = Pattern.compile("[0-9](?:\\.[0-9])?|10(?:\\.0)?");

    public Exposure {
        if (tenths < 0 || tenths > 100) {
            throw new IllegalArgumentException("an exposure is 0 to 100 tenths: " + tenths);
        }
    }

    /** The exposure that {@code text} names, such as {@code 2.5} or {@code 3}, or nothing if it is none. */
    public static Optional<Exposure> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.replace(".", "");
        return Optional.of(new Exposure(Integer.parseInt(text.contains(".") ? digits : digits + "0")));
    }

    @Override
    public int compareTo(Exposure other) {
        return Integer.compare(tenths, other.tenths);
    }

    /** As systemd-analyze prints it: {@code 2.5}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d.%d", tenths / 10, tenths % 10);
    }
}
