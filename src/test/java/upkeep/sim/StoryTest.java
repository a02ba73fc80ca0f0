package upkeep.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import upkeep.base.Moment;
import upkeep.core.Entry;

/**
 * What upkeepd writes into its ledger in some worlds, word for word: any change of what is decided shows here. With
 * {@code -Dupkeep.test.golden=write} the stories are written anew; read the difference as one who is called at night would.
 */
class StoryTest {

    private static final Path STORIES = Path.of("src/test/resources/sim");
    private static final List<Long> SEEDS = List.of(3L, 8L, 34L, 711L, 10_321L, 17_770L);

    @TestFactory
    Stream<DynamicTest> isTheOneThatWasRead() {
        return SEEDS.stream().map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(seed)));
    }

    private static void compare(long seed) throws IOException {
        String story = story(seed);
        Path file = STORIES.resolve("story-" + seed + ".txt");
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.createDirectories(STORIES);
            Files.writeString(file, story);
        } else {
            assertEquals(Files.readString(file), story);
        }
    }

    private static String story(long seed) {
        List<Entry> entries = Seeds.run(seed, Simulation.Variant.WHOLE).entries();
        Moment begin = entries.getFirst().at();
        return entries.stream().map(entry -> line(begin, entry)).collect(Collectors.joining());
    }

    private static String line(Moment begin, Entry entry) {
        String causes = entry.causes().stream().map(cause -> " #" + cause).collect(Collectors.joining());
        double seconds = entry.at().since(begin).toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "#%d %+.3f s %s %s: %s <-%s %s\n",
                entry.number(),
                seconds,
                entry.kind().word(),
                entry.subject(),
                entry.text(),
                causes,
                new TreeMap<>(entry.fields()));
    }
}
