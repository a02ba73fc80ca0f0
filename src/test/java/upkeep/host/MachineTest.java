package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

    @Test
    void readsWhatLinux61Says() {
        Machine.Sample sample = new Machine(Recorded.linux61()).read();
        assertEquals(Optional.of(new Machine.LoadAverage(1.37, 0.35, 0.12)), sample.load());
        assertEquals(1, sample.cpu().orElseThrow().processors());
        assertEquals(
                new MemoryUse(753_204L * 1024, (753_204L - 718_660) * 1024, 0, 0),
                sample.memory().orElseThrow());
        assertEquals(OptionalDouble.of(27.44), sample.uptime());
        assertEquals(3, sample.processes());
    }

    @Test
    void readsWhatLinux618Says() {
        Machine.Sample sample = new Machine(Recorded.linux618()).read();
        assertTrue(sample.load().isPresent());
        assertTrue(sample.cpu().orElseThrow().total() > 0);
        assertTrue(sample.memory().orElseThrow().used() > 0);
        assertTrue(sample.activity().orElseThrow().contextSwitches() > 0);
        assertTrue(sample.openFiles().orElseThrow().open() > 0);
        assertTrue(sample.boot().isPresent());
    }

    @Test
    void knowsNothingWhereNothingIs(@TempDir Path empty) {
        Machine.Sample sample = new Machine(new ProcFiles(empty, () -> 7)).read();
        assertEquals(
                new Machine.Sample(
                        7,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        0,
                        Map.of(),
                        Optional.empty()),
                sample);
    }

    @Test
    void countsGuestsOnce() {
        CpuTimes times = CpuTimes.parse("cpu  100 20 30 400 50 1 2 3 60 10\ncpu0 1 2 3 4\ncpu1 1 2 3 4\nintr 5\n")
                .orElseThrow();
        assertEquals(new CpuTimes(2, 40, 10, 30, 400, 50, 1, 2, 3, 70), times);
        assertEquals(606, times.total());
        assertEquals(156, times.busy());
    }

    @Test
    void olderKernelsCountLess() {
        assertEquals(Optional.of(new CpuTimes(1, 1, 2, 3, 4, 0, 0, 0, 0, 0)), CpuTimes.parse("cpu  1 2 3 4\nintr 5\n"));
        assertEquals(Optional.empty(), CpuTimes.parse("cpu  1 2 3\n"));
    }

    @Test
    void usedMemoryIsWhatIsNotAvailable() {
        String text = """
                MemTotal:       1000 kB
                MemFree:         100 kB
                MemAvailable:    600 kB
                Cached:          500 kB
                SwapCached:        1 kB
                SwapTotal:       200 kB
                SwapFree:         50 kB
                """;
        assertEquals(Optional.of(new MemoryUse(1_024_000, 409_600, 204_800, 153_600)), MemoryUse.parse(text));
        assertEquals(Optional.empty(), MemoryUse.parse(text.replace("MemAvailable", "MemOther")));
    }

    @Test
    void pagingIsCountedInBytesAndSwappingInPages() {
        Activity activity = Activity.parse(
                "cpu 1 2 3 4\nctxt 97747410\nbtime 1\n", "pgpgin 10\npgpgout 20\npswpin 3\npswpout 4\nnr_free 5\n");
        assertEquals(new Activity(97_747_410, 10_240, 20_480, 3, 4), activity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2", "a b c", "NaN 1 1 1/2 3", "0.1 Infinity 0.2 1/2 3"})
    void whatIsNoLoadIsNone(String text) {
        assertEquals(Optional.empty(), Machine.load(text));
    }

    @Test
    void openFilesHaveALimit() {
        assertEquals(Optional.of(new Machine.OpenFiles(705, 2_466_174)), Machine.openFiles("705\t0\t2466174\n"));
        assertEquals(Optional.empty(), Machine.openFiles("705"));
    }
}
