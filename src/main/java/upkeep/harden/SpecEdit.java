package upkeep.harden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;

/**
 * Puts the hardening of a service into the text of its spec, and leaves every other line as it is. It knows the layouts that
 * people write and not all of YAML: who calls it reads the result again, and believes it only if that says what it should.
 */
public final class SpecEdit {

    private static final String KEY = "hardening:";

    private SpecEdit() {}

    /**
     * The text with that hardening, instead of one that is there or as the first key of the service.
     *
     * @param service where the name of the service stands
     * @param hardening what comes behind {@code hardening:}
     * @return nothing where the place is not of a known layout
     */
    public static Optional<String> withHardening(String text, SourcePos service, String hardening) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int index = service.line() - 1;
        int column = service.column() - 1;
        if (index < 0
                || index >= lines.size()
                || column < 0
                || column >= lines.get(index).length()) {
            return Optional.empty();
        }
        int colon = lines.get(index).indexOf(':', column);
        if (colon < 0) {
            return Optional.empty();
        }
        String rest = lines.get(index).substring(colon + 1).strip();
        if (rest.startsWith("{")) {
            int begin = offset(lines, index) + lines.get(index).indexOf('{', colon);
            return inFlow(text, begin, hardening);
        }
        return rest.isEmpty() || rest.startsWith("#") ? inBlock(lines, index, column, hardening) : Optional.empty();
    }

    private static int offset(List<String> lines, int index) {
        return lines.subList(0, index).stream()
                .mapToInt(line -> line.length() + 1)
                .sum();
    }

    private static Optional<String> inBlock(List<String> lines, int index, int column, String hardening) {
        int first = index + 1;
        while (first < lines.size() && isFiller(lines.get(first))) {
            first++;
        }
        if (first == lines.size() || indent(lines.get(first)) <= column) {
            return Optional.empty();
        }
        int indent = indent(lines.get(first));
        String line = " ".repeat(indent) + KEY + " " + hardening;
        for (int at = first; at < lines.size() && (isFiller(lines.get(at)) || indent(lines.get(at)) >= indent); at++) {
            if (indent(lines.get(at)) == indent && lines.get(at).startsWith(KEY, indent)) {
                int end = at + 1;
                while (end < lines.size() && !isFiller(lines.get(end)) && indent(lines.get(end)) > indent) {
                    end++;
                }
                lines.subList(at, end).clear();
                lines.add(at, line);
                return Optional.of(String.join("\n", lines));
            }
        }
        lines.add(first, line);
        return Optional.of(String.join("\n", lines));
    }

    private static boolean isFiller(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Between braces: in the place of the value that is there, or before the first key. */
    private static Optional<String> inFlow(String text, int begin, String hardening) {
        int depth = 0;
        int value = -1;
        for (int at = begin; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                at = endOfQuotes(text, at);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (depth == 1 && value >= 0 && (c == ',' || c == '}')) {
                return Optional.of(text.substring(0, value) + " " + hardening + text.substring(at));
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return Optional.of(text.substring(0, begin + 1) + KEY + " " + hardening + ", "
                            + text.substring(begin + 1).stripLeading());
                }
            } else if (depth == 1 && value < 0 && text.startsWith(KEY, at) && !isWord(text.charAt(at - 1))) {
                value = at + KEY.length();
            }
        }
        return Optional.empty();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static int endOfQuotes(String text, int begin) {
        char quote = text.charAt(begin);
        for (int at = begin + 1; at < text.length(); at++) {
            if (quote == '"' && text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == quote) {
                return at;
            }
        }
        return text.length();
    }
}
