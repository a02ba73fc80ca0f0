package upkeep.unit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a value into words as systemd does, undoing quotes, C escapes and doubled {@code %} (and {@code $} in command
 * lines). It knows only values in which nothing is left to expand; every other is answered by nothing, since its
 * meaning is not known before the unit runs.
 */
final class WordReader {

    private final byte[] bytes;
    private final Use use;
    private int at;

    /** What the words are for. */
    enum Use {
        LIST,
        /** A command line, of whose doubled dollar signs one stays. */
        COMMAND,
        /** A command line in which variables are expanded when it runs. */
        EXPANDING
    }

    WordReader(String written, Use use) {
        this.bytes = written.getBytes(StandardCharsets.UTF_8);
        this.use = use;
    }

    Optional<List<String>> read() {
        List<String> words = new ArrayList<>();
        while (skipBlanks()) {
            if (use != Use.LIST && startsSeparator()) {
                return Optional.empty();
            }
            Optional<String> word = word().flatMap(this::expanded);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words.add(word.get());
        }
        return Optional.of(List.copyOf(words));
    }

    private boolean skipBlanks() {
        while (at < bytes.length && isBlank(bytes[at])) {
            at++;
        }
        return at < bytes.length;
    }

    /** A semicolon standing alone begins another command. */
    private boolean startsSeparator() {
        return bytes[at] == ';' && (at + 1 == bytes.length || isBlank(bytes[at + 1]));
    }

    private Optional<String> word() {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        byte quote = 0;
        while (at < bytes.length && (quote != 0 || !isBlank(bytes[at]))) {
            byte b = bytes[at++];
            if (b == '\\') {
                int escaped = escape();
                if (escaped <= 0) {
                    return Optional.empty();
                }
                word.write(escaped);
            } else if (quote == 0 && (b == '"' || b == '\'')) {
                quote = b;
            } else if (b == quote) {
                quote = 0;
            } else {
                word.write(b);
            }
        }
        return quote == 0 ? decoded(word.toByteArray()) : Optional.empty();
    }

    /** The byte that the escape sequence at the reading position stands for, or -1. */
    private int escape() {
        if (at >= bytes.length) {
            return -1;
        }
        byte b = bytes[at++];
        return switch (b) {
            case '\\', '"', '\'' -> b;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 's' -> ' ';
            case 'x' -> hexadecimal();
            default -> -1;
        };
    }

    private int hexadecimal() {
        if (at + 2 > bytes.length) {
            return -1;
        }
        int high = Character.digit(bytes[at++], 16);
        int low = Character.digit(bytes[at++], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private Optional<String> expanded(String word) {
        StringBuilder meaning = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean doubled = c == '%' || (c == '$' && use == Use.COMMAND);
            if (doubled && (i + 1 == word.length() || word.charAt(++i) != c)) {
                return Optional.empty();
            }
            meaning.append(c);
        }
        return Optional.of(meaning.toString());
    }

    private static Optional<String> decoded(byte[] word) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(word))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
