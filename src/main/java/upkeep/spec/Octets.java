package upkeep.spec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bytes as people write them: text, of which characters beyond ASCII stand for their UTF-8, with the escapes
 * {@code \xHH}, {@code \r}, {@code \n}, {@code \t}, {@code \0} and {@code \\}. The result has one character for each byte.
 */
final class Octets {

    static final int MOST = 65_536;

    static final Kind<String> KIND = new Kind<>(
                    Octets::read,
                    text -> "a backslash stands before x and two hexadecimal digits, r, n, t, 0 or a backslash alone",
                    text -> "write two backslashes where one is meant",
                    Quoted::whole,
                    new Shape.Text("octets, up to 64 KiB", "octets", ""))
            .where(octets -> octets.length() <= MOST, "it is longer than 64K", "write less");

    private Octets() {}

    /** The UTF-8 of a text, one character for each byte. */
    static String of(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> read(String text) {
        StringBuilder octets = new StringBuilder();
        int start = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', start)) {
            octets.append(of(text.substring(start, at)));
            int escape = at + 1 < text.length() ? text.charAt(at + 1) : -1;
            start = at + 2;
            switch (escape) {
                case 'r' -> octets.append('\r');
                case 'n' -> octets.append('\n');
                case 't' -> octets.append('\t');
                case '0' -> octets.append('\0');
                case '\\' -> octets.append('\\');
                case 'x' -> {
                    String digits = text.substring(start, Math.min(start + 2, text.length()));
                    if (!digits.matches("[0-9A-Fa-f]{2}")) {
                        return Optional.empty();
                    }
                    octets.append((char) Integer.parseInt(digits, 16));
                    start += 2;
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(octets.append(of(text.substring(start))).toString());
    }
}
