package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies recorded from chronyd 4.3 with two sources, of which the second never answered. */
class ChronyReplyTest {

    static final int SEQUENCE = 0x01020304;

    static final byte[] COUNT = bytes("06020000000e0002000000000000000001020304000000000000000000000002");

    static final byte[] SELECTED =
            bytes("06020000000f000300000000000000000102030400000000000000000a09000200000000000000"
                    + "0000000000000100000001000300000000000000ff00000000de98ac34de8c2a93e0aa3fa3");

    static final byte[] SILENT =
            bytes("06020000000f000300000000000000000102030400000000000000000a0900030000000000000000"
                    + "0000000000010000000700000001000000000000ffffffff000000000000000000000000");

    static final byte[] TRACKING = bytes("060200000021000500000000000000000102030400000000000000000a0900020a0900020000"
            + "000000000000000000000001000000040000000000006b07723a1e42f24fdd041a19d6c81a1fd4e26e94e74b339aeee91d23f6"
            + "b6431de2821fc4dce22ab60682ae68");

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    private static ByteBuffer body(byte[] reply, int command) throws IOException {
        return ChronyReply.body(reply, command, SEQUENCE).orElseThrow();
    }

    @Test
    void aRequestIsAsLongAsTheLongestReply() {
        byte[] request = ChronyReply.request(ChronyReply.SOURCE, SEQUENCE, 3);
        assertEquals(
                "06010000000f0000010203040000000000000000" + "00000003",
                HexFormat.of().formatHex(request, 0, 24));
        assertTrue(request.length >= TRACKING.length);
    }

    @Test
    void sourcesAreRead() throws IOException {
        assertEquals(2, ChronyReply.sourceCount(body(COUNT, ChronyReply.SOURCE_COUNT)));
        ClockSource selected = ChronyReply.source(body(SELECTED, ChronyReply.SOURCE));
        assertTrue(selected.isSelected());
        assertEquals(8, selected.answered());
        assertEquals("10.9.0.2 (selected, reach 377, stratum 3, offset -2.09 µs)", selected.text());
        assertEquals(
                "10.9.0.3 (not selectable, reach 0; it has not answered any of the last eight polls)",
                ChronyReply.source(body(SILENT, ChronyReply.SOURCE)).text());
    }

    @Test
    void theClockIsRead() throws IOException {
        ClockReport report = ChronyReply.tracking(body(TRACKING, ChronyReply.TRACKING), List.of());
        assertTrue(report.isSynchronised());
        assertEquals(4, report.stratum());
        assertTrue(Math.abs(report.offset()) < 1e-5, report.toString());
        assertTrue(report.rootDistance() > 0 && report.rootDistance() < 1e-3, report.toString());
        byte[] unsynchronised = TRACKING.clone();
        unsynchronised[28 + 27] = 3;
        assertEquals(
                false,
                ChronyReply.tracking(body(unsynchronised, ChronyReply.TRACKING), List.of())
                        .isSynchronised());
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, 0",
        // 2^23 and -1, times 2^(1 - 25).
        "02800000, 0.5",
        "03ffffff, -5.9604644775390625e-8",
        "03000000, -1",
        "05000000, -2",
        "fd000000, -0.125",
    })
    void numbersHaveTheirOwnForm(String bits, double value) {
        assertEquals(value, ChronyFloat.of(Integer.parseUnsignedInt(bits, 16)), Math.abs(value) * 1e-9);
    }

    @Test
    void whatIsNotOurReplyIsIgnoredAndWhatIsRefusedSaysWhy() throws IOException {
        assertEquals(Optional.empty(), ChronyReply.body(COUNT, ChronyReply.SOURCE_COUNT, SEQUENCE + 1));
        assertEquals(Optional.empty(), ChronyReply.body(COUNT, ChronyReply.TRACKING, SEQUENCE));
        byte[] refused = COUNT.clone();
        refused[9] = 2;
        assertEquals(
                "it refused the question with status 2",
                assertThrows(IOException.class, () -> body(refused, ChronyReply.SOURCE_COUNT))
                        .getMessage());
        byte[] newer = COUNT.clone();
        newer[0] = 7;
        assertThrows(IOException.class, () -> body(newer, ChronyReply.SOURCE_COUNT));
    }

    @Test
    void cutAndRandomRepliesAreReadOrRefused() {
        Random random = new Random(323);
        for (int i = 0; i < 5_000; i++) {
            byte[] reply = Arrays.copyOf(TRACKING, random.nextInt(TRACKING.length + 1));
            for (int at = 28; at < reply.length; at++) {
                reply[at] = (byte) random.nextInt();
            }
            try {
                Optional<ByteBuffer> body = ChronyReply.body(reply, ChronyReply.TRACKING, SEQUENCE);
                if (body.isPresent()) {
                    ChronyReply.tracking(body.get(), List.of());
                    ChronyReply.source(body.get());
                }
            } catch (IOException refused) {
                assertTrue(refused.toString().contains("too short"), refused::toString);
            }
        }
    }
}
