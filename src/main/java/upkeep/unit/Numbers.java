package upkeep.unit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures as systemd reads them, see parse-util.c, time-util.c and percent-util.c of systemd 257. */
final class Numbers {

    /** The largest that fits into 64 bits; systemd says infinity with it. */
    static final BigInteger INFINITE = BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    /** Longer ones are refused unread; systemd has no use for so many digits. */
    private static final int MAXIMUM_LENGTH = 1000;

    private static final Pattern WHOLE = Pattern.compile(
            "0[bB]([01]+)|0[oO]([0-7]+)|([+-]?)0[xX]([0-9a-fA-F]+)" + "|([+-]?)(0[0-7]*)|([+-]?)([1-9][0-9]*)");
    private static final Pattern SIZE = Pattern.compile("[ \t]*\\+?([0-9]+)(\\.[0-9]*)?[ \t]*([EPTGMKB]?)");
    private static final String SIZE_SUFFIXES = "EPTGMKB";
    private static final Pattern PERCENT = Pattern.compile("(.+?)(?:\\.([0-9]{1,2}))?%|(.+?)(?:\\.([0-9]))?‰|(.+)‱");
    private static final Pattern SPAN = Pattern.compile("[ \t]*\\+?([0-9]*)(\\.[0-9]+)?");
    private static final BigInteger MAXIMUM_INT = BigInteger.valueOf(Integer.MAX_VALUE);

