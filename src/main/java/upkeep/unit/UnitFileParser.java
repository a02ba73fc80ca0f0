package upkeep.unit;

import java.util.ArrayList;
import java.util.List;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.unit.UnitFile.Assignment;
import upkeep.unit.UnitFile.Filler;
import upkeep.unit.UnitFile.Item;
import upkeep.unit.UnitFile.Section;

/** One pass over the text of a unit file, line by line, as systemd's own reader goes. */
final class UnitFileParser {

    private static final String BLANKS = " \t\n\r";

    private final String file;
    private final String text;
    private final List<Item> items = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int offset;
    private int line;
    private int assignments;
    private String section = "";

    UnitFileParser(String file, String text) {
        this.file = file;
        this.text = text;
    }

    Checked<UnitFile> parse() {
        if (text.length() > UnitFile.MAXIMUM_LENGTH) {
            return Checked.failed(List.of(Problem.error(
                    new SourcePos(file, 1, 1),
                    "cannot read the unit file: it is longer than " + UnitFile.MAXIMUM_LENGTH + " characters")));
        }
        if (text.startsWith("\uFEFF")) {
            items.add(new Filler("\uFEFF"));
            offset = 1;
        }
        while (offset < text.length() && assignments <= UnitFile.MAXIMUM_ASSIGNMENTS) {
            logicalLine();
        }
        if (assignments > UnitFile.MAXIMUM_ASSIGNMENTS) {
            error(
                    line,
                    1,
                    "cannot read the unit file: it has more than " + UnitFile.MAXIMUM_ASSIGNMENTS + " assignments");
        }
        return Checked.of(new UnitFile(items), problems);
    }

    private void logicalLine() {
        int start = offset;
        int firstLine = line + 1;
        String content = physicalLine();
        if (isComment(content) || trim(content).isEmpty()) {
            items.add(new Filler(text.substring(start, offset)));
            return;
        }
        StringBuilder joined = new StringBuilder(content);
        while (endsEscaped(joined) && offset < text.length()) {
            String next = physicalLine();
            if (!isComment(next)) {
                joined.setCharAt(joined.length() - 1, ' ');
                joined.append(next);
            }
        }
        String logical = trim(joined.toString());
        String raw = text.substring(start, offset);
        if (endsEscaped(joined)) {
            error(firstLine, 1, "cannot read this line: it ends in a backslash, and no line follows");
        }
        item(logical, firstLine, raw);
    }

    private void item(String logical, int firstLine, String raw) {
        int column = 1 + indexOfContent(raw);
        int equals = logical.indexOf('=');
        if (logical.startsWith("[")) {
            header(logical, firstLine, column, raw);
        } else if (equals < 0) {
            error(firstLine, column, "cannot read this line: it is neither a [Section] nor Key=value");
        } else if (equals == 0) {
            error(firstLine, column, "cannot read this line: nothing stands before the '='");
        } else if (section.isEmpty()) {
            error(
                    firstLine,
                    column,
                    "cannot assign " + trim(logical.substring(0, equals)) + "=: no section begins before it");
        } else {
            assignments++;
            String key = trim(logical.substring(0, equals));
            items.add(new Assignment(section, key, trim(logical.substring(equals + 1)), firstLine, raw));
        }
    }

    private void header(String logical, int firstLine, int column, String raw) {
        if (!logical.endsWith("]") || logical.length() < 3) {
            error(firstLine, column, "cannot read the section header: it is not of the form [Name]");
            return;
        }
        section = logical.substring(1, logical.length() - 1);
        items.add(new Section(section, firstLine, raw));
    }

    /** The next line without its end; afterwards {@code offset} is behind the end. */
    private String physicalLine() {
        int start = offset;
        line++;
        while (offset < text.length() && !isLineEnd(text.charAt(offset))) {
            offset++;
        }
        String content = text.substring(start, offset);
        if (offset < text.length()) {
            char end = text.charAt(offset++);
            if (end == '\0') {
                error(line, content.length() + 1, "cannot read the unit file: it has a NUL character");
            } else if (offset < text.length() && isOtherHalf(end, text.charAt(offset))) {
                offset++;
            }
        }
        return content;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\0';
    }

    private static boolean isOtherHalf(char end, char next) {
        return (end == '\r' && next == '\n') || (end == '\n' && next == '\r');
    }

    private static boolean isComment(String content) {
        int first = indexOfContent(content);
        return first < content.length() && (content.charAt(first) == '#' || content.charAt(first) == ';');
    }

    private static boolean endsEscaped(CharSequence content) {
        int backslashes = 0;
        while (backslashes < content.length() && content.charAt(content.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static int indexOfContent(String content) {
        int first = 0;
        while (first < content.length() && BLANKS.indexOf(content.charAt(first)) >= 0) {
            first++;
        }
        return first;
    }

    private static String trim(String content) {
        int end = content.length();
        while (end > 0 && BLANKS.indexOf(content.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = Math.min(indexOfContent(content), end);
        return content.substring(start, end);
    }

    private void error(int atLine, int column, String message) {
        problems.add(Problem.error(new SourcePos(file, atLine, column), message));
    }
}
