package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.install.Applier;
import upkeep.install.ChangeSet;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Wanted;

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

    @Mixin
    private StrictOption strict = new StrictOption();

    @Option(names = "--json", description = "Print the changes as JSON.")
    private boolean json;

    PlanVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return show(shell, options, Request.read(shell, options, strict.isSet()), applyOptions.options(), json);
    }

    /** Shows what an apply of the request would do. */
    static int show(Shell shell, SpecOptions options, Request request, Applier.Options applyOptions, boolean json) {
        Layout layout = options.layout();
        ChangeSet changes = changes(shell, layout, request.wanted(), applyOptions);
        PlanText text = new PlanText(shell, layout, changes, request.wanted(), Occasion.Kind.APPLY);
        Exposures exposures = options.exposures(shell, request);
        ConstantDelays delays = ConstantDelays.of(request.plan(), changes, options.systemdVersion(shell));
        Shadowing.of(layout, request.plan(), request.wanted().tree()).forEach(problem -> Upkeep.print(shell, problem));
        OwnTemplates.of(layout, request.plan()).forEach(problem -> Upkeep.print(shell, problem));
        if (json) {
            Json.print(shell, document -> write(document, text, exposures, delays, request));
        } else {
            request.tellKept(shell);
            text.print();
            exposures.print(shell);
            delays.text().ifPresent(shell::say);
            if (!changes.isClean()) {
                PlanText.whySpecsDiffer(shell, layout).ifPresent(shell::say);
            }
            PlanText.waiting(layout).ifPresent(shell::say);
        }
        if (exposures.isRefused()) {
            return ExitCode.FAILED;
        }
        return request.exitCode(changes.isClean() ? ExitCode.CLEAN : ExitCode.FAILED);
    }

    static ChangeSet changes(Shell shell, Layout layout, Wanted wanted, Applier.Options applyOptions) {
        try {
            return new Applier(layout, new RealFileSystem(), shell.activation().apply(layout))
                    .plan(wanted, applyOptions);
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    private static void write(
            JsonGenerator json, PlanText text, Exposures exposures, ConstantDelays delays, Request request)
            throws IOException {
        json.writeStartObject();
        text.write(json);
        exposures.write(json);
        delays.write(json);
        request.write(json);
        json.writeEndObject();
    }
}
