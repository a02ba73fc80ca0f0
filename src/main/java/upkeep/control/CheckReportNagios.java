package upkeep.control;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.core.Observation;
import upkeep.core.RuleLook;
import upkeep.rule.Limit;
import upkeep.target.NagiosTarget;

/**
 * Reports as a monitoring plug-in writes them, by the Monitoring Plugins Development Guidelines: the first line has the
 * worst state and, behind a bar, the measurements of all as performance data; further lines have the other checks. Pure.
 */
final class CheckReportNagios {

    /** In the order of how bad they are: what is known to be bad is worse than what is not known. */
    private enum State {
        OK(0),
        UNKNOWN(3),
        WARNING(1),
        CRITICAL(2);

        private final int exitCode;

        State(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    /** A nanosecond is enough, and an exponent is not allowed. */
    private static final int DIGITS = 9;

    private CheckReportNagios() {}

    static String of(List<CheckReport> reports) {
        List<CheckReport> worstFirst = reports.stream()
                .sorted(Comparator.comparing(CheckReportNagios::state).reversed())
                .toList();
        String data = worstFirst.stream().flatMap(CheckReportNagios::data).collect(Collectors.joining(" "));
        String lines = worstFirst.stream().map(CheckReportNagios::line).collect(Collectors.joining("\n"));
        return data.isEmpty() ? lines + "\n" : withData(lines, data) + "\n";
    }

    private static String withData(String lines, String data) {
        int end = lines.indexOf('\n');
        return end < 0 ? lines + " | " + data : lines.substring(0, end) + " | " + data + lines.substring(end);
    }

    static int exitCode(List<CheckReport> reports) {
        return reports.stream()
                .map(CheckReportNagios::state)
                .max(Comparator.naturalOrder())
                .orElse(State.UNKNOWN)
                .exitCode;
    }

    /** Why nothing could be checked. */
    static Answer unknown(String why) {
        String lines = why.strip().lines().map(CheckReportNagios::plain).collect(Collectors.joining("\n"));
        return new Answer(State.UNKNOWN.exitCode, State.UNKNOWN + " - " + lines + "\n", "");
    }

    private static State state(CheckReport report) {
        return switch (report.observation()) {
            case Observation.Passed passed ->
                report.holding().isEmpty() && !isWarned(report, passed) ? State.OK : State.WARNING;
            case Observation.Failed _ -> State.CRITICAL;
            case Observation.Unknown _ -> State.UNKNOWN;
        };
    }

    /** Whether the check is a plug-in itself, and that warns. */
    private static boolean isWarned(CheckReport report, Observation.Passed passed) {
        return report.check().target() instanceof NagiosTarget
                && passed.measurements().getOrDefault("status", 0.0) == State.WARNING.exitCode;
    }

    private static String line(CheckReport report) {
        String found = Stream.concat(
                        report.holding().stream().map(RuleLook::text),
                        Stream.of(report.observation().text()))
                .collect(Collectors.joining("; "));
        return state(report) + " - " + plain(report.id() + ": " + found);
    }

    /** The text on one line, and without the bar that ends a text. */
    private static String plain(String text) {
        return Table.plain(text.replace('|', '/').replaceAll("\\R", " "));
    }

    private static Stream<String> data(CheckReport report) {
        String id = report.id();
        // As rules of a service call what its probes measure.
        String role = id.contains("/") ? id.substring(id.indexOf('/') + 1) + "." : "";
        return report.observation().measurements().entrySet().stream()
                .map(measured ->
                        label(role + measured.getKey()) + "=" + value(report, measured.getKey(), measured.getValue()));
    }

    private static String label(String name) {
        String plain = name.replaceAll("['=|]", "-");
        return plain.matches("\\S+") ? plain : "'" + plain.replaceAll("\\s+", " ") + "'";
    }

    private static String value(CheckReport report, String name, double value) {
        if (!Double.isFinite(value)) {
            return "U";
        }
        String warning = report.check().rules().stream()
                .flatMap(rule -> rule.rule().limits().stream())
                .filter(limit -> limit.reading().equals(name))
                .findFirst()
                .map(limit -> ";" + range(limit, value < 0))
                .orElse("");
        return digits(value) + report.check().target().unit(name).symbol() + warning;
    }

    /** When a limit warns: outside of a range, or inside of one with an @. Without a begin, a range begins at 0. */
    private static String range(Limit limit, boolean isNegative) {
        String number = digits(limit.number());
        return switch (limit.operator()) {
            case MORE -> (isNegative || limit.number() < 0 ? "~:" : "") + number;
            case AT_LEAST -> "@" + number + ":";
            case LESS -> number + ":";
            case AT_MOST -> "@~:" + number;
            case EQUAL -> "@" + number + ":" + number;
            case UNEQUAL -> number + ":" + number;
        };
    }

    private static String digits(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
        return rounded.stripTrailingZeros().toPlainString();
    }
}
