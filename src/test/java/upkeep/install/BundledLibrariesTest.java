package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That debian/copyright names the terms of everything that the package bundles, and of nothing else. */
class BundledLibrariesTest {
    private static final String FOLDER = "usr/share/upkeep/";

    private static List<String> bundled() throws IOException {
        return Files.readAllLines(Path.of("src/main/package/bundled.sha256")).stream()
                .map(line -> FOLDER + line.split(" +", 2)[1])
                .toList();
    }

    /** The globs of "Files:", which stand behind it or on lines of their own. */
    private static List<PathMatcher> named() throws IOException {
        return Pattern.compile("(?m)^(?:Files:)? (" + FOLDER + "\\S+)$")
                .matcher(Files.readString(Path.of("debian/copyright")))
                .results()
                .map(it -> FileSystems.getDefault().getPathMatcher("glob:" + it.group(1)))
                .toList();
    }

    @Test
    void theTermsOfEachAreNamedOnce() throws IOException {
        List<PathMatcher> named = named();
        for (String jar : bundled()) {
            assertEquals(
                    1, named.stream().filter(it -> it.matches(Path.of(jar))).count(), jar);
        }
    }

    @Test
    void nothingIsNamedThatIsNotThere() throws IOException {
        List<String> bundled = bundled();
        for (PathMatcher each : named()) {
            assertTrue(bundled.stream().anyMatch(jar -> each.matches(Path.of(jar))), "one that matches none");
        }
    }
}
