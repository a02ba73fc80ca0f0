package upkeep.probe.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;

/** The forms in which protocols frame their answers. */
final class Grammars {

    private static final int MOST_LINES = 10_000;
    private static final int MOST_LITERALS = 16;
    private static final Pattern CODED = Pattern.compile("([1-5][0-9]{2})(?:[ -].*)?");
    private static final Pattern AFTER_TAG = Pattern.compile("a[0-9] (.*)");
    private static final Pattern LITERAL = Pattern.compile("\\{([0-9]{1,7})\\+?}$");
    private static final Pattern SIEVE_END = Pattern.compile("(?i)(OK|NO|BYE)(?![A-Za-z])");
    private static final Pattern REDIS_TEXT = Pattern.compile("\\$[0-9]{1,7}");

    /** A line is an answer, and all of it the status. */
    static final Grammar LINE = channel -> {
        String line = channel.line();
        return Reply.of(line, line);
    };

    /** A line is an answer, and its first word the status: {@code +OK ready}. */
    static final Grammar WORD = channel -> {
        String line = channel.line();
        return Reply.of(firstWord(line), line);
    };

    /** Three digits; a hyphen after them says that more lines follow (RFC 5321 section 4.2, RFC 959 section 4.2). */
    static final Grammar CODE = Grammars::code;

    /** A tagged answer of IMAP after any number of untagged lines, or the request to go on (RFC 9051 section 2.2). */
    static final Grammar TAGGED = Grammars::tagged;

    /** The greeting of IMAP, which is untagged. */
    static final Grammar UNTAGGED = channel -> {
        String line = channel.line();
        if (!line.startsWith("* ")) {
            throw channel.unexpected(line, "a line that begins with *");
        }
        return Reply.of(firstWord(line.substring(2)), line);
    };

    /** Lines up to one that begins with OK, NO or BYE (RFC 5804 section 1.2). */
    static final Grammar SIEVE = Grammars::sieve;

    /** A value of Redis that is no array: the status is the first word, or {@code $} for a text. */
    static final Grammar REDIS = Grammars::redis;

    /** No answer: the other side hangs up. */
    static final Grammar END = channel -> {
        while (channel.read() >= 0) {
            // What it may still say is of no interest.
        }
        return Reply.NONE;
    };

    private Grammars() {}

    /** Lines up to one that matches, which is the status. */
    static Grammar until(String last) {
        Pattern pattern = Pattern.compile(last);
        return channel -> {
            List<String> lines = new ArrayList<>();
            String line = channel.line();
            while (!pattern.matcher(line).find()) {
                add(line, lines, channel);
                line = channel.line();
            }
            return new Reply(line, line, lines);
        };
    }

    /** After an answer with this status come lines up to one with a dot alone (RFC 3977 section 3.1.1). */
    static Grammar block(Grammar head, String status) {
        return channel -> {
            Reply first = head.read(channel);
            if (!first.status().equals(status)) {
                return first;
            }
            List<String> lines = new ArrayList<>();
            String line = channel.line();
            while (!line.equals(".")) {
                add(line.startsWith(".") ? line.substring(1) : line, lines, channel);
                line = channel.line();
            }
            return new Reply(first.status(), first.shown(), lines);
        };
    }

    private static Reply code(Channel channel) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = channel.line();
        Matcher first = CODED.matcher(line);
        if (!first.matches()) {
            throw channel.unexpected(line, "a code of three digits");
        }
        String code = first.group(1);
        boolean more = line.startsWith("-", 3);
        while (more) {
            add(withoutCode(line, code), lines, channel);
            line = channel.line();
            more = !line.equals(code) && !line.startsWith(code + " ");
        }
        add(withoutCode(line, code), lines, channel);
        return new Reply(code, line, lines);
    }

    private static String withoutCode(String line, String code) {
        boolean hasCode = line.equals(code) || line.startsWith(code + " ") || line.startsWith(code + "-");
        return hasCode ? line.substring(Math.min(line.length(), 4)) : line;
    }

    private static Reply tagged(Channel channel) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = withLiterals(channel);
            Matcher tagged = AFTER_TAG.matcher(line);
            if (tagged.matches()) {
                add(tagged.group(1), lines, channel);
                return new Reply(firstWord(tagged.group(1)), tagged.group(1), lines);
            }
            if (line.startsWith("+")) {
                return Reply.of("+", line);
            }
            if (!line.startsWith("* ")) {
                throw channel.unexpected(line, "a line that begins with *, + or the tag");
            }
            add(line.substring(2), lines, channel);
        }
    }

    private static Reply sieve(Channel channel) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = withLiterals(channel);
            add(line, lines, channel);
            if (SIEVE_END.matcher(line).lookingAt()) {
                return new Reply(firstWord(line).toUpperCase(Locale.ROOT), line, lines);
            }
            if (!line.startsWith("\"")) {
                throw channel.unexpected(line, "a capability, OK, NO or BYE");
            }
        }
    }

    /** A line in which texts may be announced by their length, {@code {42}}, and come after a line end. */
    private static String withLiterals(Channel channel) throws IOException {
        StringBuilder all = new StringBuilder(channel.line());
        Matcher literal = LITERAL.matcher(all);
        for (int count = 0; literal.find(); count++) {
            if (count == MOST_LITERALS) {
                throw channel.unexpected(all.toString(), "no more than " + MOST_LITERALS + " texts on a line");
            }
            byte[] text = channel.bytes(Integer.parseInt(literal.group(1)));
            all.setLength(literal.start());
            all.append(Words.printable(text, text.length, 1_000)).append(channel.line());
            literal = LITERAL.matcher(all);
        }
        return all.toString();
    }

    private static Reply redis(Channel channel) throws IOException {
        String line = channel.line();
        if (REDIS_TEXT.matcher(line).matches()) {
            byte[] text = channel.bytes(Integer.parseInt(line.substring(1)));
            channel.line();
            String all = new String(text, StandardCharsets.UTF_8);
            return new Reply("$", Words.bytes(text.length), all.lines().toList());
        }
        if (!line.startsWith("+") && !line.startsWith("-") && !line.startsWith(":")) {
            throw channel.unexpected(line, "a line that begins with +, -, : or $");
        }
        return Reply.of(firstWord(line), line);
    }

    private static void add(String line, List<String> lines, Channel channel) throws IOException {
        if (lines.size() == MOST_LINES) {
            throw channel.unexpected(line, "no more than " + MOST_LINES + " lines");
        }
        lines.add(line);
    }

    private static String firstWord(String line) {
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }
}
