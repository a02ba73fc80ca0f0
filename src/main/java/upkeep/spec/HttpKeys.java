package upkeep.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.JsonPath;
import upkeep.target.StatusRange;

/** What of a web page a check looks at. */
final class HttpKeys {

    private static final Pattern STATUS_FORM = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    private static final int LONGEST_TEXT = 65_536;
    private static final int LONGEST_PATTERN = 4_096;
    private static final int MOST_BRACKETS = 100;

    private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private static final Kind<StatusRange> STATUSES = Kind.of(
                    "a status code or a range of them", "write 200, or \"200-299\"", HttpKeys::status)
            .called("status code or range", "codes and ranges")
            .matching("^[1-5][0-9]{2}(-[1-5][0-9]{2})?$");

    private static final Kind<String> METHOD_NAME = new Kind<>(
            text -> PageKeys.TOKEN.matcher(text).matches()
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
            text -> text,
            new Shape.Text("word in capital letters", "words", "^[A-Z0-9!#$%&'*+.^_`|~-]+$"));

    private static final Kind<String> PART = Kinds.ANY_TEXT
            .where(text -> !text.isEmpty(), "every page contains the empty text", "write what the page must contain")
            .where(text -> text.length() <= LONGEST_TEXT, "it is longer than 64K", "write a shorter part of the page")
            .shown(Quoted::whole)
            .called("text of 1 to 65536 characters");

    private static final Kind<String> WHAT_IS_SENT = Kinds.ANY_TEXT
            .where(
                    text -> text.length() <= LONGEST_TEXT,
                    "it is longer than 64K",
                    "put it into a file, under body-file:")
            .shown(Quoted::whole)
            .called("text of at most 65536 characters");

    private static final Kind<String> PATTERN = Kind.text(
                    HttpKeys::patternFault, "write a regular expression of Java; in YAML, best in 'single quotes'")
            .shown(Quoted::whole)
            .called("regular expression");

    private static final Kind<String> SHA_256 = Kind.of(
                    "a SHA-256 digest",
                    "write the 64 hexadecimal digits that sha256sum(1) prints",
                    text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(digits -> digits.matches("[0-9a-f]{64}")))
            .called("64 hexadecimal digits")
            .matching("^[0-9A-Fa-f]{64}$");

    private static final Kind<JsonPath> WAY = Kind.of(
                    "the way to one value", "write such as $.status, $.jobs[0].state or $['a name']", JsonPath::parse)
            .called("`$`, then `.name`, `['any name']` or `[0]` for each step down, at most 32")
            .matching("^\\$");

    private static final Kind<String> MEASURED = Kind.text(
                    text -> Kinds.isName(text)
                            ? Optional.empty()
                            : Optional.of("names have a-z, 0-9 and -, and begin with a letter"),
                    "write such as queue-length")
            .called("a-z, 0-9 and -")
            .matching(Kinds.NAME_PATTERN);

    static final Key<Value<JsonPath>> JSON_PATH = Key.value("path", WAY).need().means("the way to one value");
    static final Key<Value<String>> EQUALS =
            Key.value("equals", Kinds.ANY_TEXT).means("what it must be; a number is compared as a number");
    static final Key<Value<String>> JSON_NAME = Key.value("name", MEASURED)
            .means("what rules call it: a number, `true` (1) or `false` (0) is a measurement, a text is a text");

    static final Vocabulary JSON_VALUE = Vocabulary.of("json", JSON_PATH, EQUALS, JSON_NAME);

    static final Key<Usual<String>> METHOD =
            Key.usual("method", METHOD_NAME, Defaults.HTTP_METHOD).means("any method but `CONNECT`");
    static final Key<Value<String>> BODY =
            Key.value("body", WHAT_IS_SENT).means("what is sent; its type goes under `headers`, as `Content-Type`");
    static final Key<Value<String>> BODY_FILE =
            Key.value("body-file", Kinds.PATH).means("instead, a file of at most 1 MiB that is read for each probe");
    static final Key<Values<StatusRange>> STATUS =
            Key.values("status", STATUSES, Defaults.HTTP_STATUS).means("which answers pass");
    static final Key<Names<Value<String>>> EXPECT_HEADERS = Key.names(
                    "expect-headers", PageKeys.TOKENS, new Value<>(Kinds.ANY_TEXT))
            .means("headers of the answer, each with a text that its value must contain; with `\"\"`, it need only be"
                    + " there");
    static final Key<Value<String>> CONTAINS = Key.value("contains", PART).means("what the body must contain");
    static final Key<Value<String>> NOT_CONTAINS =
            Key.value("not-contains", PART).means("what it must not contain");
    static final Key<Value<String>> MATCHES =
            Key.value("matches", PATTERN).means("what must be found in it; `^` and `$` are the ends of a line");
    static final Key<Items<Form.Map>> JSON =
            Key.items("json", new Form.Map(JSON_VALUE)).means("what it must hold, as JSON: 1 to 32 [values](#json)");
    static final Key<Value<String>> SHA256 = Key.value("sha256", SHA_256).means("the digest that the body must have");
    static final Key<Value<TimeSpan>> MAX_LATENCY = Key.value(
                    "max-latency", Kinds.FINITE.called("time span, at most `timeout`"))
            .means("the longest time to the end of the answer that still passes");

    static final Key<Form.Map> HTTP = Key.map(
                    "http",
                    Vocabulary.of(
                                    "http",
                                    METHOD,
                                    BODY,
                                    BODY_FILE,
                                    STATUS,
                                    EXPECT_HEADERS,
                                    CONTAINS,
                                    NOT_CONTAINS,
                                    MATCHES,
                                    JSON,
                                    SHA256,
                                    MAX_LATENCY)
                            .with(PageKeys.PAGE))
            .means("a web page");

    private HttpKeys() {}

    private static Optional<String> patternFault(String text) {
        // Deeper nesting would need more stack than a thread has.
        if (text.chars().filter(c -> c == '(' || c == '[').count() > MOST_BRACKETS || text.length() > LONGEST_PATTERN) {
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
        Matcher matcher = STATUS_FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first > last ? Optional.empty() : Optional.of(new StatusRange(first, last));
    }
}
