package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.probe.RecordedUnits;
import upkeep.probe.bus.BusValues;

/** What systemd-timesyncd said in a lab machine, 252 and 257 alike: with a server, after that had gone, and before an answer. */
class TimesyncdTest {

    private static final long SECOND = 1_000_000;

    static Map<String, Object> recorded(String name) {
        return RecordedUnits.values(read(name).path("values"));
    }

    private static JsonNode read(String name) {
        return RecordedUnits.read("timesyncd").path(name);
    }

    private static ClockReport report(String name) {
        return Timesyncd.report(
                new BusValues(recorded(name)),
                Optional.of(true),
                read(name).path("wall").asLong());
    }

    /** The recorded answer with another value in it. */
    private static ClockReport with(Map<Integer, Object> changes, long now) {
        Map<String, Object> values = new HashMap<>(recorded("answered"));
        List<Object> message = new ArrayList<>((List<?>) values.getOrDefault("NTPMessage", List.of()));
        changes.forEach(message::set);
        values.put("NTPMessage", message);
        return Timesyncd.report(new BusValues(values), Optional.of(true), now);
    }

    @Test
    void theLastAnswerIsRead() {
        ClockReport report = report("answered");
        assertEquals("systemd-timesyncd", report.daemon());
        assertTrue(report.isSynchronised());
        assertEquals(8, report.stratum());
        assertEquals(-0.5e-6, report.offset(), 1e-12);
        assertEquals(55e-6, report.rootDelay(), 1e-12);
        // Three seconds of a clock that may drift.
        assertEquals(15e-6 * 3.125222, report.rootDispersion(), 1e-12);
        assertEquals(0.0, report.jitter().orElseThrow());
        assertEquals(
                "127.0.0.1 (in use, reach 1, stratum 8, offset -0.5 µs)",
                report.selected().orElseThrow().text());
    }

    @Test
    void whatTheServerKnowsOfItselfCounts() {
        ClockReport report = with(Map.of(5, 40_000L, 6, 3_000L, 14, 2_000L), 1_795_660_347_965_921L);
        assertEquals(0.040055, report.rootDelay(), 1e-12);
        assertEquals(0.005, report.rootDispersion(), 1e-12);
        assertEquals(0.002, report.jitter().orElseThrow());
    }

    @Test
    void silenceIsCountedInPolls() {
        // 102 s after the only answer, asking every 32 s.
        assertEquals(
                "127.0.0.1 (in use, reach 10, stratum 8, offset -0.5 µs)",
                report("silent").selected().orElseThrow().text());
        long answered = 1_795_660_347_965_921L;
        long[] ages = {0, 31, 33, 65, 255, 257};
        int[] reach = {0xff, 0xff, 0xfe, 0xfc, 0x80, 0};
        for (int i = 0; i < ages.length; i++) {
            ClockReport report = with(Map.of(13, 1_000L), answered + ages[i] * SECOND);
            assertEquals(reach[i], report.sources().getFirst().reach(), ages[i] + " s");
        }
    }

    @Test
    void beforeTheFirstAnswerNothingIsInUse() {
        ClockReport report = report("starting");
        assertFalse(report.isSynchronised());
        assertEquals(Optional.empty(), report.selected());
        assertEquals(
                "1.debian.pool.ntp.org (asked, reach 0; no answer; look at the firewall for UDP port 123)",
                report.sources().getFirst().text());
    }

    @Test
    void theKernelHasASayInIt() {
        BusValues values = new BusValues(recorded("answered"));
        long now = read("answered").path("wall").asLong();
        assertFalse(Timesyncd.report(values, Optional.of(false), now).isSynchronised());
        assertTrue(Timesyncd.report(values, Optional.empty(), now).isSynchronised());
        assertFalse(with(Map.of(0, 3L), now).isSynchronised());
    }

    @Test
    void aClockThatWasSetIsRightAndTheAnswerIsNoOlderForIt() {
        long received = 1_795_660_347_965_921L;
        // An hour behind; by now the clock shows the hour and two seconds more.
        Map<Integer, Object> behind =
                Map.of(9, 1_795_660_347_957_952L + 3_600 * SECOND, 10, 1_795_660_347_965_893L + 3_600 * SECOND, 13, 9L);
        ClockReport set = with(behind, received + 3_602 * SECOND);
        assertEquals(0.0, set.offset());
        assertEquals(0xff, set.sources().getFirst().reach());
        // One that was taken for an outlier changed nothing.
        Map<Integer, Object> ignored = new HashMap<>(behind);
        ignored.put(12, true);
        ClockReport outlier = with(ignored, received + 2 * SECOND);
        assertEquals(3_600.0, outlier.offset(), 1e-3);
        // A little is corrected slowly.
        ClockReport little =
                with(Map.of(9, 1_795_660_347_957_952L + 300_000, 10, 1_795_660_347_965_893L + 300_000), received);
        assertEquals(0.3, little.offset(), 1e-6);
    }

    @Test
    void theServerIsNamedByNameAndAddress() {
        Map<String, Object> values = new HashMap<>(recorded("answered"));
        values.put("ServerName", "ntp.example.org");
        values.put(
                "ServerAddress",
                List.of(10L, List.of(32L, 1L, 13L, -72L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L)));
        ClockReport report = Timesyncd.report(new BusValues(values), Optional.of(true), 0);
        assertEquals(
                "ntp.example.org (2001:db8:0:0:0:0:0:1)",
                report.sources().getFirst().name());
        values.put("ServerName", "");
        values.put("ServerAddress", List.of(0L, List.of()));
        assertEquals(
                List.of(),
                Timesyncd.report(new BusValues(values), Optional.of(true), 0).sources());
    }

    @Test
    void valuesThatMakeNoSenseBreakNothing() {
        for (Object message :
                List.of("", List.of(), List.of("", List.of(), -1L), List.of(0L, 4L, 4L, Long.MAX_VALUE))) {
            Map<String, Object> values = new HashMap<>(recorded("answered"));
            values.put("NTPMessage", message);
            assertFalse(Timesyncd.report(new BusValues(values), Optional.of(true), 0)
                    .isSynchronised());
        }
        ClockReport extreme = with(
                Map.of(5, Long.MAX_VALUE, 6, -1L, 8, Long.MAX_VALUE, 9, -1L, 13, Long.MAX_VALUE, 14, -1L),
                Long.MAX_VALUE);
        assertEquals(0, extreme.sources().getFirst().answered());
        assertTrue(Double.isFinite(extreme.rootDistance()));
    }
}
