package upkeep.probe.http;

import java.io.ByteArrayOutputStream;

/**
 * The Huffman code of HPACK (RFC 7541 appendix B). The code is canonical: codes of one length follow each other in the
 * order of their symbols, so that the lengths say it all. Pure.
 */
final class HuffmanText {

    private static final int END_OF_TEXT = 256;
    private static final int LONGEST = 30;

    /** How many bits the code of each octet has, and that of the end of the text. */
    private static final String LENGTHS = """
            13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
            6 10 10 12 13 6 8 11 10 10 8 11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10
            13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 13 19 13 14 6
            15 5 6 5 6 5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28
            20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23 24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
            22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
            26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
            20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26
            30
            """;

    /** Symbols in the order of their codes; where those of each length begin; and the first code of each length. */
    private static final int[] SYMBOLS = new int[END_OF_TEXT + 1];

    private static final int[] BEGIN = new int[LONGEST + 2];
    private static final int[] FIRST = new int[LONGEST + 1];

    static {
        String[] lengths = LENGTHS.strip().split("\\s+");
        int placed = 0;
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code <<= 1;
            FIRST[length] = code;
            BEGIN[length] = placed;
            for (int symbol = 0; symbol <= END_OF_TEXT; symbol++) {
                if (Integer.parseInt(lengths[symbol]) == length) {
                    SYMBOLS[placed++] = symbol;
                    code++;
                }
            }
        }
        BEGIN[LONGEST + 1] = placed;
    }

    private HuffmanText() {}

    /**
     * The octets that the code stands for, at most 8/5 as many.
     *
     * @throws IllegalArgumentException if it holds the end of the text, or does not end in fewer than eight bits of it
     */
    static byte[] decode(byte[] coded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = 0;
        int length = 0;
        for (int bit = 0; bit < 8 * coded.length; bit++) {
            code = code << 1 | (coded[bit / 8] >> (7 - bit % 8) & 1);
            length++;
            int index = BEGIN[length] + code - FIRST[length];
            if (code >= FIRST[length] && index < BEGIN[length + 1]) {
                if (SYMBOLS[index] == END_OF_TEXT) {
                    throw new IllegalArgumentException("the end of the text is not to be coded");
                }
                out.write(SYMBOLS[index]);
                code = 0;
                length = 0;
            }
        }
        if (length > 7 || code != (1 << length) - 1) {
            throw new IllegalArgumentException("cut short");
        }
        return out.toByteArray();
    }
}
