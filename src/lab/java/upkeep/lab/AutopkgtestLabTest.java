package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** The package's own tests (debian/tests), run by Debian's autopkgtest in machines that it boots by itself. */
@OnEverySuite
class AutopkgtestLabTest {
    private static final Path SERVER = Path.of("src/lab/autopkgtest-virt-lab").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What autopkgtest reads of a source package; a file debian/files says that it is built already. */
    @BeforeEach
    void sources() throws IOException {
        Path debian = Files.createDirectories(folder.resolve("source/debian"));
        for (String name : List.of("control", "changelog")) {
            Files.copy(Path.of("debian", name), debian.resolve(name));
        }
        Files.createFile(debian.resolve("files"));
        Path tests = Files.createDirectory(debian.resolve("tests"));
        try (Stream<Path> files = Files.list(Path.of("debian/tests"))) {
            for (Path file : files.toList()) {
                Files.copy(file, tests.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    // ./test says so where autopkgtest cannot be had, and says itself what was not tested.
    @Test
    @DisabledIfSystemProperty(named = "upkeep.lab.autopkgtest", matches = "skip")
    void allPassAndNoneIsSkipped() {
        Path log = folder.resolve("log");
        int status = autopkgtest(log);
        List<String> declared = read(Path.of("debian/tests/control"))
                .lines()
                .filter(line -> line.startsWith("Tests: "))
                .flatMap(line -> Stream.of(line.substring("Tests: ".length()).split("[, ]+")))
                .sorted()
                .toList();
        List<String> passed = read(folder.resolve("out/summary"))
                .lines()
                .filter(line -> line.matches("\\S+ +PASS.*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .sorted()
                .toList();
        assertEquals(declared, passed, () -> read(log));
        assertEquals(0, status, () -> read(log));
    }

    private int autopkgtest(Path log) {
        List<String> command = List.of(
                "autopkgtest",
                "--no-built-binaries",
                "--output-dir=" + folder.resolve("out"),
                "--copy=" + Packaged.deb() + ":/var/tmp/upkeep.deb",
                "--setup-commands=dpkg --install /var/tmp/upkeep.deb",
                folder.resolve("source").toString(),
                "--",
                SERVER.toString(),
                suite.codename());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("not done within " + LIMIT.toMinutes() + " min: " + read(log));
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run autopkgtest: the package autopkgtest is missing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for autopkgtest", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
