package upkeep.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The presets that lie in a folder. */
public final class PresetFiles {

    private PresetFiles() {}

    /** Those that the package installs. */
    public static List<Source> packaged() {
        return in(Path.of("presets"), "/usr/share/upkeep/presets");
    }

    static List<Source> in(Path folder, String shownAs) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(file ->
                            new Source(shownAs + "/" + file.getFileName(), SpecFiles.text(file), Source.Role.PRESET))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
