package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.cli.OneVerb.Answer;

/** Who would be told, by the example. */
class RoutesVerbTest {

    @TempDir
    Path directory;

    private Answer by(String example, String... args) throws IOException {
        Files.copy(Path.of("yaml-examples", example), directory.resolve("upkeep.yaml"));
        List<String> all = new ArrayList<>(List.of("routes", "test", "--specs", directory.toString()));
        all.addAll(List.of(args));
        return OneVerb.run(false, RoutesVerb::new, all);
    }

    private Answer run(String... args) throws IOException {
        return by("alerts.yaml", args);
    }

    @Test
    void whatCannotWaitIsToldAtOnceToThree() throws IOException {
        Answer answer = run("checkout");
        assertEquals(0, answer.exitCode(), answer::err);
        assertEquals("""
                chat (slack) is told of checkout (error, page): at once, again every 1h, by route 0 at upkeep.yaml:72:7
                phone (ntfy) is told of checkout (error, page): at once, again every 1h, by route 0 at upkeep.yaml:72:7
                team (mail) is told of checkout (error, page): at once, again every 1h, by route 0 at upkeep.yaml:72:7
                """, answer.out().replace(directory + "/", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders | 2 | chat (slack) is told of orders (error, notice): after 2min, again every 4h, by route 1",
                "webshop-disk | 1 | team (mail) is told of webshop-disk (error, notice): after 30s, again every 1d, by route 2",
                "webshop-certificate | 1 | is told of webshop-certificate (error, digest): in the digest, ",
                "host --severity critical | 3 | phone (ntfy) is told of the machine (critical, page)"
            })
    void theRouteIsNamed(String arguments, int lines, String part) throws IOException {
        Answer answer = run(arguments.split(" ", -1));
        assertEquals(0, answer.exitCode(), answer::err);
        assertEquals(lines, answer.out().lines().count(), answer::out);
        assertTrue(answer.out().contains(part), answer::out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chekout | did you mean checkout?",
                "orders --severity loud | cannot read --severity loud",
                "orders --urgency now | cannot read --urgency now"
            })
    void whatCannotBeIsSaid(String arguments, String part) throws IOException {
        Answer answer = run(arguments.split(" ", -1));
        assertEquals(2, answer.exitCode(), answer::out);
        assertTrue(answer.err().contains(part), answer::err);
    }

    @Test
    void whereNobodyIsToldTheExitCodeSaysSo() throws IOException {
        Answer answer = by("node-app.yaml", "node-app");
        assertEquals(1, answer.exitCode(), answer::err);
        assertEquals("nobody is told of node-app (error, notice)\n", answer.out());
    }
}
