package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.base.UnitName;
import upkeep.install.Applier;
import upkeep.install.ChangeSet;
import upkeep.install.FileChange;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.install.SpecDirectory;
import upkeep.install.Step;
import upkeep.install.Wanted;
import upkeep.spec.Plan;
import upkeep.spec.Source;

/** {@code upkeep plan}: what would apply do? Exit code 1 if anything. */
@Command(
        name = "plan",
        description = "Show what apply would change: a unified diff of the files and what systemd would be told.")
final class PlanVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Mixin
    private ApplyOptions applyOptions = new ApplyOptions();

    @Option(names = "--json", description = "Print the changes as JSON.")
    private boolean json;

    PlanVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<Source> sources = options.sources(shell, SpecDirectory.Trust.OWNER_ONLY);
        Plan plan = options.plan(shell, sources);
        Wanted wanted = Wanted.of(options.tree(shell, plan), options.origin(), sources);
        Layout layout = options.layout();
        Exposures exposures = options.exposures(shell, plan, wanted.tree());
        ChangeSet changes;
        try {
            changes = new Applier(
                            layout, new RealFileSystem(), shell.activation().apply(layout))
                    .plan(wanted, applyOptions.options());
        } catch (InstallException e) {
            throw new Failure(ExitCode.FAILED, e.problems());
        }
        if (json) {
            Json.print(shell, document -> write(document, changes, exposures));
        } else {
            print(changes);
            exposures.print(shell);
        }
        return changes.isClean() && !exposures.isRefused() ? ExitCode.CLEAN : ExitCode.FAILED;
    }

    private void print(ChangeSet changes) {
        if (changes.isClean()) {
            shell.say("nothing to do");
            return;
        }
        for (FileChange file : changes.changes()) {
            file.diff().lines().forEach(line -> shell.say(coloured(line)));
        }
        for (FileChange file : changes.changes()) {
            shell.say(file.word() + " " + file.path()
                    + file.conflict().map(why -> ": " + why).orElse(""));
        }
        changes.specs().forEach(spec -> shell.say("supervise by " + spec + " as it is now"));
        changes.steps().forEach(step -> shell.say(step.toString()));
        changes.deferred().forEach(unit -> shell.say(ApplyVerb.deferral(unit)));
        if (changes.unfinished()) {
            shell.say("(an earlier run was cut off; this one finishes it)");
        }
    }

    private String coloured(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> shell.paint(Shell.GREEN, line);
            case '-' -> shell.paint(Shell.RED, line);
            case '@' -> shell.paint(Shell.CYAN, line);
            default -> line;
        };
    }

    private static void write(JsonGenerator json, ChangeSet changes, Exposures exposures) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("clean", changes.isClean());
        json.writeBooleanField("unfinished", changes.unfinished());
        json.writeArrayFieldStart("files");
        for (FileChange file : changes.changes()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("change", file.word());
            if (file.conflict().isPresent()) {
                json.writeStringField("conflict", file.conflict().get());
            }
            json.writeStringField("diff", file.diff());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("specs");
        for (String spec : changes.specs()) {
            json.writeString(spec);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("steps");
        for (Step step : changes.steps()) {
            json.writeStartObject();
            json.writeStringField("step", step.kind().word());
            if (step.unit().isPresent()) {
                json.writeStringField("unit", step.unit().get().text());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("deferred");
        for (UnitName unit : changes.deferred()) {
            json.writeString(unit.text());
        }
        json.writeEndArray();
        exposures.write(json);
        json.writeEndObject();
    }
}
