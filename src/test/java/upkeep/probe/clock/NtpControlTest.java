package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import upkeep.probe.clock.NtpControl.Association;
import upkeep.probe.clock.NtpControl.Part;

/** Answers recorded from ntpd of ntpsec 1.2.2 with two sources, of which the first never answered. */
class NtpControlTest {

    static final byte[] STATUS = bytes("168101020014000000000008456880114567b61a");

    static final byte[] SILENT =
            bytes("1682010280114568000000457372636164723d31302e392e302e332c207374726174756d3d31362c20"
                    + "72656669643d494e49542c2072656163683d3078302c206f66667365743d302e3030303030300d0a000000");

    static final byte[] SELECTED = bytes(
            "16820102b61a45670000004d7372636164723d31302e392e302e322c207374726174756d3d332c20"
                    + "72656669643d3132372e3132372e312e312c2072656163683d307837662c0d0a6f66667365743d302e3030343134360d0a000000");

    static final byte[] SYSTEM =
            bytes("1682010200140000000000537374726174756d3d342c20726f6f7464656c61793d302e3036352c2072"
                    + "6f6f74646973703d312e3130352c206f66667365743d302e3031323636392c0d0a7379735f6a69747465723d302e3030303030300d"
                    + "0a00");

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    @Test
    void aQuestionIsWhatTheRfcSays() {
        assertEquals(
                "1602" + "0102" + "0000" + "4567" + "0000" + "0005" + "7265616368000000",
                HexFormat.of().formatHex(NtpControl.request(NtpControl.READ_VARIABLES, 0x0102, 0x4567, "reach")));
    }

    @Test
    void associationsAndTheirConditionsAreRead() {
        Part part = NtpControl.parse(STATUS, NtpControl.READ_STATUS, 0x0102, 0).orElseThrow();
        List<Association> associations = NtpControl.associations(part.data());
        assertEquals(
                List.of("rejected", "selected"),
                associations.stream().map(Association::condition).toList());
        assertEquals(0x4567, associations.getLast().id());
        assertTrue(associations.getLast().isSelected());
    }

    @Test
    void variablesAreRead() {
        Part part = NtpControl.parse(SELECTED, NtpControl.READ_VARIABLES, 0x0102, 0x4567)
                .orElseThrow();
        assertEquals(
                Map.of(
                        "srcadr",
                        "10.9.0.2",
                        "stratum",
                        "3",
                        "refid",
                        "127.127.1.1",
                        "reach",
                        "0x7f",
                        "offset",
                        "0.004146"),
                NtpControl.variables(part.data()));
        assertEquals(
                Map.of("a", "x, y", "b", "", "c", "1"),
                NtpControl.variables("a=\"x, y\", b,\r\nc=1\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(Map.of("a", "1"), NtpControl.variables("a=1, =2, c=3".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void onlyTheAnswerToOurQuestionCounts() {
        assertEquals(Optional.empty(), NtpControl.parse(SELECTED, NtpControl.READ_VARIABLES, 0x0103, 0x4567));
        assertEquals(Optional.empty(), NtpControl.parse(SELECTED, NtpControl.READ_VARIABLES, 0x0102, 0x4568));
        assertEquals(Optional.empty(), NtpControl.parse(SELECTED, NtpControl.READ_STATUS, 0x0102, 0x4567));
        byte[] longer = SELECTED.clone();
        longer[11] = (byte) 0xff;
        assertEquals(Optional.empty(), NtpControl.parse(longer, NtpControl.READ_VARIABLES, 0x0102, 0x4567));
        byte[] refused = SELECTED.clone();
        refused[1] |= 0x40;
        refused[4] = 7;
        Part part = NtpControl.parse(refused, NtpControl.READ_VARIABLES, 0x0102, 0x4567)
                .orElseThrow();
        assertEquals("administratively prohibited", NtpControl.error(part.error()));
    }

    @Test
    void randomAnswersAreReadOrIgnored() {
        Random random = new Random(9327);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] packet = SELECTED.clone();
            for (int changes = random.nextInt(1, 10); changes > 0; changes--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            Optional<Part> part = NtpControl.parse(packet, NtpControl.READ_VARIABLES, 0x0102, 0x4567);
            if (part.isPresent()) {
                NtpControl.variables(part.get().data());
                NtpControl.associations(part.get().data());
                read++;
            }
        }
        assertTrue(read > 500, read + " read");
    }
}
