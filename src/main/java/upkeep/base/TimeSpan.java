package upkeep.base;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time in systemd's syntax ({@code 90s}, {@code 5min 20s}, {@code 1h30min}, {@code infinity}), in
 * microseconds as systemd keeps it. A number without a unit counts seconds. Never negative; see systemd.time(7).
 */
public record TimeSpan(long microseconds) implements Comparable<TimeSpan> {

    /** No limit. */
    public static final TimeSpan INFINITY = new TimeSpan(Long.MAX_VALUE);

    public static final TimeSpan ZERO = new TimeSpan(0);

    private static final Map<String, Long> UNITS = units();
    private static final Pattern TERM = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Zµμ]*)");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE - 1);

    public TimeSpan {
        if (microseconds < 0) {
            throw new IllegalArgumentException("a time span cannot be negative: " + microseconds);
        }
    }

    public static TimeSpan of(Duration duration) {
        return new TimeSpan(duration.toNanos() / 1_000);
    }

    public static TimeSpan ofSeconds(long seconds) {
        return new TimeSpan(Math.multiplyExact(seconds, 1_000_000L));
    }

    public static TimeSpan ofMillis(long millis) {
        return new TimeSpan(Math.multiplyExact(millis, 1_000L));
    }

    /** The span that {@code text} names, or nothing if it is no time span of systemd.time(7). */
    public static Optional<TimeSpan> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("infinity")) {
            return Optional.of(INFINITY);
        }
        if (trimmed.isEmpty() || trimmed.length() > 100) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher term = TERM.matcher(trimmed);
        int end = 0;
        while (end < trimmed.length()) {
            if (!term.find(end) || term.start() != end) {
                return Optional.empty();
            }
            Long unit = UNITS.get(term.group(2));
            if (unit == null) {
                return Optional.empty();
            }
            sum = sum.add(new BigDecimal(term.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = term.end();
        }
        return sum.compareTo(LARGEST) > 0 ? Optional.empty() : Optional.of(new TimeSpan(sum.longValue()));
    }

    public boolean isInfinite() {
        return microseconds == Long.MAX_VALUE;
    }

    /** As a {@link Duration}; an infinite span becomes the longest that nanosecond arithmetic can hold, 292 years. */
    public Duration toDuration() {
        return microseconds > Long.MAX_VALUE / 1_000
                ? Duration.ofNanos(Long.MAX_VALUE)
                : Duration.ofNanos(microseconds * 1_000);
    }

    @Override
    public int compareTo(TimeSpan other) {
        return Long.compare(microseconds, other.microseconds);
    }

    /** In systemd's own form, largest unit first: {@code 1min 30s}; reading it back gives the same span. */
    @Override
    public String toString() {
        if (isInfinite()) {
            return "infinity";
        }
        if (microseconds == 0) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        long rest = microseconds;
        for (String unit : new String[] {"d", "h", "min", "s", "ms", "us"}) {
            long size = UNITS.getOrDefault(unit, 1L);
            if (rest >= size) {
                text.append(text.isEmpty() ? "" : " ").append(rest / size).append(unit);
                rest %= size;
            }
        }
        return text.toString();
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        put(units, 1L, "us", "usec", "µs", "μs");
        put(units, 1_000L, "ms", "msec");
        put(units, 1_000_000L, "", "s", "sec", "second", "seconds");
        put(units, 60_000_000L, "m", "min", "minute", "minutes");
        put(units, 3_600_000_000L, "h", "hr", "hour", "hours");
        put(units, 86_400_000_000L, "d", "day", "days");
        put(units, 7 * 86_400_000_000L, "w", "week", "weeks");
        put(units, 2_629_800_000_000L, "M", "month", "months");
        put(units, 31_557_600_000_000L, "y", "year", "years");
        return Map.copyOf(units);
    }

    private static void put(Map<String, Long> units, long size, String... names) {
        for (String name : names) {
            units.put(name, size);
        }
    }
}
