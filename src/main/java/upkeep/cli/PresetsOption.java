package upkeep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import upkeep.install.Layout;
import upkeep.install.SpecDirectory;
import upkeep.spec.Source;

/** {@code --presets}. */
final class PresetsOption {

    @Option(
            names = "--presets",
            paramLabel = "DIR",
            description = "Where the presets of the package are. Default: " + Layout.PRESETS + ".")
    private @Nullable Path presets;

    /** The sources, and after them the presets of the package; as anywhere, an image's own are named as within it. */
    List<Source> with(Shell shell, Layout layout, SpecDirectory.Trust trust, List<Source> sources) {
        List<Source> all = new ArrayList<>(sources);
        all.addAll(SpecOptions.accept(shell, SpecDirectory.readPresets(directory(layout), shownAs(), trust)));
        return all;
    }

    /** The presets of the package, with those that cannot be read or trusted apart. */
    SpecDirectory.Contents contents(Shell shell, Layout layout, SpecDirectory.Trust trust) {
        return SpecOptions.accept(shell, SpecDirectory.readPresetContents(directory(layout), shownAs(), trust));
    }

    private Path directory(Layout layout) {
        return presets == null ? layout.presets() : presets.toAbsolutePath().normalize();
    }

    private String shownAs() {
        return presets == null
                ? Layout.PRESETS
                : presets.toAbsolutePath().normalize().toString();
    }
}
