package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Nearest;
import upkeep.install.SpecDirectory;
import upkeep.spec.PresetDescription;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** {@code upkeep presets}: which services are described already, and how? */
@Command(name = "presets", description = "List the presets that a service can take, or print one.")
final class PresetsVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Option(names = "--json", description = "List them as JSON.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Print this preset's file.")
    private String name = "";

    PresetsVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<Source> sources = options.sources(shell, SpecDirectory.Trust.ANYBODY);
        SortedMap<String, PresetDescription> presets = SpecOptions.accept(shell, Specs.presets(sources));
        if (!name.isEmpty()) {
            print(presets);
        } else if (json) {
            Json.print(shell, document -> write(document, presets));
        } else {
            list(presets);
        }
        return ExitCode.CLEAN;
    }

    private void print(SortedMap<String, PresetDescription> presets) {
        PresetDescription preset = presets.get(name);
        if (preset == null) {
            throw Failure.failed(
                    "cannot print " + name + ": there is no preset of that name",
                    Nearest.to(name, presets.keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("upkeep presets lists them all"));
        }
        shell.say(shell.paint(Shell.CYAN, "# " + preset.source().name()));
        shell.out().print(preset.source().text());
    }

    private void list(SortedMap<String, PresetDescription> presets) {
        int width = presets.keySet().stream().mapToInt(String::length).max().orElse(0);
        presets.forEach((key, preset) -> {
            String parameters = String.join(", ", preset.parameters().keySet());
            shell.say(key + " ".repeat(width - key.length()) + "  "
                    + preset.description().orElse("") + (parameters.isEmpty() ? "" : " (" + parameters + ")"));
        });
    }

    private static void write(JsonGenerator json, SortedMap<String, PresetDescription> presets) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("presets");
        for (Map.Entry<String, PresetDescription> each : presets.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", each.getKey());
            json.writeStringField("file", each.getValue().source().name());
            json.writeStringField("description", each.getValue().description().orElse(""));
            json.writeArrayFieldStart("parameters");
            for (Map.Entry<String, Optional<String>> parameter :
                    each.getValue().parameters().entrySet()) {
                json.writeStartObject();
                json.writeStringField("name", parameter.getKey());
                if (parameter.getValue().isPresent()) {
                    json.writeStringField("default", parameter.getValue().get());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
