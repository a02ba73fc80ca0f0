package upkeep.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs upkeep-gate, and ends with itself what it began. */
final class Gate implements AutoCloseable {
    /** The machine gave the process no time: not what a test is about. */
    private static final String HELD_UP = "this process did not run";

    static final int READY = 0;
    static final int NOT_READY = 1;
    static final int USAGE = 2;
    static final int MAIN_PROCESS_ENDED = 3;

    private final Path program;
    private final List<Process> begun = new ArrayList<>();

    private Gate(Path program) {
        this.program = program;
    }

    /** How it ended, and what it wrote to standard error. */
    record End(int status, String text) {
        /** Ready, without a word. */
        void isReady() {
            assertEquals(new End(READY, ""), this);
        }

        void isNotReady(String seen) {
            assertEquals(NOT_READY, status, text);
            assertTrue(text.startsWith("upkeep-gate: not ready after "), text);
            assertEquals(1, text.lines().count(), text);
            assertTrue(text.contains("last seen: ") && text.contains(seen), () -> text + "wanted: " + seen);
        }
    }

    static Gate built(Compiler.Build build) {
        return new Gate(Compiler.gate(build));
    }

    Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("NOTIFY_SOCKET", "INVOCATION_ID", "JOURNAL_STREAM"));
        // Nothing is allocated, and looking for leaks takes a right that containers lack.
        builder.environment().put("ASAN_OPTIONS", "detect_leaks=0");
        builder.environment().putAll(environment);
        Process process = builder.start();
        begun.add(process);
        process.getOutputStream().close();
        return process;
    }

    @Override
    public void close() {
        begun.forEach(Process::destroyForcibly);
    }

    static End end(Process process) throws IOException {
        String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.onExit().join().exitValue(), text);
    }

    End run(String... arguments) throws IOException {
        End end = end(start(Map.of(), arguments));
        for (int again = 0; again < 5 && end.text().contains(HELD_UP); again++) {
            end = end(start(Map.of(), arguments));
        }
        return end;
    }

    /** Waits for what will come about. */
    End ready(String... arguments) throws IOException {
        return run(with(List.of("ready", "--interval=5ms", "--timeout=30s", "--deadline=60s"), arguments));
    }

    /** Tries once, with as much time as it takes. */
    End once(String... arguments) throws IOException {
        return run(with(List.of("ready", "--tries=1", "--timeout=60s"), arguments));
    }

    /** Tries once, for a short time; for a longer one where that was too short to see it. */
    void inVain(String seen, String... arguments) throws IOException {
        End end = run(with(List.of("ready", "--tries=1", "--timeout=50ms"), arguments));
        for (int timeout = 500; timeout <= 5000 && !end.text().contains(seen); timeout *= 10) {
            end = run(with(List.of("ready", "--tries=1", "--timeout=" + timeout + "ms"), arguments));
        }
        end.isNotReady(seen);
    }

    /** Asks a process for its end, and leaves what it wrote. */
    static End terminate(Process process) throws IOException {
        process.toHandle().destroy();
        return end(process);
    }

    static String[] with(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
