package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import upkeep.install.Activation;
import upkeep.install.ApplyReport;
import upkeep.install.FileChange;
import upkeep.install.Layout;
import upkeep.rollout.End;

/** What an apply tells: lines as it goes along, for people; or all of it at its end, as JSON. */
final class ApplyOutput {

    private final Shell shell;
    private final boolean json;
    private final List<ApplyReport> reports = new ArrayList<>();

    private ApplyOutput(Shell shell, boolean json) {
        this.shell = shell;
        this.json = json;
    }

    static ApplyOutput text(Shell shell) {
        return new ApplyOutput(shell, false);
    }

    static ApplyOutput json(Shell shell) {
        return new ApplyOutput(shell, true);
    }

    /** Tells what comes next. */
    void say(String line) {
        if (!json) {
            shell.say(line);
            shell.out().flush();
        }
    }

    /** Tells what was done. */
    void tell(ApplyReport report) {
        reports.add(report);
        if (!json) {
            print(report);
        }
    }

    private void print(ApplyReport report) {
        for (FileChange file : report.changes().changes()) {
            shell.say(file.verb().name().toLowerCase(Locale.ROOT) + " " + file.path());
        }
        report.saved().forEach(path -> shell.say("kept what was edited as " + path));
        for (Activation.Outcome outcome : report.outcomes()) {
            shell.say(outcome.step() + ": " + text(outcome));
        }
        PlanText.tellUnits(shell, report.changes());
        shell.out().flush();
    }

    private String text(Activation.Outcome outcome) {
        return switch (outcome.result()) {
            case DONE -> shell.paint(Shell.GREEN, "done");
            case SKIPPED -> "not needed, " + outcome.text();
            case FAILED -> shell.paint(Shell.RED, "failed") + ", " + outcome.text();
        };
    }

    /**
     * Tells how it ended.
     *
     * @param rollout how the rollout ended, if there was one
     * @param beside what else belongs into the JSON
     * @return the exit code
     */
    int end(Layout layout, Optional<End> rollout, Json.Body beside) {
        if (json) {
            Json.print(shell, document -> write(document, layout, rollout, beside));
        } else {
            if (!isChanged()) {
                shell.say("nothing to do");
            }
            PlanText.waiting(layout).ifPresent(shell::say);
        }
        boolean isGivenUp =
                rollout.map(it -> RolloutText.print(shell, it, json)).orElse(false);
        return isGivenUp || reports.stream().anyMatch(ApplyReport::hasFailures) ? ExitCode.FAILED : ExitCode.CLEAN;
    }

    private boolean isChanged() {
        return reports.stream()
                .anyMatch(report ->
                        !report.changes().isClean() || !report.outcomes().isEmpty());
    }

    private void write(JsonGenerator document, Layout layout, Optional<End> rollout, Json.Body beside)
            throws IOException {
        document.writeStartObject();
        document.writeBooleanField("changed", isChanged());
        document.writeArrayFieldStart("files");
        for (ApplyReport report : reports) {
            for (FileChange file : report.changes().changes()) {
                document.writeStartObject();
                document.writeStringField("path", file.path());
                document.writeStringField("change", file.word());
                document.writeEndObject();
            }
        }
        document.writeEndArray();
        JsonTexts.write(
                document,
                "saved",
                reports.stream().flatMap(report -> report.saved().stream()).toList());
        document.writeArrayFieldStart("steps");
        for (ApplyReport report : reports) {
            for (Activation.Outcome outcome : report.outcomes()) {
                write(document, outcome);
            }
        }
        document.writeEndArray();
        if (rollout.isPresent()) {
            document.writeStringField("rollout", RolloutText.word(rollout.get()));
        }
        if (PlanText.waiting(layout).isPresent()) {
            document.writeStringField("unconfirmed", PlanText.waiting(layout).get());
        }
        beside.write(document);
        document.writeEndObject();
    }

    private static void write(JsonGenerator document, Activation.Outcome outcome) throws IOException {
        document.writeStartObject();
        document.writeStringField("step", outcome.step().kind().word());
        if (outcome.step().unit().isPresent()) {
            document.writeStringField("unit", outcome.step().unit().get().text());
        }
        document.writeStringField("result", outcome.result().name().toLowerCase(Locale.ROOT));
        if (!outcome.text().isEmpty()) {
            document.writeStringField("text", outcome.text());
        }
        document.writeEndObject();
    }
}
