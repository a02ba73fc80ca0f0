package upkeep.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import upkeep.install.Layout;

/** {@code --specs}. */
final class SpecsOption {

    @Option(
            names = "--specs",
            paramLabel = "DIR",
            description = "Where upkeep.yaml and conf.d/*.yaml are. Default: " + Layout.SPECS + ".")
    private @Nullable Path specs;

    Path directory(Layout layout) {
        return specs == null ? layout.specs() : specs.toAbsolutePath().normalize();
    }

    /** What the names of the specs begin with: the place inside the root, so that an image's units name its own files. */
    String origin() {
        return specs == null ? Layout.SPECS : specs.toAbsolutePath().normalize().toString();
    }
}
