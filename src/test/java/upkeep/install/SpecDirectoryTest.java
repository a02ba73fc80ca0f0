package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Checked;
import upkeep.spec.Source;

class SpecDirectoryTest {

    @TempDir
    private Path temporary;

    private Path specs = Path.of("");

    @BeforeEach
    void make() throws IOException {
        specs = Files.createDirectory(temporary.resolve("upkeep"));
        Files.createDirectory(specs.resolve("conf.d"));
        mode(specs, "rwxr-x---");
        mode(specs.resolve("conf.d"), "rwxr-x---");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(specs.resolve(name), text);
        mode(file, "rw-r-----");
        return file;
    }

    private Checked<List<Source>> read() {
        return SpecDirectory.read(specs, "/etc/upkeep", SpecDirectory.Trust.OWNER_ONLY);
    }

    private String problem() {
        Checked<List<Source>> checked = read();
        assertTrue(checked.value().isEmpty());
        return checked.problems().toString();
    }

    @Test
    void theMainFileComesFirstThenTheOthersByName() throws IOException {
        file("conf.d/b.yaml", "b: 1\n");
        file("conf.d/a.yaml", "a: 1\n");
        file("conf.d/.hidden.yaml", "x");
        file("conf.d/a.yaml~", "x");
        file("upkeep.yaml", "u: 1\n");
        assertEquals(
                List.of(
                        new Source("/etc/upkeep/upkeep.yaml", "u: 1\n"),
                        new Source("/etc/upkeep/conf.d/a.yaml", "a: 1\n"),
                        new Source("/etc/upkeep/conf.d/b.yaml", "b: 1\n")),
                read().value().orElseThrow());
    }

    @Test
    void anEmptyDirectoryHasNoSpecsAndAMissingOneIsAnError() {
        assertEquals(List.of(), read().value().orElseThrow());
        assertTrue(SpecDirectory.read(temporary.resolve("none"))
                .problems()
                .getFirst()
                .message()
                .contains("no such file"));
    }

    @Test
    void filesAndDirectoriesThatOthersMayWriteAreRefused() throws IOException {
        mode(file("conf.d/a.yaml", "a: 1\n"), "rw-rw----");
        assertTrue(problem().contains("conf.d/a.yaml: error: cannot read the spec: others than its owner"), problem());
        mode(specs.resolve("conf.d/a.yaml"), "rw-r-----");
        mode(specs.resolve("conf.d"), "rwxr-x-w-");
        assertTrue(problem().contains("/etc/upkeep/conf.d: error"), problem());
        mode(specs.resolve("conf.d"), "rwxr-x---");
        mode(specs, "rwxrwx---");
        assertTrue(problem().contains("chmod go-w /etc/upkeep"), problem());
        assertTrue(SpecDirectory.read(specs, "/etc/upkeep", SpecDirectory.Trust.ANYBODY)
                .value()
                .isPresent());
    }

    @Test
    void aFileOfAnotherUserIsRefused() throws IOException {
        Assumptions.assumeTrue(SpecDirectory.caller() == 0, "only root can give a file away");
        Files.setAttribute(file("upkeep.yaml", "a: 1\n"), "unix:uid", 65534);
        assertTrue(problem().contains("it belongs to user 65534"), problem());
    }

    @Test
    void aLinkWithinTheTreeIsFollowedAndOneOutOfItIsNot() throws IOException {
        Files.createSymbolicLink(specs.resolve("conf.d/in.yaml"), file("conf.d/in.off", "a: 1\n"));
        assertEquals(1, read().value().orElseThrow().size());
        Path outside = Files.writeString(temporary.resolve("outside"), "a: 1\n");
        Files.createSymbolicLink(specs.resolve("conf.d/out.yaml"), outside);
        assertTrue(problem().contains("it is a link that leads out of /etc/upkeep"), problem());
    }

    @Test
    void aDanglingLinkAndADirectoryAndAPipeAreRefused() throws IOException, InterruptedException {
        Files.createSymbolicLink(specs.resolve("conf.d/gone.yaml"), Path.of("nowhere"));
        assertTrue(problem().contains("no such file"), problem());
        Files.delete(specs.resolve("conf.d/gone.yaml"));
        Files.createDirectory(specs.resolve("conf.d/dir.yaml"));
        mode(specs.resolve("conf.d/dir.yaml"), "rwxr-x---");
        assertTrue(problem().contains("it is not a regular file"), problem());
        Files.delete(specs.resolve("conf.d/dir.yaml"));
        Path pipe = specs.resolve("conf.d/pipe.yaml");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor());
        assertTrue(problem().contains("it is not a regular file"), problem());
    }

    @Test
    void tooLargeTooManyAndNotTextAreRefused() throws IOException {
        file("upkeep.yaml", "#".repeat(SpecDirectory.MAX_BYTES + 1));
        assertTrue(problem().contains("it is larger than 1048576 bytes"), problem());
        Files.write(file("upkeep.yaml", ""), new byte[] {(byte) 0xc3, 0x28});
        assertTrue(problem().contains("it is not UTF-8 text"), problem());
        file("upkeep.yaml", "");
        for (int i = 0; i <= SpecDirectory.MAX_FILES; i++) {
            file("conf.d/" + i + ".yaml", "");
        }
        assertTrue(problem().contains("it holds over 256 spec files"), problem());
    }

    @Test
    void everyProblemIsTold() throws IOException {
        mode(file("conf.d/a.yaml", ""), "rw-rw----");
        mode(file("conf.d/b.yaml", ""), "rw-rw----");
        assertEquals(2, read().problems().size());
    }

    @Test
    void presetsLieInAFolderOfTheirOwn() throws IOException {
        mode(Files.createDirectory(specs.resolve("presets")), "rwxr-x---");
        file("presets/worker.yaml", "w: 1\n");
        file("conf.d/a.yaml", "a: 1\n");
        assertEquals(
                List.of(
                        new Source("/etc/upkeep/conf.d/a.yaml", "a: 1\n"),
                        new Source("/etc/upkeep/presets/worker.yaml", "w: 1\n", Source.Role.PRESET)),
                read().value().orElseThrow());
        mode(specs.resolve("presets/worker.yaml"), "rw-rw----");
        assertTrue(problem().contains("/etc/upkeep/presets/worker.yaml"));
    }

    @Test
    void aDirectoryOfPresetsNeedNotExist() throws IOException {
        Path packaged = temporary.resolve("packaged");
        assertEquals(List.of(), presets(packaged));
        Files.createDirectory(packaged);
        mode(packaged, "rwxr-xr-x");
        mode(Files.writeString(packaged.resolve("b.yaml"), "b: 1\n"), "rw-r--r--");
        Files.createSymbolicLink(packaged.resolve("a.yaml"), Path.of("b.yaml"));
        assertEquals(
                List.of(
                        new Source("/usr/share/p/a.yaml", "b: 1\n", Source.Role.PRESET),
                        new Source("/usr/share/p/b.yaml", "b: 1\n", Source.Role.PRESET)),
                presets(packaged));
    }

    private static List<Source> presets(Path directory) {
        return SpecDirectory.readPresets(directory, "/usr/share/p", SpecDirectory.Trust.OWNER_ONLY)
                .value()
                .orElseThrow();
    }
}
