package upkeep.base;

import java.time.Duration;
import java.util.Locale;

/** Words for people: lengths of time and counts as one would say them. */
public final class Humane {

    private Humane() {}

    /** {@code 0.12 s}, {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        Duration length = duration.isNegative() ? Duration.ZERO : duration;
        double seconds = length.toNanos() / 1e9;
        if (seconds < 0.0095) {
            return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, seconds < 0.995 ? "%.2f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + " s";
        }
        if (whole < 7_200) {
            return pair(whole / 60, "min", whole % 60, "s");
        }
        if (whole < 172_800) {
            return pair(whole / 3_600, "h", whole % 3_600 / 60, "min");
        }
        return pair(whole / 86_400, "d", whole % 86_400 / 3_600, "h");
    }

    /** A span as in {@link #duration(Duration)}, or {@code for ever}. */
    public static String duration(TimeSpan span) {
        return span.isInfinite() ? "for ever" : duration(span.toDuration());
    }

    /** {@code 900 bytes}, {@code 1.5 KiB}, {@code 520 MiB}; {@code no limit} for an infinite size. */
    public static String size(ByteSize size) {
        if (size.isInfinite()) {
            return "no limit";
        }
        if (size.bytes() < 1_024) {
            return count(size.bytes(), "byte");
        }
        double value = size.bytes();
        int power = -1;
        while (value >= 1_023.5) {
            value /= 1_024;
            power++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %ciB" : "%.0f %ciB", value, "KMGTPE".charAt(power))
                .replace(".0 ", " ");
    }

    /** {@code 1 service}, {@code 4 services}: for words whose plural ends in s. */
    public static String count(long number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
