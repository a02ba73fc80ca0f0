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
        Path directory =
                presets == null ? layout.presets() : presets.toAbsolutePath().normalize();
        String shownAs = presets == null ? Layout.PRESETS : directory.toString();
        List<Source> all = new ArrayList<>(sources);
        all.addAll(SpecOptions.accept(shell, SpecDirectory.readPresets(directory, shownAs, trust)));
        return all;
    }
}
