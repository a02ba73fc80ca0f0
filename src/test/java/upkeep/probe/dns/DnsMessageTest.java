package upkeep.probe.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.probe.dns.DnsCursor.MalformedException;
import upkeep.target.DnsTarget;

class DnsMessageTest {

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
    }

    @Test
    void aQuestionIsWhatTheRfcSays() {
        assertEquals(
                "1234 0100 0001 0000 0000 0000 03777777 07 6578616d706c65 03 6f7267 00 0001 0001".replace(" ", ""),
                HexFormat.of()
                        .formatHex(DnsMessage.question(0x1234, "www.example.org", DnsTarget.Type.A, true, false)));
        assertEquals(
                "1234 0020 0001 0000 0000 0000 00 0002 0001".replace(" ", ""),
                HexFormat.of().formatHex(DnsMessage.question(0x1234, ".", DnsTarget.Type.NS, false, true)));
    }

    /** Recorded from BIND 9.18: alias.example.org is www.example.org, which has two addresses. */
    private static final String ALIAS =
            "0001 8500 0001 0003 0000 0000 05616c696173 076578616d706c65 036f7267 00 0001 0001"
                    + "c00c 0005 0001 0000012c 0006 03777777 c012 c02f 0001 0001 0000012c 0004 c0000201"
                    + "c02f 0001 0001 0000012c 0004 c0000202";

    @Test
    void namesAreFollowedBackwards() throws IOException {
        DnsMessage message = DnsMessage.parse(bytes(ALIAS));
        assertTrue(message.authoritative());
        assertFalse(message.recursionAvailable());
        assertFalse(message.authenticated());
        assertEquals("NOERROR", message.codeText());
        assertEquals(
                List.of("www.example.org.", "192.0.2.1", "192.0.2.2"),
                message.answers().stream().map(DnsRecord::text).toList());
        assertEquals("www.example.org.", message.answers().getLast().owner());
        assertEquals(300, message.answers().getLast().timeToLive());
        assertEquals(2, message.records(DnsTarget.Type.A).size());
        assertTrue(message.answers(1, "ALIAS.example.org.", DnsTarget.Type.A));
        assertFalse(message.answers(2, "alias.example.org", DnsTarget.Type.A), "another id");
        assertFalse(message.answers(1, "www.example.org", DnsTarget.Type.A), "another name");
        assertFalse(message.answers(1, "alias.example.org", DnsTarget.Type.AAAA), "another type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | c0000201 | 192.0.2.1",
                "28 | 20010db8000000000000000000000001 | 2001:db8:0:0:0:0:0:1",
                "28 | 00000000000000000000ffffc0000201 | ::ffff:192.0.2.1",
                "2 | 036e7331 00 | ns1.",
                "12 | 00 | .",
                "15 | 000a 046d61696c 00 | 10 mail.",
                "33 | 0001 0002 13c4 03736970 00 | 1 2 5060 sip.",
                "16 | 0161 0462 | it ends too early",
                "16 | 0161 03622263 | \"a\" \"b\\\"c\"",
                "6 | 00 00 78c3f7b5 00000001 00000002 00000003 00000004 | . . 2026108853 1 2 3 4",
                "257 | 00 05 6973737565 612e62 | 0 issue \"a.b\"",
                "43 | 3039 0d 02 0aff | 12345 13 2 0AFF",
                "48 | 0101 03 0d 0102 | 257 3 13 AQI=",
                "99 | ff | ''",
                "2 | 0461622e5c 00 | ab\\.\\\\.",
                "2 | 02000b 00 | \\000\\011.",
                "1 | c00002 | it ends too early",
                "1 | c000020101 | a record of type A is too long",
            })
    void recordsReadAsInZoneFiles(int type, String data, String text) {
        byte[] content = bytes(data);
        byte[] message =
                bytes("0001 8000 0000 0001 0000 0000 00 %04x 0001 00000001 %04x".formatted(type, content.length)
                        + HexFormat.of().formatHex(content));
        String read;
        try {
            read = DnsMessage.parse(message).answers().getFirst().text();
        } catch (IOException malformed) {
            read = malformed.getMessage();
        }
        assertEquals(text, read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28 | 20010db8000000000000000000000001 | 2001:DB8::1 | true",
                "28 | 20010db8000000000000000000000001 | 2001:DB8::2 | false",
                "15 | 000a 044d61696c 00 | 10  mail | true",
                "15 | 000a 044d61696c 00 | 20 mail. | false",
                "16 | 0161 0162 | ab | true",
                "16 | 0161 0162 | \"a\" \"b\" | true",
                "16 | 0161 0162 | \"ab\" | true",
                "16 | 0161 0162 | AB | false",
                "257 | 00 05 6973737565 612e62 | 0 issue a.b | true",
                "43 | 3039 0d 02 0aff | 12345 13 2 0aFF | true",
                "48 | 0101 03 0d 0102 | 257 3 13 aqi= | false",
            })
    void recordsAreComparedByWhatTheyMean(int type, String data, String written, boolean same) throws IOException {
        byte[] content = bytes(data);
        byte[] message =
                bytes("0001 8000 0000 0001 0000 0000 00 %04x 0001 00000001 %04x".formatted(type, content.length)
                        + HexFormat.of().formatHex(content));
        assertEquals(same, DnsMessage.parse(message).answers().getFirst().is(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0001 8000 0001",
                // A pointer to itself, one forwards, and two that go round.
                "0001 8000 0001 0000 0000 0000 c00c 0001 0001",
                "0001 8000 0001 0000 0000 0000 c00e 00 0001 0001",
                "0001 8000 0002 0000 0000 0000 0161 c00c 0001 0001 c00e 0001 0001",
                // A label of 64 bytes, and a name that ends outside.
                "0001 8000 0001 0000 0000 0000 40",
                "0001 8000 0001 0000 0000 0000 0561",
                // More answers than there are.
                "0001 8000 0000 ffff 0000 0000",
                // Data longer than the message.
                "0001 8000 0000 0001 0000 0000 00 0001 0001 00000001 ffff 7f000001",
            })
    void whatIsNoMessageIsRefused(String hexadecimal) {
        assertThrows(MalformedException.class, () -> DnsMessage.parse(bytes(hexadecimal)));
    }

    @Test
    void aNameOf255BytesIsTheLongest() throws IOException {
        String label = "3f" + "61".repeat(63);
        String longest = label.repeat(3) + "3d" + "61".repeat(61) + "00";
        String head = "0001 8000 0001 0000 0000 0000";
        assertEquals(
                254,
                DnsMessage.parse(bytes(head + longest + "0001 0001"))
                        .questions()
                        .getFirst()
                        .name()
                        .length());
        assertThrows(
                MalformedException.class,
                () -> DnsMessage.parse(bytes(head + label.repeat(3) + "3e" + "61".repeat(62) + "00 0001 0001")));
    }

    @Test
    void randomBytesAreAMessageOrRefused() {
        Random random = new Random(1035);
        byte[] good = bytes(ALIAS);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                DnsMessage.parse(bytes);
            } catch (IOException malformed) {
                assertTrue(malformed instanceof MalformedException, malformed::toString);
                refused++;
            }
        }
        assertTrue(refused > 1_000, refused + " refused");
    }
}
