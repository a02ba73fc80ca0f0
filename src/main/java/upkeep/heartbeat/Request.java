package upkeep.heartbeat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The head of a request (RFC 9112 section 2.1), as far as it matters here.
 *
 * @param headers by their names in lower case
 * @param length of the body
 */
record Request(String method, String path, Map<String, String> headers, int length) {

    /** The longest head, in octets. */
    static final int LONGEST_HEAD = 8_192;

    /** The longest body, in octets; of a longer one nothing is read. */
    static final int LONGEST_BODY = 65_536;

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,20}) (/[!-~]{0,1000}) HTTP/1\\.[01]");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*(.*)");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,6}");

    Request {
        headers = Map.copyOf(headers);
    }

    /** Reads a head, without the empty line at its end; nothing if it is none, or its body has no plain length. */
    static Optional<Request> parse(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r?\n", -1);
        Matcher first = REQUEST_LINE.matcher(lines[0]);
        if (!first.matches()) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        boolean isWell = IntStream.range(1, lines.length).allMatch(i -> header(lines[i], headers));
        Optional<Integer> length = length(headers);
        return isWell && length.isPresent()
                ? Optional.of(new Request(
                        String.valueOf(first.group(1)), String.valueOf(first.group(2)), headers, length.get()))
                : Optional.empty();
    }

    /** One that comes twice could mean one thing to us and another one to whoever stands before us. */
    private static boolean header(String line, Map<String, String> headers) {
        Matcher header = HEADER.matcher(line);
        return header.matches()
                && headers.putIfAbsent(
                                String.valueOf(header.group(1)).toLowerCase(Locale.ROOT),
                                String.valueOf(header.group(2)).strip())
                        == null;
    }

    private static Optional<Integer> length(Map<String, String> headers) {
        if (headers.containsKey("transfer-encoding")) {
            return Optional.empty();
        }
        String length = headers.getOrDefault("content-length", "0");
        return LENGTH.matcher(length).matches() ? Optional.of(Integer.parseInt(length)) : Optional.empty();
    }

    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(headers.getOrDefault("expect", ""));
    }

    /** What {@code Authorization: Bearer} gives (RFC 6750 section 2.1). */
    Optional<String> token() {
        return Optional.ofNullable(headers.get("authorization"))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip())
                .filter(token -> !token.isEmpty());
    }
}
