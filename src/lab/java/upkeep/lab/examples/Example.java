package upkeep.lab.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of one of {@code yaml-examples}, and what a test has to write otherwise in it. */
record Example(String text) {
    private static final Path EXAMPLES = Path.of("yaml-examples");

    static Example of(String file) {
        try {
            return new Example(Files.readString(EXAMPLES.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes something in place of what stands there, wherever it does; it must. */
    Example with(String written, String instead) {
        assertTrue(text.contains(written), () -> "'" + written + "' is no longer in\n" + text);
        return new Example(text.replace(written, instead));
    }

    /** Looks often, so that a test need not wait: every second in place of what the example says. */
    Example often() {
        return new Example(text.replaceAll("(?m)^( *every:) .*$", "$1 1s"));
    }

    /** Waits two seconds for an answer where the example would wait longer; a checksum gets its time. */
    Example impatient() {
        return new Example(text.replaceAll("(?m)^( *timeout:) (3s|5s|10s)$", "$1 2s"));
    }
}
