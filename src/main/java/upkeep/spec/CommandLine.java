package upkeep.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command written as one text. The whole rule: blanks separate arguments; {@code '…'} holds everything as it
 * is; in {@code "…"} a backslash makes the next quote or backslash a character; quoted and unquoted parts that touch
 * are one argument. There is no shell, and what only a shell would understand is refused rather than passed on.
 */
final class CommandLine {

    private static final String SHELL_ONLY = "|&;<>`";

    private final String text;
    private final List<String> arguments = new ArrayList<>();
    private final StringBuilder argument = new StringBuilder();
    private boolean begun;

    private CommandLine(String text) {
        this.text = text;
    }

    /** The arguments of {@code text}. */
    static List<String> split(String text) throws SplitException {
        CommandLine line = new CommandLine(text);
        line.run();
        return List.copyOf(line.arguments);
    }

    private void run() throws SplitException {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                end();
                i++;
            } else if (c == '\'') {
                i = single(i + 1);
            } else if (c == '"') {
                i = twofold(i + 1);
            } else {
                plain(c, i);
                i++;
            }
        }
        end();
    }

    private void end() {
        if (begun) {
            arguments.add(argument.toString());
        }
        argument.setLength(0);
        begun = false;
    }

    private int single(int start) throws SplitException {
        int close = text.indexOf('\'', start);
        if (close < 0) {
            throw new SplitException("a single quote is never closed", "put a ' inside double quotes: \"it's\"");
        }
        argument.append(text, start, close);
        begun = true;
        return close + 1;
    }

    private int twofold(int start) throws SplitException {
        begun = true;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
                char escaped = i < text.length() ? text.charAt(i) : ' ';
                if (escaped != '"' && escaped != '\\') {
                    throw new SplitException(
                            "in double quotes a backslash stands only before \" or \\",
                            "write \\\\ for a backslash, or use single quotes");
                }
                argument.append(escaped);
            } else {
                argument.append(c);
            }
        }
        throw new SplitException("a double quote is never closed", "write \\\" for a quote inside double quotes");
    }

    private void plain(char c, int at) throws SplitException {
        if (SHELL_ONLY.indexOf(c) >= 0 || text.startsWith("$(", at)) {
            String sign = c == '$' ? "$(" : String.valueOf(c);
            throw new SplitException(
                    Quoted.text(sign) + " is for a shell, and none reads this",
                    "write shell: instead of exec: if a shell shall run it, or put the argument in quotes");
        }
        if (c == '\\') {
            throw new SplitException(
                    "a backslash outside quotes has no meaning here", "put the argument in single quotes");
        }
        argument.append(c);
        begun = true;
    }

    /** A text that cannot be split. */
    static final class SplitException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String hint;

        SplitException(String why, String hint) {
            super(why);
            this.hint = hint;
        }

        String why() {
            return String.valueOf(getMessage());
        }

        String hint() {
            return hint;
        }
    }
}
