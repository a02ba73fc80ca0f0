package upkeep.probe.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.probe.http.HttpHead;
import upkeep.probe.run.Words;

/**
 * The head of a SIP answer (RFC 3261 section 7.2), by its lines. Pure; header names are in lower case and written out.
 */
record SipMessage(int status, String reason, List<HttpHead.Field> fields) {

    private static final int MOST_LINES = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6][0-9]{2})(?: (.*))?");
    private static final Map<String, String> COMPACT = Map.of(
            "i",
            "call-id",
            "f",
            "from",
            "t",
            "to",
            "v",
            "via",
            "l",
            "content-length",
            "m",
            "contact",
            "c",
            "content-type",
            "s",
            "subject",
            "k",
            "supported",
            "e",
            "content-encoding");

    SipMessage {
        fields = List.copyOf(fields);
    }

    /** The head at the beginning of a datagram. */
    static Optional<SipMessage> parse(byte[] datagram) {
        List<String> lines = new ArrayList<>();
        for (String line : new String(datagram, StandardCharsets.UTF_8).split("\r?\n", MOST_LINES + 2)) {
            if (line.isEmpty() || lines.size() > MOST_LINES) {
                break;
            }
            lines.add(line);
        }
        return parse(lines);
    }

    /** The head in lines without their ends, up to the empty one. */
    static Optional<SipMessage> parse(List<String> lines) {
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            return Optional.empty();
        }
        Matcher start = STATUS_LINE.matcher(lines.getFirst());
        if (!start.matches()) {
            return Optional.empty();
        }
        List<HttpHead.Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (folded && !fields.isEmpty()) {
                HttpHead.Field last = fields.removeLast();
                fields.add(new HttpHead.Field(last.name(), last.value() + " " + line.strip()));
            } else if (colon <= 0 || folded) {
                return Optional.empty();
            } else {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                fields.add(new HttpHead.Field(
                        COMPACT.getOrDefault(name, name),
                        line.substring(colon + 1).strip()));
            }
        }
        String reason = Optional.ofNullable(start.group(2)).orElse("").strip();
        return Optional.of(new SipMessage(Integer.parseInt(start.group(1)), reason, fields));
    }

    /** The first field of a name. */
    Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(HttpHead.Field::value)
                .findFirst();
    }

    /** Whether this answers the question with these marks of its own (section 17.1.3). */
    boolean answers(String branch, String callId) {
        return field("via").filter(via -> via.contains(branch)).isPresent()
                && field("call-id").equals(Optional.of(callId));
    }

    /** {@code 404 Not Found}. */
    String statusText() {
        return reason.isEmpty() ? Integer.toString(status) : status + " " + Words.printable(reason, 80);
    }

    /** As Monit has it: what was handed on, and what was answered well. Other answers say that something is wrong. */
    boolean passes() {
        return status == 100 || (status >= 200 && status <= 299);
    }
}
