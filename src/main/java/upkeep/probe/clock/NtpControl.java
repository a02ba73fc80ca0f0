package upkeep.probe.clock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Control messages of NTP, mode 6, as ntpq(1) speaks them (RFC 9327). Pure functions of bytes. */
final class NtpControl {

    static final int READ_STATUS = 1;
    static final int READ_VARIABLES = 2;

    private static final int HEADER = 12;
    private static final Pattern VARIABLE = Pattern.compile("\\s*([A-Za-z0-9_.]+)(?:=(\"[^\"]*\"|[^,]*))?\\s*(?:,|$)");

    private static final List<String> ERRORS = List.of(
            "unspecified",
            "authentication failed",
            "invalid message",
            "unknown command",
            "unknown association",
            "unknown variable",
            "bad value",
            "administratively prohibited");

    private NtpControl() {}

    /** Which source is meant, and its status word. */
    record Association(int id, int status) {

        private static final List<String> CONDITIONS = List.of(
                "rejected", "falseticker", "excess", "outlier", "candidate", "backup", "selected", "selected, by PPS");

        /** What the daemon makes of it. */
        String condition() {
            return CONDITIONS.get(selection());
        }

        boolean isSelected() {
            return selection() >= 6;
        }

        private int selection() {
            return (status >> 8) & 7;
        }
    }

    /**
     * One part of an answer.
     *
     * @param status the status word of the system, or of the association
     * @param error what the daemon has against the question; 0 for nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once, and compared with nothing.
    record Part(int sequence, int status, int error, boolean isMore, int offset, byte[] data) {
        Part {
            data = data.clone();
        }
    }

    static byte[] request(int operation, int sequence, int association, String variables) {
        byte[] data = variables.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(HEADER + Math.ceilDiv(data.length, 4) * 4);
        request.put((byte) 0x16)
                .put((byte) operation)
                .putShort((short) sequence)
                .putShort((short) 0);
        request.putShort((short) association).putShort((short) 0).putShort((short) data.length);
        return request.put(data).array();
    }

    /** A part of an answer to that question, or nothing. */
    static Optional<Part> parse(byte[] packet, int operation, int sequence, int association) {
        if (packet.length < HEADER || (packet[0] & 7) != 6) {
            return Optional.empty();
        }
        ByteBuffer read = ByteBuffer.wrap(packet);
        int flags = packet[1] & 0xff;
        int count = read.getShort(10) & 0xffff;
        boolean fits = count <= packet.length - HEADER;
        boolean isOurs = (flags & 0x80) != 0
                && (flags & 0x1f) == operation
                && (read.getShort(2) & 0xffff) == sequence
                && (read.getShort(6) & 0xffff) == association;
        if (!fits || !isOurs) {
            return Optional.empty();
        }
        int status = read.getShort(4) & 0xffff;
        return Optional.of(new Part(
                sequence,
                status,
                (flags & 0x40) == 0 ? 0 : Math.max(1, status >> 8),
                (flags & 0x20) != 0,
                read.getShort(8) & 0xffff,
                Arrays.copyOfRange(packet, HEADER, HEADER + count)));
    }

    static String error(int code) {
        return code < ERRORS.size() ? ERRORS.get(code) : "error " + code;
    }

    static List<Association> associations(byte[] data) {
        List<Association> all = new ArrayList<>();
        ByteBuffer read = ByteBuffer.wrap(data);
        while (read.remaining() >= 4) {
            all.add(new Association(read.getShort() & 0xffff, read.getShort() & 0xffff));
        }
        return all;
    }

    /** {@code name=value, name="value"}; what cannot be read ends it. */
    static Map<String, String> variables(byte[] data) {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher matcher = VARIABLE.matcher(new String(data, StandardCharsets.UTF_8));
        while (matcher.lookingAt()) {
            String value = Optional.ofNullable(matcher.group(2)).orElse("").strip();
            boolean isQuoted = value.length() > 1 && value.startsWith("\"");
            variables.put(matcher.group(1), isQuoted ? value.substring(1, value.length() - 1) : value);
            if (matcher.end() == matcher.regionEnd()) {
                break;
            }
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        return variables;
    }
}
