package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import upkeep.base.SourcePos;

/**
 * The text of a spec, made fit for a YAML 1.1 parser and back. YAML 1.1 takes U+0085, U+2028 and U+2029 for line ends
 * and folds them away, and leaves U+FEFF out of the column; in YAML 1.2, and to the people who write specs, they are
 * characters like any other. So each is replaced, one for one, by a private-use character that the text does not
 * contain, neither itself nor as an escape, and put back into the values.
 */
final class YamlText {

    private static final int[] MISREAD = {0x85, 0x2028, 0x2029, 0xFEFF};

    private final String file;
    private final int[] codePoints;
    private final int[] standIns;

    private YamlText(String file, int[] codePoints, int[] standIns) {
        this.file = file;
        this.codePoints = codePoints;
        this.standIns = standIns;
    }

    /** The text of {@code source}, or nothing if it holds characters that no YAML file may; those are reported. */
    static Optional<YamlText> of(Source source, Report report) {
        String text = source.text().startsWith("\uFEFF") ? source.text().substring(1) : source.text();
        int[] codePoints = text.codePoints().toArray();
        int line = 1;
        int column = 1;
        boolean sound = true;
        for (int i = 0; i < codePoints.length && sound; i++) {
            int c = codePoints[i];
            if (!isAllowed(c)) {
                report.error(
                        new SourcePos(source.name(), line, column),
                        "cannot read the character " + Quoted.codePoint(c) + ": YAML does not allow it",
                        "in double quotes it can be written as an escape, such as \"\\x1b\"");
                sound = false;
            }
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == codePoints.length || codePoints[i + 1] != '\n'));
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return sound ? Optional.of(new YamlText(source.name(), codePoints, standIns(text))) : Optional.empty();
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c == 0x85
                || (c >= 0x20 && c <= 0x7E)
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    /** One free private-use character for each that is misread; none if the text has nothing to replace. */
    private static int[] standIns(String text) {
        boolean needed = false;
        for (int misread : MISREAD) {
            needed |= text.indexOf(misread) >= 0;
        }
        if (!needed) {
            return new int[0];
        }
        String lower = text.toLowerCase(Locale.ROOT);
        int[] free = new int[MISREAD.length];
        int candidate = 0xE000;
        for (int i = 0; i < free.length; i++) {
            while (text.indexOf(candidate) >= 0 || lower.contains(Integer.toHexString(candidate))) {
                candidate++;
            }
            free[i] = candidate++;
        }
        return free;
    }

    /** What the parser is to read. */
    String forParser() {
        return replace(new String(codePoints, 0, codePoints.length), MISREAD, standIns);
    }

    /** A text from the parser as it was meant. */
    String restore(String text) {
        return replace(text, standIns, MISREAD);
    }

    private String replace(String text, int[] from, int[] to) {
        if (standIns.length == 0) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            for (int k = 0; k < from.length; k++) {
                if (points[i] == from[k]) {
                    points[i] = to[k];
                    break;
                }
            }
        }
        return new String(points, 0, points.length);
    }

    /** The characters from {@code start} to before {@code end}, counted in code points, as written. */
    String slice(int start, int end) {
        return new String(codePoints, start, Math.max(0, end - start));
    }

    /** The code point at an offset, or -1 beyond the end. */
    int at(int offset) {
        return offset >= 0 && offset < codePoints.length ? codePoints[offset] : -1;
    }

    /** Where tabs stand between the values, comments left out; {@code values} are ranges of offsets in order. */
    List<SourcePos> tabsOutside(List<int[]> values) {
        List<SourcePos> tabs = new ArrayList<>();
        int line = 1;
        int column = 1;
        int next = 0;
        boolean comment = false;
        for (int i = 0; i < codePoints.length; i++) {
            while (next < values.size() && values.get(next)[1] <= i) {
                next++;
            }
            boolean inValue = next < values.size() && values.get(next)[0] <= i;
            int c = codePoints[i];
            comment = !inValue && (comment || c == '#');
            if (c == '\t' && !inValue && !comment) {
                tabs.add(new SourcePos(file, line, column));
            }
            boolean ends = c == '\n' || (c == '\r' && at(i + 1) != '\n');
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
            comment &= !ends;
        }
        return tabs;
    }
}
