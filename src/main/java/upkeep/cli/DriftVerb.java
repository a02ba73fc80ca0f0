package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.UnitName;
import upkeep.install.Applier;
import upkeep.install.Drift;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Manifest;
import upkeep.install.RealFileSystem;

/** {@code upkeep drift}: what is not as it was put in force. Exit code 1 if anything. */
@Command(
        name = "drift",
        description =
                "Show what is not as upkeep put it in force, on disk or in systemd, and how to adopt or revert it.")
final class DriftVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these services or units.")
    private List<String> names = new ArrayList<>();

    DriftVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        Manifest manifest = Layouts.manifest(shell, layout);
        Map<UnitName, Map<String, String>> loaded =
                layout.isSystem() ? shell.host().show(Drift.PROPERTIES, Drift.units(manifest)) : Map.of();
        List<Drift> found;
        try {
            found = new Applier(layout, new RealFileSystem(), shell.activation().apply(layout))
                    .drift(loaded).stream().filter(this::isAskedFor).toList();
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
        if (json) {
            Json.print(shell, document -> write(document, found));
        } else if (found.isEmpty()) {
            shell.say("everything is as it was put in force");
        } else {
            for (Drift drift : found) {
                shell.say(shell.paint(Shell.RED, drift.subject()) + ": "
                        + drift.cause().word() + ": " + drift.detail());
                shell.say("  adopt:  " + drift.adopt());
                shell.say("  revert: " + drift.revert());
            }
        }
        return found.isEmpty() ? ExitCode.CLEAN : ExitCode.FAILED;
    }

    private boolean isAskedFor(Drift drift) {
        return names.isEmpty()
                || names.contains(drift.subject())
                || UnitName.parse(drift.subject())
                        .filter(unit -> names.contains(unit.stem()))
                        .isPresent();
    }

    private static void write(JsonGenerator json, List<Drift> found) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("drift");
        for (Drift drift : found) {
            json.writeStartObject();
            json.writeStringField("subject", drift.subject());
            json.writeStringField("cause", drift.cause().word());
            json.writeStringField("detail", drift.detail());
            json.writeStringField("adopt", drift.adopt());
            json.writeStringField("revert", drift.revert());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
