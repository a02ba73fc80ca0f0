package upkeep.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.target.HttpTarget;
import upkeep.target.StatusRange;
import upkeep.target.Target;

/** Reads what of a web page a check looks at. The {@code host} is the name asked for (the Host header), not connected to. */
final class HttpReader {

    private static final Pattern STATUS = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
    private static final List<String> OURS = List.of("connection", "content-length", "transfer-encoding");

    private static final Kind<StatusRange> STATUSES =
            Kind.of("a status code or a range of them", "write 200, or \"200-299\"", HttpReader::status);

    private static final Kind<String> METHOD = Kinds.oneOf(List.of("GET", "HEAD", "OPTIONS", "POST", "PUT"));

    private static final Kind<String> CONTAINS = Kinds.ANY_TEXT
            .where(text -> !text.isEmpty(), "every page contains the empty text", "write what the page must contain")
            .where(text -> text.length() <= 65_536, "it is longer than 64K", "write a shorter part of the page")
            .shown(Quoted::whole);

    private final Fields http;
    private final Report report;
    private final Optional<Integer> port;
    private final Placeholders placeholders;
    private final TimeSpan timeout;

    HttpReader(TargetContext context) {
        this.http = context.check().map("http", Words.HTTP);
        this.report = context.report();
        this.port = context.port();
        this.placeholders = context.placeholders();
        this.timeout = context.timeout();
    }

    Optional<Target> read() {
        Optional<URI> url = url();
        Map<String, String> headers = headers();
        String method = http.read("method", METHOD, Defaults.HTTP_METHOD);
        List<StatusRange> status =
                http.list("status", STATUSES).stream().map(Located::value).toList();
        if (!http.has("status")) {
            http.note("status", STATUSES.showAll(Defaults.HTTP_STATUS));
        } else if (http.nodes("status").isEmpty()) {
            report.error(
                    http.at("status"), "cannot use an empty status: no answer would pass", "write 200, or \"200-299\"");
        }
        Optional<String> contains = http.read("contains", CONTAINS);
        if (contains.isPresent() && method.equals("HEAD")) {
            report.error(
                    http.at("contains"), "cannot find contains with method HEAD: its answer has no body", "write GET");
        }
        Optional<TimeSpan> maxLatency = http.read("max-latency", Kinds.FINITE);
        if (maxLatency.filter(latency -> latency.compareTo(timeout) > 0).isPresent()) {
            report.error(
                    http.at("max-latency"),
                    "cannot reach max-latency " + maxLatency.get() + ": the timeout ends the probe after " + timeout,
                    "write a longer timeout: or a shorter max-latency:");
        }
        boolean verify = http.read("verify-tls", Kinds.YES_OR_NO, Defaults.VERIFY_TLS);
        return url.map(found -> new HttpTarget(
                found,
                method,
                headers,
                http.has("status") ? status : Defaults.HTTP_STATUS,
                contains,
                maxLatency,
                verify));
    }

    private Optional<URI> url() {
        Optional<String> url = http.read("url", Kinds.LINE);
        Optional<String> path = http.read("path", Kinds.LINE);
        if (http.has("url") && http.has("path")) {
            report.error(http.at("path"), "cannot use url and path together: the url has a path of its own");
            return Optional.empty();
        }
        if (http.lacks("url") && http.lacks("path")) {
            report.error(
                    http.position(),
                    "cannot ask for a page: it is not said which",
                    "write url: http://127.0.0.1:8080/healthz, or path: with the service's port:");
        }
        if (url.isPresent()) {
            SourcePos position = value("url");
            return address(placeholders.fill(url.get(), position), "url", position);
        }
        if (path.isEmpty()) {
            return Optional.empty();
        }
        SourcePos position = value("path");
        if (!path.get().startsWith("/")) {
            report.error(
                    position,
                    "cannot read path " + Quoted.text(path.get()) + ": it must begin with /",
                    "a whole address goes under url:");
            return Optional.empty();
        }
        if (port.isEmpty()) {
            report.error(
                    position,
                    "cannot ask for " + Quoted.text(path.get()) + ": the service has no port",
                    "add port: to the service, or write the whole url:");
            return Optional.empty();
        }
        String authority = "http://" + Defaults.LOCAL_HOST + ":" + port.get();
        return address(authority + placeholders.fill(path.get(), position), "path", position);
    }

    private Optional<URI> address(String text, String key, SourcePos position) {
        String fault;
        try {
            URI uri = new URI(text);
            fault = fault(uri);
            if (fault.isEmpty()) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException wrong) {
            fault = wrong.getIndex() >= 0 && wrong.getIndex() < text.length()
                    ? "the character " + Quoted.text(Character.toString(text.codePointAt(wrong.getIndex())))
                            + " cannot stand there"
                    : "it is not a valid address";
        }
        report.error(
                position,
                "cannot read " + key + " " + Quoted.text(text) + ": " + fault,
                "write such as http://host:port/path, special characters as %XX");
        return Optional.empty();
    }

    /** What is wrong with an address, or the empty text. */
    private static String fault(URI uri) {
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return "it must begin with http:// or https://";
        }
        if (uri.getHost() == null) {
            return "it names no valid host";
        }
        if (uri.getRawUserInfo() != null) {
            return "it must not hold a user or password";
        }
        if (uri.getRawFragment() != null) {
            return "a # part is never sent to a server";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return "its port is not from 1 to 65535";
        }
        return uri.toASCIIString().equals(uri.toString()) ? "" : "it must be ASCII";
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        http.read("host", HeadersReader.HEADER).ifPresent(host -> headers.put("Host", host));
        headers.putAll(new HeadersReader(http, OURS).read(http.has("host") ? List.of("host") : List.of()));
        return headers;
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

    private SourcePos value(String key) {
        return http.entry(key).map(entry -> entry.value().position()).orElse(http.position());
    }
}
