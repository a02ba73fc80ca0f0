package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run by bash, with programs in place of busctl and systemctl. */
class BashCompletionTest {

    private static final String TELLS_STATUS = """
            #!/bin/sh
            if [ "$*" = '--json=short call org.upkeep1 /org/upkeep1/Alerts org.upkeep1.Alerts Alerts b true' ]; then
            cat <<'END'
            {"type":"iss","data":[0,"{\\n  \\"wrong\\" : [ {\\n    \\"subject\\" : \\"web\\"\\n  } ],\\n  \\"receivers\\" : {\\n    \\"ops\\" : \\"mail\\",\\n    \\"phone\\" : \\"ntfy\\"\\n  }\\n}\\n",""]}
            END
            exit
            fi
            [ "$*" = '--json=short call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Status asb 0 true' ] || exit 1
            cat <<'END'
            {"type":"iss","data":[0,"{\\n  \\"services\\" : [ {\\n    \\"name\\" : \\"web\\",\\n    \\"probes\\" : [ {\\n      \\"name\\" : \\"weak\\"\\n    } ]\\n  }, {\\n    \\"name\\" : \\"worker@1\\"\\n  } ]\\n}\\n",""]}
            END
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void programs() throws IOException {
        Shell shell = new Shell(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                false,
                false,
                Optional::empty,
                _ -> (_, _) -> List.of(),
                new FakeHost());
        Files.writeString(folder.resolve("script"), BashCompletion.text(shell));
        program("busctl", TELLS_STATUS);
        program("systemctl", "#!/bin/sh\necho 'nginx.service enabled enabled'\necho 'ssh.service enabled enabled'\n");
        Files.createDirectories(folder.resolve("specs"));
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the last of these words is completed to. */
    private List<String> completed(String... words) throws IOException, InterruptedException {
        String line = "upkeep "
                + String.join(
                        " ", List.of(words).stream().map(it -> "'" + it + "'").toList());
        ProcessBuilder bash = new ProcessBuilder(
                        "bash",
                        "-uc",
                        "PATH=$PWD:$PATH; . ./script; COMP_WORDS=(" + line + "); COMP_CWORD=" + words.length
                                + "; _upkeep; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Process process = bash.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().filter(each -> !each.isEmpty()).toList();
    }

    @Test
    void verbs() throws IOException, InterruptedException {
        assertEquals(List.of("render", "remove", "replay", "release"), completed("re"));
        assertEquals(List.copyOf(Verbs.all().keySet()), completed(""));
    }

    @Test
    void optionsOfTheVerb() throws IOException, InterruptedException {
        assertEquals(List.of("--json"), completed("status", "--j"));
        assertEquals(List.of("--version"), completed("--v"));
        assertEquals(List.of("--reload"), completed("roll", "web", "--rel"));
    }

    @Test
    void namesOfWhatUpkeepdLooksAfter() throws IOException, InterruptedException {
        assertEquals(List.of("web", "worker@1"), completed("status", "w"));
        assertEquals(List.of("worker@1"), completed("hold", "--for", "1h", "wo"));
    }

    @Test
    void whatIsTestedComesAfterTheWord() throws IOException, InterruptedException {
        assertEquals(List.of("test"), completed("alert", ""));
        assertEquals(List.of("ops", "phone"), completed("alert", "test", ""));
        assertEquals(List.of("phone"), completed("alert", "test", "ops", "p"));
        assertEquals(List.of("test"), completed("routes", "t"));
        assertEquals(List.of("web", "worker@1"), completed("routes", "test", "--severity", "error", "w"));
    }

    @Test
    void unitsOfTheMachine() throws IOException, InterruptedException {
        assertEquals(List.of("nginx.service"), completed("adopt", "ng"));
    }

    @Test
    void foldersAndFiles() throws IOException, InterruptedException {
        assertEquals(List.of("specs"), completed("plan", "--specs", "s"));
        assertEquals(
                List.of("script", "specs"),
                completed("replay", "s").stream()
                        .sorted()
                        .filter(it -> !it.startsWith("sys"))
                        .toList());
    }

    @Test
    void nothingWhereNothingIsKnown() throws IOException, InterruptedException {
        assertEquals(List.of(), completed("hold", "web", "--for", ""));
    }

    @Test
    void nothingIsSaidWhereUpkeepdDoesNotAnswer() throws IOException, InterruptedException {
        program("busctl", "#!/bin/sh\necho 'Call failed' >&2\nexit 1\n");
        assertEquals(List.of(), completed("status", "w"));
    }
}
