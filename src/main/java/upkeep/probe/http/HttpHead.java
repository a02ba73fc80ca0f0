package upkeep.probe.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Wire;

/**
 * Status line and header of an answer, at most {@value #MOST_BYTES} bytes and {@value #MOST_FIELDS} fields; read here as
 * HTTP/1 writes them (RFC 9112 sections 4 and 5).
 *
 * @param version of HTTP, as a number: {@code 1.1}
 * @param reason empty where there is none, as always in HTTP/2
 */
public record HttpHead(String version, int status, String reason, List<Field> fields) {

    static final int MOST_BYTES = 65_536;
    static final int MOST_FIELDS = 200;

    private static final String PREFIX = "HTTP/1.";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/(1\\.[0-9]) ([1-9][0-9]{2})(?: (.*))?");

    public HttpHead {
        fields = List.copyOf(fields);
    }

    /** A header field as it came, the value without surrounding blanks. */
    public record Field(String name, String value) {}

    /** The values of a field, split at commas, in lower case, in order. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                for (String value : field.value().split(",", -1)) {
                    if (!value.isBlank()) {
                        values.add(value.strip().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return List.copyOf(values);
    }

    Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /** {@code 500 Internal Server Error}. */
    String statusText() {
        return reason.isEmpty() ? Integer.toString(status) : status + " " + Words.printable(reason, 80);
    }

    /** Reads the final head off a connection, and shows it as a step. */
    static HttpHead of(Channel channel) throws IOException {
        HttpHead head = read(channel.open().in(), channel.peer());
        channel.findings()
                .steps()
                .add(
                        () -> "received " + head.statusText(),
                        () -> HttpRequest.shown(head.fields().stream()
                                .map(field -> field.name() + ": " + field.value())
                                .toList()));
        return head;
    }

    /** Reads the final head; interim answers (1xx but 101) before it are skipped and count towards the limit. */
    static HttpHead read(Wire wire, String peer) throws IOException {
        Reader reader = new Reader(wire, peer);
        while (true) {
            HttpHead head = reader.head();
            if (head.status >= 200 || head.status == 101) {
                return head;
            }
        }
    }

    /** Takes lines off the wire and counts what they cost. */
    private static final class Reader {
        private final Wire wire;
        private final String peer;
        private byte[] line = new byte[256];
        private int spent;

        Reader(Wire wire, String peer) {
            this.wire = wire;
            this.peer = peer;
        }

        HttpHead head() throws IOException {
            String start = line(true);
            Matcher status = STATUS_LINE.matcher(start);
            if (!status.matches()) {
                throw notHttp(start);
            }
            List<Field> fields = new ArrayList<>();
            for (String text = line(false); !text.isEmpty(); text = line(false)) {
                int colon = text.indexOf(':');
                if (colon <= 0 || text.charAt(0) == ' ' || text.charAt(0) == '\t') {
                    throw wrong("sent a header line that is none: \"" + Words.printable(text, 60) + "\"");
                }
                if (fields.size() == MOST_FIELDS) {
                    throw wrong("sent more than " + MOST_FIELDS + " header lines");
                }
                fields.add(new Field(
                        text.substring(0, colon), text.substring(colon + 1).strip()));
            }
            String reason = Optional.ofNullable(status.group(3)).orElse("").strip();
            return new HttpHead(status.group(1), Integer.parseInt(status.group(2)), reason, fields);
        }

        private String line(boolean first) throws IOException {
            int length = 0;
            for (int next = wire.read(); next != '\n'; next = wire.read()) {
                if (next < 0) {
                    throw cut(first, length);
                }
                if (++spent > MOST_BYTES) {
                    throw wrong("sent more than " + MOST_BYTES + " bytes of header");
                }
                if (length == line.length) {
                    line = Arrays.copyOf(line, 2 * length);
                }
                line[length++] = (byte) next;
                // Told at once, since what is not HTTP may never send a line end.
                if (first && length <= PREFIX.length() && next != PREFIX.charAt(length - 1)) {
                    throw notHttp(rest(length));
                }
            }
            int shorter = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            return new String(line, 0, shorter, StandardCharsets.UTF_8);
        }

        /** What has come of the odd line already, for the text. */
        private String rest(int length) {
            byte[] more = new byte[60];
            int count = wire.buffered(more);
            System.arraycopy(more, 0, line, length, count);
            String all = new String(line, 0, length + count, StandardCharsets.UTF_8);
            return all.lines().findFirst().orElse(all);
        }

        private Stop cut(boolean first, int length) {
            return new Stop.Sick(
                    FailureKind.CLOSED,
                    first && length == 0 && spent == 0
                            ? peer + " accepted the connection and closed it without an answer"
                            : peer + " closed the connection in the middle of the header ("
                                    + Words.bytes(wire.received()) + " received)");
        }

        private Stop notHttp(String start) {
            return wrong("answered, but not in HTTP: \"" + Words.printable(start, 60) + "\"");
        }

        private Stop wrong(String what) {
            return new Stop.Sick(FailureKind.PROTOCOL, peer + " " + what);
        }
    }
}
