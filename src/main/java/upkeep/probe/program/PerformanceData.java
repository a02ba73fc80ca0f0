package upkeep.probe.program;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plug-in wrote: the first line for people, and the values behind bars, {@code 'label'=value[unit];warn;crit;min;max}
 * with blanks between. A value that makes no sense is left out.
 *
 * @param measurements by label, written as names of measurements are; seconds for times, bytes for sizes; what is in
 *     percent has its name with {@code -percent} as well, as rules look for it
 */
record PerformanceData(String text, Map<String, Double> measurements) {

    static final int MOST = 100;

    private static final Pattern VALUE =
            Pattern.compile("\\s*(?:'((?:[^']|''){1,200})'|([^\\s='|]{1,200}))=([-+0-9.,eE]{1,40})(%|[A-Za-z]{0,2})"
                    + "(?:;[^\\s|]{0,200})?(?=\\s|$)");
    private static final int LONGEST_NAME = 64;

    static PerformanceData of(String output) {
        StringBuilder data = new StringBuilder();
        String first = "";
        boolean isText = true;
        int number = 0;
        for (String line : output.lines().limit(1_000).toList()) {
            int bar = line.indexOf('|');
            if (number++ == 0) {
                // Behind the bar of the first line are data, and text again in the next.
                first = bar < 0 ? line : line.substring(0, bar);
                data.append(bar < 0 ? "" : line.substring(bar + 1)).append('\n');
            } else if (!isText) {
                data.append(line).append('\n');
            } else if (bar >= 0) {
                isText = false;
                data.append(line.substring(bar + 1)).append('\n');
            }
        }
        return new PerformanceData(first.strip(), measurements(data.toString()));
    }

    private static Map<String, Double> measurements(String data) {
        Map<String, Double> measurements = new LinkedHashMap<>();
        Matcher values = VALUE.matcher(data);
        while (values.find() && measurements.size() < MOST) {
            String label =
                    values.group(1) == null ? values.group(2) : values.group(1).replace("''", "'");
            Optional<Double> value = number(values.group(3));
            Optional<Double> scale = scale(values.group(4));
            String name = name(label, measurements.size() + 1);
            if (value.isPresent() && scale.isPresent()) {
                double scaled = value.get() * scale.get();
                measurements.putIfAbsent(name, scaled);
                if (values.group(4).equals("%")) {
                    measurements.putIfAbsent(name + "-percent", scaled);
                }
            }
        }
        return measurements;
    }

    /** Some plug-ins write a comma for the point. */
    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text.replace(',', '.'))).filter(Double::isFinite);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** How many seconds or bytes a unit has; a unit that is not known says nothing of its size. */
    private static Optional<Double> scale(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "%", "c", "s", "b" -> Optional.of(1.0);
            case "ms" -> Optional.of(1e-3);
            case "us" -> Optional.of(1e-6);
            case "ns" -> Optional.of(1e-9);
            case "kb" -> Optional.of(0x1p10);
            case "mb" -> Optional.of(0x1p20);
            case "gb" -> Optional.of(0x1p30);
            case "tb" -> Optional.of(0x1p40);
            case "pb" -> Optional.of(0x1p50);
            default -> Optional.empty();
        };
    }

    /** The label as rules can write it; one that has nothing of that goes by its place. */
    private static String name(String label, int place) {
        String plain = label.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("[.-]*([.-])", "$1")
                .replaceAll("^[0-9.-]+|[.-]+$", "");
        String cut = plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
        return cut.isEmpty() || cut.equals("status") || cut.equals("total") || cut.equals("failed")
                ? "data-" + place
                : cut.replaceAll("[.-]+$", "");
    }
}
