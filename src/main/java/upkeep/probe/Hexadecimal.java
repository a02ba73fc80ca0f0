package upkeep.probe;

import java.util.HexFormat;

/** Bytes as people read them in a trace. */
final class Hexadecimal {

    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private Hexadecimal() {}

    /** At most so many of the bytes. */
    static String dump(byte[] bytes, int limit) {
        String text = SPACED.formatHex(bytes, 0, Math.min(limit, bytes.length));
        return bytes.length > limit ? text + " …" : text;
    }
}
