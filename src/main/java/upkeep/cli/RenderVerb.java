package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.install.Layout;
import upkeep.install.Reasons;
import upkeep.install.SpecDirectory;
import upkeep.render.UnitTree;

/** {@code upkeep render}: what do the specs become? */
@Command(name = "render", description = "Print the files that the specs become, or write them below a directory.")
final class RenderVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write the files below this directory instead of printing them.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Print the files as JSON.")
    private boolean json;

    RenderVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        UnitTree tree = options.tree(shell, options.plan(shell, options.sources(shell, SpecDirectory.Trust.ANYBODY)));
        if (output != null) {
            write(tree, new Layout(output));
        } else if (json) {
            Json.print(shell, document -> write(document, tree));
        } else {
            String gap = "";
            for (UnitTree.File file : tree.files().values()) {
                shell.out().print(gap + shell.paint(Shell.CYAN, "# " + file.path()) + "\n" + file.content());
                gap = "\n";
            }
        }
        return ExitCode.CLEAN;
    }

    private void write(UnitTree tree, Layout target) {
        for (UnitTree.File file : tree.files().values()) {
            Path place = target.at(file.path());
            try {
                Path directory = place.getParent();
                if (directory != null) {
                    Files.createDirectories(directory);
                }
                Files.writeString(place, file.content());
            } catch (IOException e) {
                throw Failure.failed(
                        "cannot write " + place + ": " + Reasons.of(e), "choose another directory with --output");
            }
            shell.say(place.toString());
        }
    }

    private static void write(JsonGenerator json, UnitTree tree) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("files");
        for (UnitTree.File file : tree.files().values()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("mode", String.format(Locale.ROOT, "%04o", file.mode()));
            json.writeStringField("content", file.content());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonTexts.write(json, "enabled", tree.enabled());
        json.writeEndObject();
    }
}
