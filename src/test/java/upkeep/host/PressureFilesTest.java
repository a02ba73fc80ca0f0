package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.host.PressureFiles.Stall;

class PressureFilesTest {

    private static final String TEXT = """
            some avg10=93.04 avg60=80.65 avg300=51.50 total=401749333
            full avg10=0.00 avg60=0.00 avg300=0.00 total=0
            """;
    private static final Stall NOTHING = new Stall(OptionalDouble.empty(), OptionalDouble.empty());

    @TempDir
    Path folder;

    @Test
    void readsTheShareOfTenSeconds() throws Exception {
        Files.writeString(folder.resolve("cpu"), TEXT.lines().findFirst().orElseThrow() + "\n");
        Files.writeString(folder.resolve("memory"), TEXT);
        PressureFiles files = new PressureFiles(folder);
        assertEquals(new Stall(OptionalDouble.of(93.04), OptionalDouble.empty()), files.cpu());
        assertEquals(new Stall(OptionalDouble.of(93.04), OptionalDouble.of(0)), files.memory());
        assertEquals(NOTHING, files.io());
    }

    @Test
    void readsNoMoreThanItNeeds() throws Exception {
        Files.writeString(folder.resolve("io"), "x\n".repeat(1_000_000) + TEXT);
        assertEquals(NOTHING, new PressureFiles(folder).io());
        Files.createDirectory(folder.resolve("memory"));
        assertEquals(NOTHING, new PressureFiles(folder).memory());
    }

    @Test
    void neverFailsOnWhatIsNotUnderstood() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(TEXT);
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> text.insert(at, TEXT, 0, random.nextInt(TEXT.length()));
                    default -> text.delete(at, at + random.nextInt(20));
                }
                if (text.isEmpty()) {
                    text.append(' ');
                }
            }
            Stall stall = PressureFiles.parse(Optional.of(text.toString()));
            assertTrue(isShare(stall.some()) && isShare(stall.full()), text::toString);
        }
    }

    private static boolean isShare(OptionalDouble value) {
        return value.isEmpty() || (value.getAsDouble() >= 0 && value.getAsDouble() <= 100);
    }
}
