package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.probe.program.RunReport.Ending;

/** The program that stands between systemd and the program of a check; pipes stand for the connection here. */
@Timeout(120)
class WithStatusTest {

    @TempDir
    Path folder;

    private static Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("src/main/launcher/with-status").redirectErrorStream(true);
        builder.command().addAll(List.of(command));
        return builder.start();
    }

    /** What it tells while the other side stays. */
    private static Ending told(String... command) throws Exception {
        Process process = start(command);
        try (OutputStream _ = process.getOutputStream();
                InputStream in = process.getInputStream()) {
            assertEquals(0, process.waitFor(), "it has told the status, and is well itself");
            // What waits for the other side to go has no output open.
            byte[] bytes = in.readAllBytes();
            RunReport report = new RunReport();
            report.add(bytes, bytes.length);
            return report.ending();
        }
    }

    private static Ending shell(String script, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 4];
        command[0] = "/bin/sh";
        command[1] = "-c";
        command[2] = script;
        command[3] = "sh";
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return told(command);
    }

    @Test
    void outputAndStatusAreTold() throws Exception {
        assertEquals(new Ending.Ended(3, "out\nerr\n"), shell("echo out; echo err >&2; exit 3"));
        assertEquals(new Ending.Ended(0, "no line feed"), shell("printf 'no line feed'"));
        assertEquals(new Ending.Ended(0, ""), told("/bin/true"));
    }

    @Test
    void argumentsAreHandedOnAsTheyAre() throws Exception {
        assertEquals(
                new Ending.Ended(0, "a b|$HOME|`id`|'|"), shell("printf '%s|' \"$@\"", "a b", "$HOME", "`id`", "'"));
    }

    @Test
    void aSignalIsToldAsAShellDoes() throws Exception {
        assertEquals(new Ending.Ended(128 + 9, "x"), shell("printf x; kill -KILL $$"));
        assertEquals(new Ending.Ended(128 + 11, ""), shell("kill -SEGV $$"));
    }

    @Test
    void thereIsNoInputAndNothingElseIsOpen() throws Exception {
        assertEquals(
                new Ending.Ended(0, "0\n1\n2\n"),
                shell("cat; for i in 0 1 2 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$i ] || echo $i; done"));
    }

    @Test
    void whatLooksLikeAStatusIsOutput() throws Exception {
        assertEquals(new Ending.Ended(1, "\0status 0\n"), shell("printf '\\0status 0\\n'; exit 1"));
    }

    @Test
    void whatCannotBeRunIsTold() throws Exception {
        assertEquals(new Ending.Missing(), told("/nonexistent"));
        assertEquals(new Ending.Forbidden(), told(folder.toString()));
        assertEquals(
                new Ending.Forbidden(),
                told(Files.writeString(folder.resolve("plain"), "text").toString()));
    }

    @Test
    void itIsKilledOnceTheOtherSideIsGone() throws Exception {
        Process process = start("/bin/sh", "-c", "echo $$; exec sleep 1000");
        try (BufferedReader lines = process.inputReader()) {
            assertEquals("\0begins", lines.readLine());
            long program = Long.parseLong(lines.readLine());
            process.getOutputStream().close();
            assertEquals(128 + 9, process.waitFor());
            // That is systemd's part, which then kills the whole control group.
            ProcessHandle.of(program).orElseThrow().destroyForcibly();
        }
    }
}
