package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Completion by zsh and fish, each of which asks bash's function. Without these shells the tests fail, unless
 * {@code -Dupkeep.test.shells=skip} says that this is known.
 */
@DisabledIfSystemProperty(named = "upkeep.test.shells", matches = "skip")
class ShellCompletionTest {

    /** In place of zsh's own, which works only while a line is edited: prints what it is given behind "--". */
    private static final String COMPADD = "compadd() { while [[ $1 != -- ]] { shift }; shift; print -rl -- \"$@\" }\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void scripts() throws IOException {
        Shell shell = new Shell(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                false,
                false,
                Optional::empty,
                _ -> (_, _) -> List.of(),
                new FakeHost());
        Path bash = Files.writeString(folder.resolve("bash"), BashCompletion.text(shell));
        for (String name : List.of("_upkeep", "upkeep.fish")) {
            String script = Files.readString(Path.of("src/main/completion", name));
            String installed = "/usr/share/bash-completion/completions/upkeep";
            assertEquals(2, script.split(installed, -1).length, name);
            Files.writeString(folder.resolve(name), script.replace(installed, bash.toString()));
        }
        Files.createDirectories(folder.resolve("specs"));
        Files.createFile(folder.resolve("some.db"));
    }

    private List<String> run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // fish writes to the home folder.
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().filter(each -> !each.isEmpty()).sorted().toList();
    }

    /** What the last of these words is completed to by zsh. */
    private List<String> zsh(String... words) throws IOException, InterruptedException {
        String line = Arrays.stream(words).map(it -> "'" + it + "'").collect(Collectors.joining(" "));
        return run(
                "zsh",
                "-fc",
                COMPADD + "complete_it() { local -a words=(upkeep " + line
                        + "); local CURRENT=$#words PREFIX=$words[-1]\n" + "source ./_upkeep }\ncomplete_it");
    }

    private List<String> fish(String... words) throws IOException, InterruptedException {
        return run(
                "fish",
                "--no-config",
                "-c",
                "source ./upkeep.fish; complete --do-complete 'upkeep " + String.join(" ", words) + "'");
    }

    @Test
    void zshCompletesVerbsOptionsFoldersAndFiles() throws IOException, InterruptedException {
        assertEquals(List.of("release", "remove", "render", "replay"), zsh("re"));
        assertEquals(List.of("--json"), zsh("status", "--j"));
        assertEquals(List.of("specs"), zsh("plan", "--specs", "sp"));
        assertEquals(List.of("some.db"), zsh("replay", "som"));
        assertEquals(List.of(), zsh("hold", "web", "--for", ""));
    }

    @Test
    void fishCompletesVerbsOptionsFoldersAndFiles() throws IOException, InterruptedException {
        assertEquals(List.of("release", "remove", "render", "replay"), fish("re"));
        assertEquals(List.of("--json"), fish("status", "--j"));
        assertEquals(List.of("specs"), fish("plan", "--specs", "sp"));
        assertEquals(List.of("some.db"), fish("replay", "som"));
        assertEquals(List.of(), fish("hold", "web", "--for", "''"));
    }
}
