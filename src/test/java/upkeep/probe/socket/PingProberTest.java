package upkeep.probe.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.Endpoint;
import upkeep.target.PingTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PingProberTest {

    private static final long COOKIE = 0x0123456789abcdefL;

    private static double measured(Observation observation, String name) {
        return Optional.ofNullable(observation.measurements().get(name)).orElseThrow();
    }

    /** A machine may forbid it, which must be said then; loopback answers always. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2"})
    void loopbackAnswersOrWeMayNotAsk(String host) {
        PingTarget target = new PingTarget(
                host, Endpoint.Family.ANY, Optional.empty(), true, 3, TimeSpan.ofMillis(10), 100, Optional.of(0));
        Observation observation = new Probers("1").probe(target, Duration.ofSeconds(20), Trace.NONE);
        switch (observation) {
            case Observation.Unknown unknown ->
                assertTrue(unknown.text().contains("net.ipv4.ping_group_range"), unknown.text());
            case Observation.Failed failed -> assertEquals("", failed.text());
            case Observation.Passed passed -> {
                assertEquals(Depth.QUERY, passed.depth());
                assertEquals(0.0, passed.measurements().get("loss"));
                assertTrue(measured(passed, "rtt-min") <= measured(passed, "rtt"));
                assertTrue(measured(passed, "rtt") <= measured(passed, "rtt-max"));
                assertTrue(passed.text().startsWith(host + " answered 3 of 3 echo requests"), passed.text());
            }
        }
    }

    @Test
    void aRequestIsWhatTheRfcSays() {
        byte[] request = EchoMessage.request(false, 0x1234, 2, COOKIE, 10);
        assertEquals(
                "0800" + "3793" + "1234" + "0002" + "0123456789abcdef" + "1011",
                HexFormat.of().formatHex(request));
        assertEquals(0, EchoMessage.checksum(request), "a message with its checksum sums up to nothing");
        assertEquals("8000" + "0000", HexFormat.of().formatHex(EchoMessage.request(true, 0x1234, 2, COOKIE, 10), 0, 4));
    }

    @Test
    void onlyTheReplyToOurRequestCounts() {
        byte[] reply = EchoMessage.request(false, 7, 65_535, COOKIE, 8);
        reply[0] = 0;
        assertEquals(OptionalInt.of(65_535), EchoMessage.sequence(reply, false, COOKIE));
        assertEquals(OptionalInt.empty(), EchoMessage.sequence(reply, true, COOKIE), "another family");
        assertEquals(OptionalInt.empty(), EchoMessage.sequence(reply, false, COOKIE + 1), "another's request");
        reply[0] = 3;
        assertEquals(OptionalInt.empty(), EchoMessage.sequence(reply, false, COOKIE), "no reply");
        for (int length = 0; length < 16; length++) {
            assertEquals(OptionalInt.empty(), EchoMessage.sequence(Arrays.copyOf(reply, length), false, COOKIE));
        }
    }

    @Test
    void theChecksumOfAnOddLengthCountsAZero() {
        byte[] odd = {1, 2, 3};
        assertEquals(~(0x0102 + 0x0300) & 0xffff, EchoMessage.checksum(odd));
        assertArrayEquals(new byte[] {1, 2, 3}, odd);
    }
}
