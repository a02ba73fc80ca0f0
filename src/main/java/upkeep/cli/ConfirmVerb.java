package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.install.Applier;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.install.Unconfirmed;
import upkeep.install.UnconfirmedStore;

/** {@code upkeep confirm}: keep what {@code apply --confirm} has put in force. */
@Command(name = "confirm", description = "Keep what \"apply --confirm\" has put in force.")
final class ConfirmVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--status", description = "Only tell what waits to be confirmed; exit code 1 if anything does.")
    private boolean status;

    @Option(names = "--json", description = "Tell it as JSON.")
    private boolean json;

    ConfirmVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        try {
            return status ? status(layout) : confirm(layout);
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    private int status(Layout layout) throws InstallException {
        Optional<Unconfirmed> waiting = new UnconfirmedStore(layout, new RealFileSystem()).read();
        if (json) {
            Json.print(shell, document -> write(document, waiting));
        } else {
            shell.say(waiting.map(PlanText::waiting).orElse("nothing waits to be confirmed"));
        }
        return waiting.isPresent() ? ExitCode.FAILED : ExitCode.CLEAN;
    }

    private int confirm(Layout layout) throws InstallException {
        ApplyVerb.requireRoot(shell, layout, "confirm");
        Optional<Unconfirmed> confirmed =
                new Applier(layout, new RealFileSystem(), shell.activation().apply(layout)).confirm();
        if (json) {
            Json.print(shell, document -> write(document, Optional.empty()));
        }
        if (confirmed.isEmpty()) {
            throw Failure.failed(
                    "cannot confirm: nothing waits to be confirmed",
                    "upkeep generations tells whether it was taken back already");
        }
        if (!json) {
            int inForce = Layouts.manifest(shell, layout).generation();
            shell.say("confirmed: generation " + inForce + " stays in force");
        }
        return ExitCode.CLEAN;
    }

    private static void write(JsonGenerator json, Optional<Unconfirmed> waiting) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("waits", waiting.isPresent());
        if (waiting.isPresent()) {
            json.writeNumberField("otherwise", waiting.get().base());
            json.writeNumberField("within", waiting.get().due().within());
            json.writeNumberField("until", waiting.get().due().time());
        }
        json.writeEndObject();
    }
}
