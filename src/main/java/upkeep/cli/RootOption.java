package upkeep.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import upkeep.install.Layout;

/** {@code --root}. */
final class RootOption {

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Work below this directory instead of /, for instance in an image. Nothing is started then.")
    private @Nullable Path root;

    Layout layout() {
        return root == null ? Layout.SYSTEM : new Layout(root);
    }
}
