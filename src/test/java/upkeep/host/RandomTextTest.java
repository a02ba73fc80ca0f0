package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever stands in a file, a parser answers: for noise, and for recordings with some of their bytes changed. */
class RandomTextTest {

    private static final long SEED = 20_261_125;
    private static final int ROUNDS = 2_000;

    private static final Map<String, Function<String, Object>> PARSERS = Map.ofEntries(
            Map.entry("proc/stat", CpuTimes::parse),
            Map.entry("proc/meminfo", MemoryUse::parse),
            Map.entry("proc/vmstat", text -> Activity.parse(text, text)),
            Map.entry("proc/loadavg", Machine::load),
            Map.entry("proc/uptime", Machine::uptime),
            Map.entry("proc/sys/fs/file-nr", Machine::openFiles),
            Map.entry("proc/diskstats", DiskCounters::parse),
            Map.entry("proc/1/mountinfo", Mount::parse),
            Map.entry("proc/1/stat", ProcessStat::parse),
            Map.entry("proc/1/status", ProcessStatus::parse),
            Map.entry("proc/1/io", ProcessIo::parse),
            Map.entry("proc/1/smaps_rollup", ProcessStatus::proportional),
            Map.entry("proc/1/cgroup", ControlGroups::unit),
            Map.entry("proc/net/tcp", text -> ListeningSocket.parseInternet("tcp", text)),
            Map.entry("proc/net/tcp6", text -> ListeningSocket.parseInternet("tcp", text)),
            Map.entry("proc/net/udp", text -> ListeningSocket.parseInternet("udp", text)),
            Map.entry("proc/net/unix", ListeningSocket::parseUnix),
            Map.entry("proc/1/maps", MappedFiles::isOutdated),
            Map.entry("proc/mdstat", RaidArray::parse));

    private static final String MDSTAT = """
            Personalities : [raid1]
            md2 : active raid5 sdd1[4] sdc1[2] sdb1[1] sda1[0](F) sde1[5](S)
                  878875968 blocks super 1.2 level 5, 64k chunk, algorithm 2 [4/3] [UUU_]
                  [==>..................]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec

            unused devices: <none>
            """;

    @TestFactory
    Stream<DynamicTest> parsersAnswer() {
        return PARSERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(parser ->
                        DynamicTest.dynamicTest(parser.getKey(), () -> feed(parser.getKey(), parser.getValue())));
    }

    private static void feed(String file, Function<String, Object> parser) throws IOException {
        Random random = new Random(SEED);
        for (String text : recordings(file)) {
            assertNotNull(parser.apply(text));
            for (int i = 0; i < ROUNDS; i++) {
                assertNotNull(parser.apply(changed(text, random)));
            }
        }
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            assertNotNull(parser.apply(new String(noise, StandardCharsets.ISO_8859_1)));
        }
    }

    private static List<String> recordings(String file) throws IOException {
        List<String> texts = new ArrayList<>(List.of(MDSTAT));
        for (String kernel : List.of("linux-6.1", "linux-6.18")) {
            Path path = Path.of("src", "test", "resources", "host", kernel).resolve(file);
            if (Files.exists(path)) {
                texts.add(Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    /** Some characters replaced, mostly by ones that mean something; now and then cut off. */
    private static String changed(String text, Random random) {
        String signs = "0123456789 \n\t:[]()=-/\\_%.,kBUF";
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(6); i >= 0 && !changed.isEmpty(); i--) {
            changed.setCharAt(random.nextInt(changed.length()), signs.charAt(random.nextInt(signs.length())));
        }
        if (random.nextInt(4) == 0) {
            changed.setLength(random.nextInt(changed.length() + 1));
        }
        return changed.toString();
    }
}
