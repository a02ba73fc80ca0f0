package upkeep.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code upkeep beat}, with a command {@code busctl} of our own, which writes down what it is asked. */
class BeatScriptTest {

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeEach
    void layOut() throws IOException {
        busctl("printf 'iss 0 \"\" \"\"\\n'");
        program("sleep", "");
    }

    private void busctl(String then) throws IOException {
        program(
                "busctl",
                "shift 7\nprintf '%s,' \"$@\" >>'" + folder + "/calls'\necho >>'" + folder + "/calls'\n" + then);
    }

    private void program(String name, String then) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + then + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "src/main/launcher/upkeep-beat"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        Path said = folder.resolve("said");
        builder.redirectError(said.toFile());
        Process process = builder.start();
        try (OutputStream input = process.getOutputStream()) {
            input.write("some input\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It needs no input, and is over already.
        }
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        err = Files.readString(said);
        return process.exitValue();
    }

    private List<String> calls() throws IOException {
        return Files.exists(folder.resolve("calls"))
                ? Files.readString(folder.resolve("calls"))
                        .lines()
                        .map(line -> line.replaceFirst("^.*?org.upkeep1.Heartbeats,", "")
                                .replaceFirst(",[0-9]+\\.[0-9]{3},", ",SECONDS,"))
                        .toList()
                : List.of();
    }

    @Test
    void aJobIsRunWithItsInputAndWhatBecameOfItIsTold() throws Exception {
        assertEquals(3, run("etl", "--", "/bin/sh", "-c", "cat; echo 'a $HOME' \"$0\"; exit 3", "--start"));
        assertEquals("some input\na $HOME --start\n", out);
        assertEquals(List.of("Begin,s,etl,", "End,sids,etl,3,SECONDS,,"), calls());
        assertEquals("", err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "etl | End,sids,etl,0,-1,,",
                "--start etl | Begin,s,etl,",
                "--failure etl | End,sids,etl,1,-1,,",
                "--failure=75 --note=full etl | End,sids,etl,75,-1,full,"
            })
    void onlyTelling(String arguments, String call) throws Exception {
        assertEquals(0, run(arguments.split(" ")));
        assertEquals(List.of(call), calls());
    }

    @Test
    void aJobIsRunAlsoIfUpkeepdCannotBeTold() throws Exception {
        busctl("echo 'Call failed: no such name'; exit 1");
        assertEquals(0, run("etl", "--", "echo", "done"));
        assertEquals("done\n", out);
        assertEquals(20, calls().size(), "ten times each");
        assertTrue(err.contains("error: cannot tell of the job etl: Call failed: no such name\n"), err);
    }

    @Test
    void whatUpkeepdAnswersIsSaidAsItIs() throws Exception {
        busctl(
                "printf '%s\\n' 'iss 2 \"\" \"error: cannot tell of the job etl: \\\"x\\\"\\n  hint: did you mean el?\\n\"'");
        assertEquals(2, run("etl"));
        assertEquals("error: cannot tell of the job etl: \"x\"\n  hint: did you mean el?\n", err.replace("\\\"", "\""));
    }

    @Test
    void aSignalGoesToTheJobAndItsEndIsTold() throws Exception {
        assertEquals(7, run("etl", "--", "/bin/sh", "-c", "trap 'exit 7' TERM; kill -TERM $PPID; while :; do :; done"));
        assertEquals(List.of("Begin,s,etl,", "End,sids,etl,7,SECONDS,,"), calls());
    }

    @ParameterizedTest
    @CsvSource({"''", "--failure=x", "--odd etl", "etl etc", "--note"})
    void whatIsNoUseIsRefused(String arguments) throws Exception {
        assertEquals(2, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertTrue(err.startsWith("error: cannot tell of a job: "), err);
        assertEquals(List.of(), calls());
    }
}
