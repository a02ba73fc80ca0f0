package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.HttpCall;
import upkeep.target.HttpTarget;
import upkeep.target.HttpWanted;
import upkeep.target.StatusRange;

/** Reads what of a web page a check looks at. */
final class HttpReader {

    /** What looks at the body of an answer. */
    private static final List<Key<?>> OF_BODIES =
            List.of(HttpKeys.CONTAINS, HttpKeys.NOT_CONTAINS, HttpKeys.MATCHES, HttpKeys.JSON, HttpKeys.SHA256);

    private final Fields http;
    private final TargetContext context;
    private final Report report;

    HttpReader(TargetContext context) {
        this.http = context.check().map(HttpKeys.HTTP);
        this.context = context;
        this.report = context.report();
    }

    Optional<HttpTarget> read() {
        String method = http.get(HttpKeys.METHOD);
        Optional<HttpCall> call = new HttpCallReader(http, context, HttpCallReader.Usual.NONE).read(method, body());
        HttpWanted wanted = wanted();
        for (Key<?> key : OF_BODIES) {
            if (method.equals("HEAD") && http.has(key)) {
                report.error(
                        http.at(key),
                        "cannot find " + key.name() + " with method HEAD: its answer has no body",
                        "write GET");
            }
        }
        return call.map(found -> new HttpTarget(found, wanted));
    }

    private Optional<HttpCall.Body> body() {
        Optional<HttpCall.Body> text = http.read(HttpKeys.BODY).map(HttpCall.Text::new);
        Optional<HttpCall.Body> file = http.read(HttpKeys.BODY_FILE).map(HttpCall.File::new);
        if (http.has(HttpKeys.BODY) && http.has(HttpKeys.BODY_FILE)) {
            report.error(http.at(HttpKeys.BODY_FILE), "cannot use body and body-file together: there is one body");
        }
        return text.or(() -> file);
    }

    private HttpWanted wanted() {
        List<StatusRange> status =
                http.list(HttpKeys.STATUS).stream().map(Located::value).toList();
        if (!http.has(HttpKeys.STATUS)) {
            http.note(HttpKeys.STATUS, HttpKeys.STATUS.form().kind().showAll(Defaults.HTTP_STATUS));
        } else if (http.nodes(HttpKeys.STATUS).isEmpty()) {
            report.error(
                    http.at(HttpKeys.STATUS),
                    "cannot use an empty status: no answer would pass",
                    "write 200, or \"200-299\"");
        }
        Optional<TimeSpan> maxLatency = http.read(HttpKeys.MAX_LATENCY);
        if (maxLatency
                .filter(latency -> latency.compareTo(context.timeout()) > 0)
                .isPresent()) {
            report.error(
                    http.at(HttpKeys.MAX_LATENCY),
                    "cannot reach max-latency " + maxLatency.get() + ": the timeout ends the probe after "
                            + context.timeout(),
                    "write a longer timeout: or a shorter max-latency:");
        }
        return new HttpWanted(
                http.has(HttpKeys.STATUS) ? status : Defaults.HTTP_STATUS,
                headers(),
                http.read(HttpKeys.CONTAINS),
                http.read(HttpKeys.NOT_CONTAINS),
                http.read(HttpKeys.MATCHES),
                new JsonReader(http).read(),
                http.read(HttpKeys.SHA256),
                maxLatency);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        Fields fields = http.map(HttpKeys.EXPECT_HEADERS);
        for (Node.Entry entry : fields.all()) {
            String lower = entry.key().toLowerCase(Locale.ROOT);
            if (!PageKeys.TOKEN.matcher(entry.key()).matches() || seen.contains(lower)) {
                String why = seen.contains(lower) ? "it is already expected" : "it is not a header's name";
                report.error(entry.keyPosition(), "cannot expect header " + Quoted.text(entry.key()) + ": " + why);
            }
            seen.add(lower);
            fields.read(HttpKeys.EXPECT_HEADERS.form().named(entry.key()))
                    .ifPresent(value -> headers.put(entry.key(), value));
        }
        return headers;
    }
}
