package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.cli.OneVerb.Answer;

class InitVerbTest {

    @TempDir
    private Path root;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(root.resolve("specs/conf.d"));
        Files.createDirectories(root.resolve("bin"));
        Path program = Files.writeString(root.resolve("bin/web"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("bin/notes"), "not a program\n");
        Files.writeString(root.resolve("app.js"), "");
    }

    private Answer init(String... args) {
        List<String> all = new ArrayList<>(List.of(
                "init",
                "--specs",
                root.resolve("specs").toString(),
                "--presets",
                Path.of("presets").toAbsolutePath().toString()));
        all.addAll(List.of(args));
        String path = "bin:" + root.resolve("nothing") + ":" + root.resolve("bin");
        return OneVerb.run(false, it -> new InitVerb(it, path, root), all);
    }

    @Test
    void theProgramIsFoundAsAShellWouldFindIt() {
        Answer answer = init("shop", "web", "--", "--fast");
        assertEquals("", answer.err());
        assertTrue(answer.out().contains("    exec: [" + root + "/bin/web, --fast]\n"), answer.out());
        assertEquals(0, answer.exitCode());
    }

    @Test
    void whereItRunsMattersIfAnArgumentIsAFileThere() {
        assertTrue(init("shop", "bin/web", "app.js").out().contains("    directory: " + root + "\n"));
        assertTrue(!init("shop", "bin/web", "other.js").out().contains("    directory:"));
    }

    @Test
    void whatCannotBeRunIsNoProgram() {
        for (String program : List.of("notes", "bin/notes", "nothing", "bin")) {
            assertEquals(
                    new Answer(
                            1,
                            "",
                            "error: cannot begin a spec of shop: there is no program " + program
                                    + "\n  hint: write the path of a file that can be run\n"),
                    init("shop", program));
        }
    }

    @Test
    void itIsWrittenBesideTheOthersOnce() throws IOException {
        Answer first = init("--write", "--port", "8080", "--user", "nobody", "shop", "web");
        assertEquals(new Answer(0, root + "/specs/conf.d/shop.yaml: shop\n", ""), first);
        String text = Files.readString(root.resolve("specs/conf.d/shop.yaml"));
        assertTrue(text.contains("    port: 8080\n"), text);
        assertTrue(text.contains("    user: nobody\n"), text);
        Answer again = init("--write", "shop", "web");
        assertEquals(2, again.exitCode());
        assertTrue(again.err().contains("shop"), again.err());
        assertEquals(text, Files.readString(root.resolve("specs/conf.d/shop.yaml")));
    }

    @Test
    void aNameThatNoServiceCanHaveIsRefused() {
        Answer answer = init("my: shop", "web");
        assertEquals(2, answer.exitCode());
        assertTrue(answer.err().startsWith("conf.d/my: shop.yaml:5:3: error: cannot "), answer.err());
    }
}
