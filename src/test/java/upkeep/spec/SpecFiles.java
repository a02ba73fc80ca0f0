package upkeep.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import upkeep.base.Checked;
import upkeep.base.Problem;

/** The specs that the tests read. */
final class SpecFiles {

    static final Path ROOT = Path.of("src", "test", "resources", "spec");

    private SpecFiles() {}

    static List<Path> in(String directory) {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A spec of the tests, and the presets that are there for tests. */
    static List<Source> withPresets(Source spec) {
        return Stream.concat(Stream.of(spec), PresetFiles.in(ROOT.resolve("presets"), "presets").stream())
                .toList();
    }

    static Checked<Plan> load(String text) {
        return Specs.load(List.of(new Source("spec.yaml", text)));
    }

    /** The plan of a spec that must be right. */
    static Plan plan(String text) {
        Checked<Plan> checked = load(text);
        return checked.value().orElseThrow(() -> new AssertionError(checked.problems()));
    }

    /** The problems without their file and hint: {@code 3:5: error: …}. */
    static List<String> problems(String text) {
        return load(text).problems().stream().map(SpecFiles::brief).toList();
    }

    static String brief(Problem problem) {
        return brief(problem, problem.position().file());
    }

    /** The same; of a problem in another file than {@code spec}, with its name. */
    static String brief(Problem problem, String spec) {
        String kind = problem.isError() ? "error" : "warning";
        String file =
                problem.position().file().equals(spec) ? "" : problem.position().file() + ":";
        return file + problem.position().line() + ":" + problem.position().column() + ": " + kind + ": "
                + problem.message();
    }
}
