package upkeep.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How {@code upkeep check} tells what it found. */
public enum CheckForm {
    /** A line a check, for people. */
    TEXT,
    /** With the settings in force and every step on the way. */
    STEPS,
    JSON,
    JSON_STEPS,
    /** As a monitoring plug-in: the exit code is 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
    NAGIOS;

    /** As it is on the bus. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<CheckForm> of(String word) {
        return Arrays.stream(values()).filter(form -> form.word().equals(word)).findFirst();
    }

    static String words() {
        return String.join(", ", Arrays.stream(values()).map(CheckForm::word).toList());
    }

    /** Whether it shows steps, so that a probe must tell them. */
    public boolean hasSteps() {
        return switch (this) {
            case STEPS, JSON_STEPS -> true;
            case TEXT, JSON, NAGIOS -> false;
        };
    }

    /** What was found, at least one report; but for {@link #NAGIOS}, the exit code is 1 if anything is not well. */
    public Answer answer(List<CheckReport> reports) {
        String text = switch (this) {
            case TEXT, STEPS -> CheckReportText.of(reports, hasSteps());
            case JSON, JSON_STEPS -> CheckReportJson.of(reports);
            case NAGIOS -> CheckReportNagios.of(reports);
        };
        boolean isWell = reports.stream().allMatch(CheckReport::isWell);
        return new Answer(this == NAGIOS ? CheckReportNagios.exitCode(reports) : isWell ? 0 : 1, text, "");
    }

    /** The same answer in this form, if it tells why there is no report. */
    Answer refusal(Answer answer) {
        return this == NAGIOS ? answer.forPlugIn() : answer;
    }
}
