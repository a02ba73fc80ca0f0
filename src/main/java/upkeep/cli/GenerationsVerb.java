package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Checked;
import upkeep.install.Generation;
import upkeep.install.Generations;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Unconfirmed;
import upkeep.install.UnconfirmedStore;
import upkeep.install.Wanted;

/** {@code upkeep generations}: what was in force when, by whom, and what changed. */
@Command(name = "generations", description = "List what was in force when and who did it, or show how one differs.")
final class GenerationsVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    @Option(names = "--diff", description = "Show what a rollback to N would change in specs and files.")
    private boolean diff;

    @Parameters(arity = "0..1", paramLabel = "N", description = "Only this generation.")
    private @Nullable Integer number;

    GenerationsVerb(Shell shell) {
        this.shell = shell;
    }

    /** One of the list. */
    private record Row(Generation generation, List<String> changes, boolean inForce, String confirmation) {}

    @Override
    public Integer call() {
        Layout layout = root.layout();
        if (diff) {
            return difference(layout);
        }
        List<Row> rows = rows(layout).stream()
                .filter(row -> number == null || row.generation().number() == number)
                .toList();
        if (number != null && rows.isEmpty()) {
            throw Failure.failed(
                    "cannot show generation " + number + ": it is not kept", "upkeep generations lists those that are");
        }
        if (json) {
            Json.print(shell, document -> write(document, rows));
        } else if (rows.isEmpty()) {
            shell.say("nothing was applied yet");
        } else {
            rows.forEach(this::print);
        }
        return ExitCode.CLEAN;
    }

    private int difference(Layout layout) {
        if (number == null) {
            throw Failure.usage("cannot show a difference: no generation is named", "upkeep generations N --diff");
        }
        Generations generations = new Generations(layout, new RealFileSystem());
        int inForce = Layouts.manifest(shell, layout).generation();
        Wanted now = Layouts.found(generations.wanted(inForce));
        Generation other = Layouts.found(generations.read(number));
        String text = other.diffFrom(now);
        PlanText.printDiff(shell, text);
        return text.isEmpty() ? ExitCode.CLEAN : ExitCode.FAILED;
    }

    private List<Row> rows(Layout layout) {
        Generations generations = new Generations(layout, new RealFileSystem());
        int inForce = Layouts.manifest(shell, layout).generation();
        List<Generation> kept = new ArrayList<>();
        Optional<Unconfirmed> waiting;
        try {
            waiting = new UnconfirmedStore(layout, new RealFileSystem()).read();
            for (int each : generations.numbers(inForce)) {
                Checked<Generation> read = generations.read(each);
                read.problems().forEach(problem -> Upkeep.print(shell, problem));
                read.value().ifPresent(kept::add);
            }
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
        List<Row> rows = new ArrayList<>();
        Wanted before = Wanted.NOTHING;
        for (Generation generation : kept) {
            boolean first = rows.isEmpty() && generation.number() > 1;
            rows.add(new Row(
                    generation,
                    first ? List.of() : generation.changesSince(before),
                    generation.number() == inForce,
                    confirmation(generation, kept, waiting)));
            before = generation.wanted();
        }
        return rows;
    }

    /** What became of the confirmation that was asked for, or an empty text. */
    private static String confirmation(Generation generation, List<Generation> kept, Optional<Unconfirmed> waiting) {
        int number = generation.number();
        if (generation.occasion().confirmWithin().isEmpty()) {
            return "";
        }
        if (waiting.filter(it -> it.base() < number).isPresent()) {
            return "unconfirmed";
        }
        boolean reverted = kept.stream()
                .anyMatch(later -> later.number() > number
                        && later.occasion().kind() == Occasion.Kind.REVERT
                        && later.occasion()
                                .restored()
                                .filter(base -> base < number)
                                .isPresent());
        return reverted ? "taken back" : "confirmed";
    }

    private void print(Row row) {
        Generation generation = row.generation();
        String returned =
                generation.occasion().restored().map(base -> " to " + base).orElse("");
        List<String> remarks = new ArrayList<>();
        if (row.inForce()) {
            remarks.add(shell.paint(Shell.GREEN, "in force"));
        }
        if (!row.confirmation().isEmpty()) {
            remarks.add(row.confirmation());
        }
        if (!generation.failures().isEmpty()) {
            remarks.add(shell.paint(Shell.RED, Count.of(generation.failures().size(), "step") + " failed"));
        }
        shell.say(String.format(
                Locale.ROOT,
                "%4d  %s  %s%s  by %s%s",
                generation.number(),
                Times.text(generation.occasion().at()),
                generation.occasion().kind().word(),
                returned,
                generation.occasion().by(),
                remarks.isEmpty() ? "" : "  (" + String.join(", ", remarks) + ")"));
        if (!row.changes().isEmpty()) {
            shell.say("      " + String.join(" ", row.changes()));
        }
        if (number != null) {
            generation.failures().forEach(failure -> shell.say("      failed: " + failure));
            generation.wanted().tree().files().keySet().forEach(path -> shell.say("      " + path));
        }
    }

    private static void write(JsonGenerator json, List<Row> rows) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("generations");
        for (Row row : rows) {
            Generation generation = row.generation();
            json.writeStartObject();
            json.writeNumberField("number", generation.number());
            json.writeStringField("at", generation.occasion().at().toString());
            json.writeStringField("kind", generation.occasion().kind().word());
            json.writeStringField("by", generation.occasion().by());
            if (generation.occasion().restored().isPresent()) {
                json.writeNumberField(
                        "restored", generation.occasion().restored().get());
            }
            json.writeBooleanField("in-force", row.inForce());
            if (!row.confirmation().isEmpty()) {
                json.writeStringField("confirmation", row.confirmation());
            }
            JsonTexts.write(json, "changes", row.changes());
            JsonTexts.write(json, "failures", generation.failures());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
