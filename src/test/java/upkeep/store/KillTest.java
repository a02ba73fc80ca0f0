package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.HardState;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;

/** kill -9 in the middle of writing: what was acknowledged is there, and the file is whole. */
class KillTest {

    private static final int ACKNOWLEDGED = 300;

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedCommitSurvives() throws Exception {
        Process writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long acknowledged = 0;
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            while (acknowledged < ACKNOWLEDGED) {
                acknowledged = Long.parseLong(String.valueOf(lines.readLine()));
            }
            writer.toHandle().destroyForcibly();
            // What it said before it died counts as well.
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                acknowledged = Math.max(acknowledged, Long.parseLong(line));
            }
        } finally {
            writer.destroyForcibly();
        }
        assertTrue(writer.waitFor(30, TimeUnit.SECONDS));
        assertEquals(128 + 9, writer.exitValue());
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(Optional.empty(), ledger.setAside());
            long last = ledger.lastEntryNumber();
            assertTrue(last == acknowledged || last == acknowledged + 1, last + " after " + acknowledged);
            assertEquals(
                    last, ledger.entries(Query.newest(Query.MOST).about("web")).size());
            HardState state = ledger.loadHardStates().getFirst();
            assertEquals(String.valueOf(last), state.hold().orElseThrow().reason());
        }
    }

    /** Commits for ever, and says each number once it is committed. */
    static final class Writer {
        private Writer() {}

        @SuppressWarnings("InfiniteLoopStatement")
        public static void main(String[] arguments) throws Exception {
            Ledger ledger = Ledger.open(Path.of(arguments[0]));
            PrintStream out = new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
            for (long number = 1; number <= Query.MOST; number++) {
                HardState state = new HardState(
                        "web",
                        Intent.RUN,
                        Optional.of(new Hold(Instant.EPOCH, String.valueOf(number), "root", Optional.of("db"))),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
                ledger.commit(List.of(LedgerTest.entry(number, "web", Instant.now())), List.of(state));
                out.println(number);
            }
            throw new IllegalStateException("nobody killed us");
        }
    }
}
