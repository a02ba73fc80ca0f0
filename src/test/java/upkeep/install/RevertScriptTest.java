package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that waits for a confirmation, between a command {@code upkeep} and a {@code sleep} of our own, which write
 * down that they were called and what they were told. No time passes.
 */
class RevertScriptTest {

    private static final long FAR = 100_000;

    @TempDir
    private Path folder;

    private Path state = Path.of("unconfirmed");

    @BeforeEach
    void layOut() throws IOException {
        state = folder.resolve("unconfirmed");
        Files.copy(
                Path.of("src/main/launcher/upkeep-revert"),
                folder.resolve("upkeep-revert"),
                StandardCopyOption.COPY_ATTRIBUTES);
        program("upkeep", "rm -f '" + state + "'");
        program("sleep", "rm -f '" + state + "'");
    }

    private void program(String name, String then) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\necho " + name + " \"$@\" >>'" + folder + "/calls'\n" + then + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private void wait(Unconfirmed.Due due) throws IOException {
        Files.writeString(state, new Unconfirmed(3, true, false, due).text());
    }

    private static String boot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    private static long uptime() throws IOException {
        String text = Files.readString(Path.of("/proc/uptime"));
        return Long.parseLong(text.substring(0, text.indexOf('.')));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    /** What was called, in order. */
    private List<String> run(int exitCode) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        folder.resolve("upkeep-revert").toString(), state.toString())
                .redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(exitCode, process.exitValue(), said);
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void whereNothingWaitsItEnds() throws IOException, InterruptedException {
        assertEquals(List.of(), run(0));
    }

    @Test
    void whatIsConfirmedMeanwhileStays() throws IOException, InterruptedException {
        // The time of day does not count within a boot: that one is long over.
        wait(new Unconfirmed.Due(FAR, boot(), uptime() + FAR, 0));
        assertEquals(List.of("sleep 5"), run(0));
    }

    @Test
    void whatIsOverInThisBootIsTakenBack() throws IOException, InterruptedException {
        wait(new Unconfirmed.Due(FAR, boot(), uptime() - 1, now() + FAR));
        assertEquals(List.of("upkeep rollback --unconfirmed"), run(0));
        assertFalse(Files.exists(state));
    }

    @Test
    void inAnotherBootTheTimeOfDayCounts() throws IOException, InterruptedException {
        wait(new Unconfirmed.Due(FAR, "00000000-0000-0000-0000-000000000000", uptime() + FAR, now() - 1));
        assertEquals(List.of("upkeep rollback --unconfirmed"), run(0));
        Files.delete(folder.resolve("calls"));
        wait(new Unconfirmed.Due(FAR, "00000000-0000-0000-0000-000000000000", 0, now() + FAR));
        assertEquals(List.of("sleep 5"), run(0));
    }

    @Test
    void afterARebootItWaitsNoLongerThanWasAskedForThoughTheClockIsWrong() throws IOException, InterruptedException {
        wait(new Unconfirmed.Due(2, "00000000-0000-0000-0000-000000000000", 0, now() + FAR));
        String first = run(0).getFirst();
        assertTrue(List.of("sleep 1", "sleep 2").contains(first), first);
    }

    @Test
    void whatCannotBeTakenBackIsTriedAgainLaterAndLater() throws IOException, InterruptedException {
        // It fails until it was tried three times.
        program("upkeep", "[ \"$(grep -c ^upkeep '" + folder + "/calls')\" -lt 3 ] || exec rm '" + state + "'; exit 1");
        program("sleep", "");
        wait(new Unconfirmed.Due(FAR, boot(), uptime() - 1, 0));
        String upkeep = "upkeep rollback --unconfirmed";
        assertEquals(List.of(upkeep, "sleep 10", upkeep, "sleep 20", upkeep), run(0));
    }

    @Test
    void whatWeDidNotWriteIsAFailure() throws IOException, InterruptedException {
        Files.writeString(state, "within=$(reboot)\n");
        assertEquals(List.of(), run(1));
    }
}
