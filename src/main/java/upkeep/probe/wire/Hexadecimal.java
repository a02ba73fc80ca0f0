package upkeep.probe.wire;

import java.util.HexFormat;

/** Bytes as people read them in a trace. */
public final class Hexadecimal {

    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private Hexadecimal() {}

    /** At most so many of the bytes. */
    public static String dump(byte[] bytes, int limit) {
        String text = SPACED.formatHex(bytes, 0, Math.min(limit, bytes.length));
        return bytes.length > limit ? text + " …" : text;
    }
}
