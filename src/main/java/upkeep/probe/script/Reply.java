package upkeep.probe.script;

import java.util.List;

/**
 * One answer of a server.
 *
 * @param status what tells a good answer from a bad one: a code, {@code +OK}, {@code NO}; the whole line where the
 *     protocol has no such word
 * @param shown the line that bears the status, as it came
 * @param lines what was said, without codes and framing
 */
record Reply(String status, String shown, List<String> lines) {

    /** What stands for an answer before there was one. */
    static final Reply NONE = new Reply("", "", List.of());

    Reply {
        lines = List.copyOf(lines);
    }

    /** A line that is the whole answer. */
    static Reply of(String status, String line) {
        return new Reply(status, line, List.of(line));
    }

    String text() {
        return String.join("\n", lines);
    }
}
