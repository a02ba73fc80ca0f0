package upkeep.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server may send, by chance; the program says what it holds the reader to. {@code docs/development.md} tells how to run it long. */
@Timeout(120)
class HttpAnswerFuzzTest {
    private static final String SEED = "1";
    private static final String INPUTS = "1500";

    @Test
    void theReaderKeepsItsRules() throws Exception {
        Process process = new ProcessBuilder(Compiler.fuzzer().toString(), SEED, INPUTS)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(
                output.matches(INPUTS
                        + " inputs: [1-9][0-9]+ complete, [1-9][0-9]+ broken, in [1-9][0-9]+ the text was found\n"),
                output);
    }
}
