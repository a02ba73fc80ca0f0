package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.TimeSpan;
import upkeep.target.HttpCall;
import upkeep.target.HttpTarget;
import upkeep.target.HttpWanted;
import upkeep.target.StatusRange;

/** Reads what of a web page a check looks at. */
final class HttpReader {

    private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    private static final int LONGEST_TEXT = 65_536;
    private static final int MOST_BRACKETS = 100;

    /** What looks at the body of an answer. */
    private static final List<String> OF_BODIES = List.of("contains", "not-contains", "matches", "json", "sha256");

    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private static final Kind<StatusRange> STATUSES =
            Kind.of("a status code or a range of them", "write 200, or \"200-299\"", HttpReader::status);

    private static final Kind<String> METHOD = new Kind<>(
            text -> HeadersReader.TOKEN.matcher(text).matches()
                            && text.equals(text.toUpperCase(Locale.ROOT))
                            && !text.equals("CONNECT")
                    ? Optional.of(text)
                    : Optional.empty(),
            text -> text.equals("CONNECT") ? "it asks for no page" : "methods are words in capital letters",
            text -> METHODS.stream()
                    .filter(text::equalsIgnoreCase)
                    .findFirst()
                    .map(word -> "did you mean " + Quoted.text(word) + "?")
                    .orElse("write such as GET, HEAD or POST"),
            text -> text);

    private static final Kind<String> PART = Kinds.ANY_TEXT
            .where(text -> !text.isEmpty(), "every page contains the empty text", "write what the page must contain")
            .where(text -> text.length() <= LONGEST_TEXT, "it is longer than 64K", "write a shorter part of the page")
            .shown(Quoted::whole);

    private static final Kind<String> BODY = Kinds.ANY_TEXT
            .where(
                    text -> text.length() <= LONGEST_TEXT,
                    "it is longer than 64K",
                    "put it into a file, under body-file:")
            .shown(Quoted::whole);

    private static final Kind<String> PATTERN = Kind.text(
                    HttpReader::patternFault, "write a regular expression of Java; in YAML, best in 'single quotes'")
            .shown(Quoted::whole);

    static final Kind<String> SHA_256 = Kind.of(
            "a SHA-256 digest",
            "write the 64 hexadecimal digits that sha256sum(1) prints",
            text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(digits -> digits.matches("[0-9a-f]{64}")));

    private final Fields http;
    private final TargetContext context;
    private final Report report;

    HttpReader(TargetContext context) {
        this.http = context.check().map("http", Words.HTTP.with(Words.PAGE));
        this.context = context;
        this.report = context.report();
    }

    Optional<HttpTarget> read() {
        String method = http.read("method", METHOD, Defaults.HTTP_METHOD);
        Optional<HttpCall> call = new HttpCallReader(http, context, HttpCallReader.Usual.NONE).read(method, body());
        HttpWanted wanted = wanted();
        for (String key : OF_BODIES) {
            if (method.equals("HEAD") && http.has(key)) {
                report.error(
                        http.at(key), "cannot find " + key + " with method HEAD: its answer has no body", "write GET");
            }
        }
        return call.map(found -> new HttpTarget(found, wanted));
    }

    private Optional<HttpCall.Body> body() {
        Optional<HttpCall.Body> text = http.read("body", BODY).map(HttpCall.Text::new);
        Optional<HttpCall.Body> file = http.read("body-file", Kinds.PATH).map(HttpCall.File::new);
        if (http.has("body") && http.has("body-file")) {
            report.error(http.at("body-file"), "cannot use body and body-file together: there is one body");
        }
        return text.or(() -> file);
    }

    private HttpWanted wanted() {
        List<StatusRange> status =
                http.list("status", STATUSES).stream().map(Located::value).toList();
        if (!http.has("status")) {
            http.note("status", STATUSES.showAll(Defaults.HTTP_STATUS));
        } else if (http.nodes("status").isEmpty()) {
            report.error(
                    http.at("status"), "cannot use an empty status: no answer would pass", "write 200, or \"200-299\"");
        }
        Optional<TimeSpan> maxLatency = http.read("max-latency", Kinds.FINITE);
        if (maxLatency
                .filter(latency -> latency.compareTo(context.timeout()) > 0)
                .isPresent()) {
            report.error(
                    http.at("max-latency"),
                    "cannot reach max-latency " + maxLatency.get() + ": the timeout ends the probe after "
                            + context.timeout(),
                    "write a longer timeout: or a shorter max-latency:");
        }
        return new HttpWanted(
                http.has("status") ? status : Defaults.HTTP_STATUS,
                headers(),
                http.read("contains", PART),
                http.read("not-contains", PART),
                http.read("matches", PATTERN),
                new JsonReader(http).read(),
                http.read("sha256", SHA_256),
                maxLatency);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        Fields fields = http.names("expect-headers");
        for (Node.Entry entry : fields.all()) {
            String lower = entry.key().toLowerCase(Locale.ROOT);
            if (!HeadersReader.TOKEN.matcher(entry.key()).matches() || seen.contains(lower)) {
                String why = seen.contains(lower) ? "it is already expected" : "it is not a header's name";
                report.error(entry.keyPosition(), "cannot expect header " + Quoted.text(entry.key()) + ": " + why);
            }
            seen.add(lower);
            fields.read(entry.key(), Kinds.ANY_TEXT).ifPresent(value -> headers.put(entry.key(), value));
        }
        return headers;
    }

    private static Optional<String> patternFault(String text) {
        // Deeper nesting would need more stack than a thread has.
        if (text.chars().filter(c -> c == '(' || c == '[').count() > MOST_BRACKETS || text.length() > LONGEST_TEXT) {
            return Optional.of("it is too long, or has more than " + MOST_BRACKETS + " brackets");
        }
        if (text.isEmpty()) {
            return Optional.of("every page matches the empty pattern");
        }
        try {
            Pattern.compile(text, Pattern.MULTILINE);
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of("it is no regular expression (" + wrong.getDescription() + ")");
        }
    }

    private static Optional<StatusRange> status(String text) {
        Matcher matcher = STATUS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first > last ? Optional.empty() : Optional.of(new StatusRange(first, last));
    }
}
