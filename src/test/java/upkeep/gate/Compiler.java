package upkeep.gate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/**
 * Builds what is written in C, into target/gate, once for all test processes. Where there is no compiler the tests fail, unless
 * {@code -Dupkeep.test.c-compiler=skip} says that this is known.
 */
final class Compiler {
    private static final Path SOURCES = Path.of("src/main/c/upkeep-gate");
    private static final Path WORK = Path.of("target/gate").toAbsolutePath();

    private static final List<String> SANITIZERS =
            List.of("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");

    private Compiler() {}

    /** How the program is built. */
    enum Build {
        /** As it is installed, but for the flags of Debian. */
        PLAIN,
        /** With the compiler's checks of memory and of undefined behaviour, which end it at the first mistake. */
        SANITIZED
    }

    static Path gate(Build build) {
        Path folder = WORK.resolve(build.name().toLowerCase(Locale.ROOT));
        List<String> command = new ArrayList<>(
                List.of("make", "--silent", "--directory=" + SOURCES, "BUILD=" + folder, "VERSION=test"));
        if (build == Build.SANITIZED) {
            command.add("CFLAGS=" + String.join(" ", SANITIZERS));
        }
        build(command);
        return folder.resolve("upkeep-gate");
    }

    static Path fuzzer() {
        Path program = WORK.resolve("fuzz_http_answer");
        List<String> command =
                new ArrayList<>(List.of("cc", "-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror"));
        command.addAll(SANITIZERS);
        command.addAll(List.of("-I" + SOURCES, "-o", program.toString(), "src/test/c/upkeep-gate/fuzz_http_answer.c"));
        for (String source : List.of("http_answer.c", "text_search.c", "outcome.c")) {
            command.add(SOURCES.resolve(source).toString());
        }
        build(command);
        return program;
    }

    private static void build(List<String> command) {
        try {
            Files.createDirectories(WORK);
            try (FileChannel channel = FileChannel.open(
                            WORK.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                run(command);
            }
        } catch (IOException e) {
            Assumptions.assumeFalse(
                    "skip".equals(System.getProperty("upkeep.test.c-compiler")),
                    "there is no C compiler: upkeep-gate was not tested");
            throw new AssertionError(
                    "cannot build upkeep-gate: install the packages gcc, libc6-dev and make, or say"
                            + " -Dupkeep.test.c-compiler=skip",
                    e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        // make itself is there, but not what it calls.
        if (status != 0 && output.contains("cc: No such file or directory")) {
            throw new IOException(output);
        }
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status + "\n" + output);
        }
    }
}
