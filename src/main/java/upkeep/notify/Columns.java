package upkeep.notify;

import java.util.ArrayList;
import java.util.List;

/** Lines of plain text that are no longer than a mail wants them (RFC 5322 section 2.1.1). */
final class Columns {

    static final int WIDTH = 78;

    private Columns() {}

    /**
     * The text with its long lines broken between words. What is broken off begins as far in as its line, and two columns more after a
     * mark of a list or of a quotation. A word that is longer than a line, as an address may be, is left whole, so that it can be copied. Blanks at the end
     * of a line go, but for the mark of a signature.
     */
    static String wrap(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.equals("-- ")) {
                lines.add(line);
            } else {
                wrap(line.stripTrailing(), lines);
            }
        }
        return String.join("\n", lines);
    }

    private static void wrap(String line, List<String> lines) {
        if (columns(line) <= WIDTH) {
            lines.add(line);
            return;
        }
        int begin = 0;
        while (begin < line.length() && line.charAt(begin) == ' ') {
            begin++;
        }
        String indent = " ".repeat(Math.min(begin, WIDTH / 2));
        String rest = line.substring(begin);
        String further = rest.startsWith("- ") || rest.startsWith("| ") ? indent + "  " : indent;
        StringBuilder current = new StringBuilder(indent);
        boolean empty = true;
        for (String word : rest.split(" ", -1)) {
            if (!empty && columns(current) + 1 + columns(word) > WIDTH) {
                lines.add(current.toString().stripTrailing());
                current = new StringBuilder(further);
                empty = true;
            }
            if (!empty) {
                current.append(' ');
            }
            current.append(word);
            empty = empty && word.isEmpty();
        }
        lines.add(current.toString());
    }

    private static int columns(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
