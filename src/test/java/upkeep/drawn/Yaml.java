package upkeep.drawn;

/** Texts as YAML. */
public final class Yaml {

    private Yaml() {}

    /** Any text in double quotes, in ASCII. */
    public static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c >= 0x20 && c < 0x7f) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(c > 0xFFFF ? String.format("\\U%08X", c) : String.format("\\u%04X", c));
            }
        });
        return quoted.append('"').toString();
    }
}
