package upkeep.unit;

import java.util.List;
import java.util.Optional;

/**
 * Says a value in the syntax of unit files, so that systemd 252 to 257 hand the process exactly that value. What kind of
 * quoting a directive wants differs from one to the next: {@link #argument} and {@link #executable} for command lines,
 * {@link #word} for lists of words, {@link #text} and {@link #path} for directives that take the rest of the line as it
 * is. See systemd.syntax(7), systemd.service(5) "Command lines", systemd.unit(5) "Specifiers".
 */
public final class Quoting {

    /** The longest value, in bytes of UTF-8: Linux passes no longer argument or variable, see execve(2). */
    public static final int MAXIMUM_BYTES = 128 * 1024 - 1;

    private static final String PLAIN_PUNCTUATION = "_./:=,@+-";

    private Quoting() {}

    /** One argument of a command line: neither specifier nor variable is expanded in it. Only NUL cannot be said. */
    public static Quoted argument(String value) {
        return quoted(value, true);
    }

    /** One argument of a command line in which systemd shall expand variables, but no specifier. */
    public static Quoted expanding(String value) {
        return quoted(value, false);
    }

    /** One word of a list such as Environment= or ReadWritePaths=, where {@code $} has no meaning. */
    public static Quoted word(String value) {
        return quoted(value, false);
    }

    /** The program of a command line: an absolute path that systemd takes without unquoting mishaps. */
    public static Quoted executable(String path) {
        if (!path.startsWith("/")) {
            return new Quoted.Refused("a program is named by its absolute path");
        }
        int bad = indexOf(path, c -> isControl(c) || "\"'\\".indexOf(c) >= 0);
        if (bad >= 0) {
            return new Quoted.Refused("systemd takes no program whose path has " + name(path.charAt(bad)));
        }
        if (path.indexOf('$') >= 0) {
            return new Quoted.Refused("systemd would expand the '$' in the name the program is told");
        }
        if (path.endsWith("/")) {
            return new Quoted.Refused("a program is not a directory");
        }
        return quoted(path, false);
    }

    /** The rest of a line, such as Description=: only {@code %} has a meaning there, and quotes stand for themselves. */
    public static Quoted text(String value) {
        Optional<String> why = refusal(value);
        if (why.isPresent()) {
            return new Quoted.Refused(why.get());
        }
        return new Quoted.Text(value.replace("%", "%%"));
    }

    /** The rest of a line handed on verbatim, specifiers included; empty is allowed, for it resets a list. */
    public static Quoted verbatim(String value) {
        Optional<String> why = value.isEmpty() ? Optional.empty() : refusal(value.replace('\t', ' '));
        return why.<Quoted>map(Quoted.Refused::new).orElseGet(() -> new Quoted.Text(value));
    }

    /** One absolute path as the rest of a line, such as WorkingDirectory=; it must not be quoted. */
    public static Quoted path(String value) {
        if (!value.startsWith("/")) {
            return new Quoted.Refused("it is not an absolute path");
        }
        return text(value);
    }

    /** The path of EnvironmentFile=, which systemd reads as a shell pattern. */
    public static Quoted patternPath(String value) {
        int bad = indexOf(value, c -> "*?[\\".indexOf(c) >= 0);
        if (bad >= 0) {
            return new Quoted.Refused(
                    "systemd reads the path as a pattern, so it cannot have " + name(value.charAt(bad)));
        }
        return path(value);
    }

    /** What a {@link #text} or {@link #path} means to systemd; nothing if a specifier would be expanded in it. */
    public static Optional<String> textMeaning(String written) {
        StringBuilder meaning = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '%' && (i + 1 == written.length() || written.charAt(++i) != '%')) {
                return Optional.empty();
            }
            meaning.append(c);
        }
        return Optional.of(meaning.toString());
    }

    /** The words a list means to systemd; nothing if a specifier would be expanded or the quoting is broken. */
    public static Optional<List<String>> wordMeaning(String written) {
        return new WordReader(written, WordReader.Use.LIST).read();
    }

    /** The program and arguments a command line means; nothing if anything would be expanded, or it is broken. */
    public static Optional<List<String>> commandMeaning(String written) {
        return new WordReader(written, WordReader.Use.COMMAND).read();
    }

    /** The same of a command line in which variables are to be expanded; they stay as they are written. */
    public static Optional<List<String>> expandingMeaning(String written) {
        return new WordReader(written, WordReader.Use.EXPANDING).read();
    }

    private static Optional<String> refusal(String value) {
        Optional<String> why = notText(value);
        if (why.isPresent()) {
            return why;
        }
        if (value.isEmpty()) {
            return Optional.of("it is empty, which would mean the default");
        }
        int bad = indexOf(value, Quoting::isControl);
        if (bad >= 0) {
            return Optional.of("this directive cannot have " + name(value.charAt(bad)));
        }
        if (value.startsWith(" ") || value.endsWith(" ")) {
            return Optional.of("systemd cuts off the blanks at its start and end");
        }
        if (value.endsWith("\\")) {
            return Optional.of("the backslash at its end would join it with the next line");
        }
        return Optional.empty();
    }

    /** Code points that stand for no character; systemd passes over every assignment with one, which it takes for broken UTF-8. */
    public static boolean isNoncharacter(int c) {
        return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
    }

    private static Optional<String> notText(String value) {
        if (value.indexOf('\0') >= 0) {
            return Optional.of("it has a NUL character");
        }
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return Optional.of("it has half of a surrogate pair, which is no character");
            }
            if (isNoncharacter(c)) {
                return Optional.of("it has a code point that is no character, and systemd would pass over all of it");
            }
            bytes += bytesOf(c);
            i += Character.charCount(c);
        }
        return bytes > MAXIMUM_BYTES ? Optional.of("it is longer than " + MAXIMUM_BYTES + " bytes") : Optional.empty();
    }

    /** In UTF-8. */
    private static int bytesOf(int c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    private static Quoted quoted(String value, boolean doubleDollar) {
        Optional<String> why = notText(value);
        if (why.isPresent()) {
            return new Quoted.Refused(why.get());
        }
        if (!value.isEmpty() && indexOf(value, c -> !isPlain(c)) < 0) {
            return new Quoted.Text(value);
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '%' -> text.append("%%");
                case '$' -> text.append(doubleDollar ? "$$" : "$");
                default -> {
                    if (isControl(c)) {
                        text.append(String.format("\\x%02x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return new Quoted.Text(text.append('"').toString());
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PLAIN_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isControl(char c) {
        return c < 0x20 || c == 0x7f;
    }

    private static String name(char c) {
        return switch (c) {
            case '\n' -> "a line break";
            case '\r' -> "a carriage return";
            case '\t' -> "a tab";
            case '\0' -> "a NUL character";
            default -> isControl(c) ? String.format("the control character U+%04X", (int) c) : "the character " + c;
        };
    }

    private interface Test {
        boolean of(char c);
    }

    private static int indexOf(String value, Test test) {
        for (int i = 0; i < value.length(); i++) {
            if (test.of(value.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
