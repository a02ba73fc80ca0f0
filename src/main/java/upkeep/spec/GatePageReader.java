package upkeep.spec;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.SourcePos;
import upkeep.spec.GateProbe.Place;
import upkeep.target.Endpoint;
import upkeep.target.HttpCall;
import upkeep.target.HttpTarget;
import upkeep.target.HttpVersion;

/** Makes of a web page that a check looks at what upkeep-gate(8) asks for, see {@link GateProbeReader}. */
final class GatePageReader {

    private static final int LONGEST_TEXT = 1_024;
    private static final int LONGEST_METHOD = 20;
    private static final int MOST_HEADERS = 32;
    /** Of 16 KiB, the rest of which is for what upkeep-gate adds itself. */
    private static final int LONGEST_REQUEST = 16_000;

    private static final int HTTP_PORT = 80;

    /** What upkeep-gate sets itself, beside what no probe may set. */
    private static final List<String> OURS = List.of("upgrade", "expect", "te");

    private static final List<String> SECRET = List.of("authorization", "proxy-authorization", "cookie");
    private static final String NO_SECRETS = "it would stand in the unit, which everybody can read";
    private static final String HINT =
            "upkeep-gate takes url or path, host, headers, socket, method, status and contains";

    /** What no page of upkeep-gate has, and why. */
    private static final List<Map.Entry<Key<?>, String>> LACKING = List.of(
            Map.entry(HttpKeys.BODY, "upkeep-gate sends no body"),
            Map.entry(HttpKeys.BODY_FILE, "upkeep-gate sends no body"),
            Map.entry(HttpKeys.EXPECT_HEADERS, "upkeep-gate does not look at the headers of an answer"),
            Map.entry(HttpKeys.NOT_CONTAINS, "upkeep-gate looks only for what must be there"),
            Map.entry(HttpKeys.MATCHES, "upkeep-gate knows no regular expressions"),
            Map.entry(HttpKeys.JSON, "upkeep-gate reads no JSON"),
            Map.entry(HttpKeys.SHA256, "upkeep-gate makes no checksums"),
            Map.entry(HttpKeys.MAX_LATENCY, "upkeep-gate does not measure"),
            Map.entry(PageKeys.USER, NO_SECRETS),
            Map.entry(PageKeys.PASSWORD_FILE, NO_SECRETS),
            Map.entry(PageKeys.PASSWORD_CREDENTIAL, NO_SECRETS),
            Map.entry(PageKeys.TOKEN_FILE, NO_SECRETS),
            Map.entry(PageKeys.TOKEN_CREDENTIAL, NO_SECRETS),
            Map.entry(PageKeys.TLS, GateLimits.NO_TLS),
            Map.entry(PageKeys.VERIFY_TLS, GateLimits.NO_TLS),
            Map.entry(EndpointKeys.SOURCE_ADDRESS, GateLimits.NO_SOURCE));

    private final Optional<Node.Entry> http;
    private final GateLimits limits;

    GatePageReader(Optional<Node.Entry> http, GateLimits limits) {
        this.http = http;
        this.limits = limits;
    }

    Optional<GateProbe> read(HttpTarget target) {
        if (http.isEmpty()) {
            return Optional.empty();
        }
        HttpCall call = target.call();
        LACKING.forEach(lack -> limits.lacks(http, lack.getKey(), lack.getValue(), HINT));
        if (call.redirects() > 0) {
            limits.lacks(http, PageKeys.REDIRECTS, "upkeep-gate follows none", HINT);
        }
        if (call.version() == HttpVersion.HTTP_2) {
            limits.lacks(http, PageKeys.VERSION, "upkeep-gate speaks HTTP/1.1", "leave it out");
        }
        if (call.family() != Endpoint.Family.ANY) {
            limits.lacks(http, PageKeys.ADDRESS_FAMILY, GateLimits.NO_NAMES, HINT);
        }
        if (call.method().length() > LONGEST_METHOD) {
            limits.lacks(http, HttpKeys.METHOD, "it is longer than " + LONGEST_METHOD + " letters", "write GET, say");
        }
        limits.statuses(http, HttpKeys.STATUS, target.wanted().status());
        if (target.wanted()
                .contains()
                .filter(text -> GateLimits.bytes(text) > LONGEST_TEXT)
                .isPresent()) {
            limits.refuse(
                    value(HttpKeys.CONTAINS),
                    HttpKeys.CONTAINS.name(),
                    "it is longer than " + LONGEST_TEXT + " bytes",
                    "write a shorter part of the page");
        }
        List<String> headers = headers(call);
        String path = path(call.url());
        if (path.length() + headers.stream().mapToInt(each -> each.length() + 2).sum() > LONGEST_REQUEST) {
            limits.refuse(
                    http.get().keyPosition(),
                    "this page",
                    "its path and headers are longer than " + LONGEST_REQUEST + " bytes together",
                    "leave headers out");
        }
        return Optional.of(new GateProbe.Page(
                place(call),
                call.method(),
                path,
                headers,
                target.wanted().status(),
                target.wanted().contains()));
    }

    private Place place(HttpCall call) {
        if ("https".equalsIgnoreCase(call.url().getScheme())) {
            limits.refuse(
                    value(PageKeys.URL), "https", GateLimits.NO_TLS, "write the http:// address of a port for it");
        }
        if (call.socket().isPresent()) {
            return GateProbeReader.socket(
                    limits, http, http.orElseThrow(), call.socket().get());
        }
        String host = call.url().getHost();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        int port = call.url().getPort() < 0 ? HTTP_PORT : call.url().getPort();
        return GateProbeReader.port(
                limits, value(PageKeys.URL), bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    private static String path(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** In the order of their names, so that the unit is the same each time. */
    private List<String> headers(HttpCall call) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(call.headers());
        String authority = call.url().getRawAuthority();
        // On a socket, upkeep-gate asks for localhost unless it is told the name.
        if (call.socket().isPresent() && !authority.equalsIgnoreCase("localhost")) {
            headers.putIfAbsent("Host", authority);
        }
        if (headers.size() > MOST_HEADERS) {
            limits.lacks(http, PageKeys.HEADERS, "upkeep-gate takes at most " + MOST_HEADERS, "leave some out");
        }
        List<String> fields = new ArrayList<>();
        headers.forEach((name, value) -> {
            refuse(name);
            fields.add(name + ": " + value);
        });
        return fields;
    }

    private void refuse(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        SourcePos position = http.flatMap(map -> map.inner(PageKeys.HEADERS))
                .flatMap(map -> map.inner(PageKeys.HEADERS.form().named(name)))
                .map(Node.Entry::keyPosition)
                .orElseGet(() -> value(PageKeys.HEADERS));
        if (SECRET.contains(lower)) {
            limits.refuse(position, "header " + name, NO_SECRETS, "ask for a page that needs no login");
        } else if (OURS.contains(lower)) {
            limits.refuse(position, "header " + name, "upkeep-gate sets it itself", "leave it out");
        }
    }

    private SourcePos value(Key<?> key) {
        return limits.value(http, key, http.orElseThrow());
    }
}