    /** The units of time in the order in which systemd looks for them, in nanoseconds. */
    private static final List<Map.Entry<String, Long>> UNITS = List.of(
            Map.entry("seconds", 1_000_000_000L),
            Map.entry("second", 1_000_000_000L),
            Map.entry("sec", 1_000_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("minutes", 60_000_000_000L),
            Map.entry("minute", 60_000_000_000L),
            Map.entry("min", 60_000_000_000L),
            Map.entry("months", 2_629_800_000_000_000L),
            Map.entry("month", 2_629_800_000_000_000L),
            Map.entry("M", 2_629_800_000_000_000L),
            Map.entry("msec", 1_000_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("hours", 3_600_000_000_000L),
            Map.entry("hour", 3_600_000_000_000L),
            Map.entry("hr", 3_600_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("days", 86_400_000_000_000L),
            Map.entry("day", 86_400_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("weeks", 604_800_000_000_000L),
            Map.entry("week", 604_800_000_000_000L),
            Map.entry("w", 604_800_000_000_000L),
            Map.entry("years", 31_557_600_000_000_000L),
            Map.entry("year", 31_557_600_000_000_000L),
            Map.entry("y", 31_557_600_000_000_000L),
            Map.entry("usec", 1_000L),
            Map.entry("us", 1_000L),
            Map.entry("μs", 1_000L),
            Map.entry("µs", 1_000L),
            Map.entry("nsec", 1L),
            Map.entry("ns", 1L));

    private Numbers() {}

    /** A whole number as strtol(3) reads it with base 0; also 0b… and 0o…. */
    static Optional<BigInteger> whole(String text) {
        Matcher matcher = WHOLE.matcher(text);
        if (text.length() > MAXIMUM_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) != null) {
            return Optional.of(new BigInteger(matcher.group(1), 2));
        }
        if (matcher.group(2) != null) {
            return Optional.of(new BigInteger(matcher.group(2), 8));
        }
        if (matcher.group(4) != null) {
            return Optional.of(signed(matcher.group(3), matcher.group(4), 16));
        }
        return matcher.group(6) != null
                ? Optional.of(signed(matcher.group(5), matcher.group(6), 8))
                : Optional.of(signed(matcher.group(7), matcher.group(8), 10));
    }

    private static BigInteger signed(String sign, String digits, int radix) {
        BigInteger number = new BigInteger(digits, radix);
        return sign.equals("-") ? number.negate() : number;
    }

    /** A size such as 1.5G or "1G 500M", the units falling; in units of {@code base}. */
    static Optional<BigInteger> size(String text, int base) {
        if (text.isEmpty() || text.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        Matcher term = SIZE.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        int next = 0;
        while (at < text.length()) {
            if (!term.find(at) || term.start() != at) {
                return Optional.empty();
            }
            int unit = term.group(3).isEmpty() ? SIZE_SUFFIXES.length() : SIZE_SUFFIXES.indexOf(term.group(3));
            if (unit < next) {
                return Optional.empty();
            }
            next = unit + 1;
            String fraction = Optional.ofNullable(term.group(2)).orElse("");
            BigDecimal number = new BigDecimal(term.group(1) + (fraction.length() > 1 ? fraction : ""));
            sum = sum.add(number.multiply(BigDecimal.valueOf(base)
                    .pow(Math.max(0, SIZE_SUFFIXES.length() - 1 - Math.min(unit, SIZE_SUFFIXES.length() - 1)))));
            at = term.end();
        }
        BigInteger bytes = sum.toBigInteger();
        return bytes.compareTo(INFINITE) > 0 ? Optional.empty() : Optional.of(bytes);
    }

    /** Hundredths of a percent: {@code 12.34%}, {@code 5.5‰}, {@code 7‱}. */
    static Optional<BigInteger> percent(String text) {
        Matcher matcher = PERCENT.matcher(text);
        if (text.length() > MAXIMUM_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) != null) {
            String fraction = Optional.ofNullable(matcher.group(2)).orElse("");
            return scaled(matcher.group(1), 100, (fraction + "00").substring(0, 2));
        }
        if (matcher.group(3) != null) {
            return scaled(
                    matcher.group(3), 10, Optional.ofNullable(matcher.group(4)).orElse("0"));
        }
        return scaled(matcher.group(5), 1, "0");
    }

    private static Optional<BigInteger> scaled(String number, int scale, String fraction) {
        return whole(number)
                .filter(value -> value.signum() >= 0)
                .map(value -> value.multiply(BigInteger.valueOf(scale)).add(new BigInteger(fraction)))
                .filter(value -> value.compareTo(MAXIMUM_INT) <= 0);
    }

    /**
     * A span of time in units of {@code precision} nanoseconds, {@link #INFINITE} for infinity.
     *
     * @param plain the nanoseconds that a number without unit counts
     */
    static Optional<BigInteger> span(String text, long precision, long plain) {
        String rest = text.strip();
        if (rest.equals("infinity")) {
            return Optional.of(INFINITE);
        }
        if (rest.isEmpty() || rest.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        BigInteger sum = BigInteger.ZERO;
        while (!rest.isEmpty()) {
            Matcher term = SPAN.matcher(rest);
            if (!term.lookingAt() || (term.group(1).isEmpty() && (term.group(2) == null || rest.charAt(0) == '+'))) {
                return Optional.empty();
            }
            String behind = rest.substring(term.end());
            String unitText = behind.stripLeading();
            Optional<Map.Entry<String, Long>> unit = UNITS.stream()
                    .filter(each -> each.getValue() >= precision && unitText.startsWith(each.getKey()))
                    .findFirst();
            if (unit.isEmpty() && !behind.isEmpty() && behind.length() == unitText.length()) {
                return Optional.empty();
            }
            String fraction = Optional.ofNullable(term.group(2)).orElse("");
            BigDecimal number = new BigDecimal((term.group(1).isEmpty() ? "0" : term.group(1)) + fraction);
            long factor = unit.map(Map.Entry::getValue).orElse(plain) / precision;
            sum = sum.add(number.multiply(BigDecimal.valueOf(factor)).toBigInteger());
            rest = unitText.substring(unit.map(found -> found.getKey().length()).orElse(0))
                    .stripLeading();
        }
        return sum.compareTo(INFINITE) >= 0 ? Optional.empty() : Optional.of(sum);
    }
}
