package upkeep.convert;

import java.util.List;
import java.util.stream.Stream;
import upkeep.base.Characters;

/** Comments of a spec: what others wrote into unit files, made fit to stand in one line of YAML. */
final class Remark {

    private static final int LONGEST = 200;

    private Remark() {}

    static String of(String text) {
        return "# " + plain(text);
    }

    /** Two columns further to the right. */
    static List<String> indented(Stream<String> lines) {
        return lines.map(line -> "  " + line).toList();
    }

    /** A text on one line, without what cannot be seen. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> plain.appendCodePoint(Characters.isVisible(c) ? c : ' '));
        return plain + (text.codePointCount(0, text.length()) > LONGEST ? "…" : "");
    }
}
