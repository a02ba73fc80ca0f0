package upkeep.base;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory or disk in bytes, written as systemd does: {@code 512M}, base 1024, suffix K, M, G, T, P or E. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** No limit. */
    public static final ByteSize INFINITY = new ByteSize(Long.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGTPE]?)B?");
    private static final String SUFFIXES = "KMGTPE";
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE - 1);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /** The size that {@code text} names, or nothing if it is none. */
    public static Optional<ByteSize> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("infinity")) {
            return Optional.of(INFINITY);
        }
        Matcher matcher = FORM.matcher(trimmed);
        if (trimmed.length() > 40 || !matcher.matches()) {
            return Optional.empty();
        }
        int power = matcher.group(2).isEmpty() ? 0 : SUFFIXES.indexOf(matcher.group(2)) + 1;
        BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        return value.compareTo(LARGEST) > 0 ? Optional.empty() : Optional.of(new ByteSize(value.longValue()));
    }

    public boolean isInfinite() {
        return bytes == Long.MAX_VALUE;
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact form: {@code 512M}, {@code 1536}; reading it back gives the same size. */
    @Override
    public String toString() {
        if (isInfinite()) {
            return "infinity";
        }
        int power = 0;
        long value = bytes;
        while (value != 0 && value % 1024 == 0 && power < SUFFIXES.length()) {
            value /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(value) : value + SUFFIXES.substring(power - 1, power);
    }
}
