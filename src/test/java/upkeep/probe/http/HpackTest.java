package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import upkeep.probe.Recorded;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.wire.OctetWriter;

class HpackTest {

    /** The table is made smaller first, as in the examples of the RFC. */
    private static final String TABLE_OF_256 = "3fe101";

    private static List<String> lines(Hpack hpack, String hex) {
        return hpack.decode(Recorded.hex(hex)).orElseThrow(() -> new AssertionError("malformed")).stream()
                .map(field -> field.name() + ": " + field.value())
                .toList();
    }

    /** RFC 7541 appendix C.6: answers in the Huffman code, with entries that are evicted. */
    @Test
    void theAnswersOfTheStandard() {
        Hpack hpack = new Hpack();
        String first = TABLE_OF_256
                + "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3";
        String date = "date: Mon, 21 Oct 2013 20:13:21 GMT";
        String location = "location: https://www.example.com";
        assertEquals(List.of(":status: 302", "cache-control: private", date, location), lines(hpack, first));
        assertEquals(
                List.of(":status: 307", "cache-control: private", date, location), lines(hpack, "4883 640e ffc1 c0bf"));
        String third = "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                + "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f"
                + "9587 3160 65c0 03ed 4ee5 b106 3d50 07";
        assertEquals(
                List.of(
                        ":status: 200",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:22 GMT",
                        location,
                        "content-encoding: gzip",
                        "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"),
                lines(hpack, third));
    }

    @Test
    void whatIsWrittenCanBeRead() {
        List<Field> fields = List.of(
                new Field(":path", "/a"), new Field("long", "x".repeat(5_000)), new Field("exactly", "y".repeat(127)));
        assertEquals(Optional.of(fields), new Hpack().decode(Hpack.encode(fields)));
    }

    @Test
    void whatNoServerMayWriteIsMalformed() {
        for (String block : List.of(
                "80", // index 0
                "be", // an entry that is not there
                "3fe21f", // a table larger than was offered
                "4003", // cut short
                "40ffffffffff7f", // a length that is none
                "00 81 00 81 00", // padding that is not the end of the text
                "00 81 ff 00", // a whole octet of padding
                "00 84 ffffffff 00")) { // the end of the text itself
            assertEquals(Optional.empty(), new Hpack().decode(Recorded.hex(block)), block);
        }
    }

    /** Each octet of the block names the same long entry. */
    @Test
    void aSmallBlockCannotGrowWithoutEnd() {
        OctetWriter block = new OctetWriter()
                .octet(0x40)
                .octet(1)
                .text("n")
                .octet(0x7f)
                .octet(0x81)
                .octet(0x17);
        block.text("v".repeat(3_072));
        byte[] once = block.toBytes();
        for (int i = 0; i < 100; i++) {
            block.octet(0xbe);
        }
        assertEquals(1, new Hpack().decode(once).orElseThrow().size());
        assertEquals(Optional.empty(), new Hpack().decode(block.toBytes()));
    }

    /** Sizes are those of the names and values and 32 each (section 4.1). */
    @Test
    void theOldestGoWhenTheTableIsFull() {
        Hpack hpack = new Hpack();
        for (int i = 0; i < 200; i++) {
            String name = "name-%03d".formatted(i);
            hpack.decode(
                    new OctetWriter().octet(0x40).octet(8).text(name).octet(0).toBytes());
        }
        int kept = Hpack.TABLE_SIZE / 40;
        assertTrue(
                hpack.decode(new byte[] {(byte) 0xff, (byte) (61 + kept - 127)}).isPresent());
        assertEquals(Optional.empty(), hpack.decode(new byte[] {(byte) 0xff, (byte) (61 + kept + 1 - 127)}));
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(7_541);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] block = new byte[random.nextInt(60)];
            random.nextBytes(block);
            new Hpack().decode(block).ifPresent(fields -> sizes.add(fields.size()));
        }
        assertTrue(sizes.size() > 100, sizes.size() + " could be read");
    }

    /** RFC 7541 appendix C.4.1. */
    @Test
    void huffman() {
        byte[] coded = Recorded.hex("f1e3 c2e5 f23a 6ba0 ab90 f4ff");
        assertEquals("www.example.com", new String(HuffmanText.decode(coded), StandardCharsets.US_ASCII));
        assertEquals(0, HuffmanText.decode(new byte[0]).length);
        assertThrows(IllegalArgumentException.class, () -> HuffmanText.decode(new byte[] {0}));
    }
}
