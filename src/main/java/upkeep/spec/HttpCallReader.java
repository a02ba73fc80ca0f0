package upkeep.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.target.Endpoint;
import upkeep.target.HttpCall;
import upkeep.target.HttpLogin;
import upkeep.target.HttpVersion;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.Start;

/**
 * Reads which page is asked for, and how. The {@code host} is the name asked for (the Host header), not connected to.
 */
final class HttpCallReader {

    private static final List<String> OURS = List.of("connection", "content-length", "transfer-encoding");
    private static final int MOST_REDIRECTS = 10;

    private static final Kind<HttpVersion> VERSION = new Kind<>(
            HttpVersion::parse,
            _ -> "it must be one of auto, 1.1, 2",
            _ -> "write 2 for HTTP/2, or auto where the server shall choose",
            HttpVersion::toString);

    private final Fields http;
    private final TargetContext context;
    private final Report report;
    private final Usual usual;

    HttpCallReader(Fields http, TargetContext context, Usual usual) {
        this.http = http;
        this.context = context;
        this.report = context.report();
        this.usual = usual;
    }

    /**
     * What holds where a check does not say it.
     *
     * @param path which page is asked for
     * @param port where, for a check that belongs to no service with a port
     * @param query what is asked for where the address has no query
     */
    record Usual(Optional<String> path, Optional<Integer> port, String query) {
        static final Usual NONE = new Usual(Optional.empty(), Optional.empty(), "");
    }

    Optional<HttpCall> read(String method, Optional<HttpCall.Body> body) {
        Optional<String> socket = http.read("socket", Kinds.PATH);
        Optional<URI> url = url().map(this::withQuery);
        Map<String, String> headers = headers();
        Optional<HttpLogin> login = login(headers);
        int redirects = http.read("redirects", Kind.whole(0, MOST_REDIRECTS), Defaults.HTTP_REDIRECTS);
        Endpoint.Family family = http.read("address-family", EndpointReader.FAMILY, Endpoint.Family.ANY);
        Optional<String> source = http.read("source-address", Kinds.ADDRESS);
        TlsOptions tls = tls();
        HttpVersion version = http.read("version", VERSION, Defaults.HTTP_VERSION);
        if (http.has("socket")) {
            onlyNetwork(url);
        }
        return url.map(found ->
                new HttpCall(found, socket, family, source, tls, version, method, headers, body, login, redirects));
    }

    /** A socket in the file system has no addresses, and nobody speaks TLS there. */
    private void onlyNetwork(Optional<URI> url) {
        for (String key : List.of("address-family", "source-address", "tls", "verify-tls")) {
            if (http.has(key)) {
                report.error(
                        http.at(key),
                        "cannot use " + key + " and socket together: a socket in the file system has none");
            }
        }
        if (url.filter(it -> it.getScheme().equalsIgnoreCase("https")).isPresent()) {
            report.error(value("url"), "cannot speak TLS over a socket in the file system", "write http:// in the url");
        }
    }

    private TlsOptions tls() {
        if (http.has("tls") && http.has("verify-tls")) {
            report.error(
                    http.at("verify-tls"),
                    "cannot use verify-tls and tls together: tls has a key for it",
                    "write verify: under tls:");
        }
        Fields tls = http.map("tls", Words.TLS.without("start"));
        boolean verify = http.has("tls")
                ? tls.read("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS)
                : http.read("verify-tls", Kinds.YES_OR_NO, Defaults.VERIFY_TLS);
        return TlsReader.options(tls, Start.AT_ONCE, verify);
    }

    private Optional<HttpLogin> login(Map<String, String> headers) {
        Optional<HttpLogin> basic = new LoginReader(http).read().map(HttpLogin.Basic::new);
        Optional<HttpLogin> bearer = new SecretReader(http, "token").read().map(HttpLogin.Bearer::new);
        String token = http.has("token-file") ? "token-file" : "token-credential";
        if (http.has(token) && http.has("user")) {
            report.error(http.at(token), "cannot use " + token + " and user together: there is one login");
        }
        boolean isThere = headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
        if (isThere && (http.has(token) || http.has("user"))) {
            String key = http.has("user") ? "user" : token;
            report.error(http.at(key), "cannot log in: the header Authorization is already set");
        }
        return basic.or(() -> bearer);
    }

    private Optional<URI> url() {
        Optional<String> url = http.read("url", Kinds.LINE);
        Optional<String> written = http.read("path", Kinds.LINE);
        if (http.has("url") && http.has("path")) {
            report.error(http.at("path"), "cannot use url and path together: the url has a path of its own");
            return Optional.empty();
        }
        Optional<String> path = written;
        if (http.lacks("url") && http.lacks("path")) {
            path = usual.path();
            path.ifPresent(it -> http.note("path", it));
            if (path.isEmpty()) {
                report.error(
                        http.position(),
                        "cannot ask for a page: it is not said which",
                        "write url: http://127.0.0.1:8080/healthz, or path: with the service's port:");
            }
        }
        if (url.isPresent()) {
            SourcePos position = value("url");
            return address(context.placeholders().fill(url.get(), position), "url", position);
        }
        return path.flatMap(this::local);
    }

    /** A page of this machine, by its path. */
    private Optional<URI> local(String path) {
        SourcePos position = value("path");
        if (!path.startsWith("/")) {
            report.error(
                    position,
                    "cannot read path " + Quoted.text(path) + ": it must begin with /",
                    "a whole address goes under url:");
            return Optional.empty();
        }
        Optional<Integer> port = context.port().or(usual::port);
        if (port.isEmpty() && http.lacks("socket")) {
            report.error(
                    position,
                    "cannot ask for " + Quoted.text(path) + ": the service has no port",
                    "add port: to the service, or write the whole url:");
            return Optional.empty();
        }
        String authority = http.has("socket")
                ? "http://localhost"
                : "http://" + Defaults.LOCAL_HOST + port.map(it -> ":" + it).orElse("");
        return address(authority + context.placeholders().fill(path, position), "path", position);
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

    private URI withQuery(URI url) {
        return usual.query().isEmpty() || url.getRawQuery() != null ? url : URI.create(url + "?" + usual.query());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        http.read("host", HeadersReader.HEADER).ifPresent(host -> headers.put("Host", host));
        headers.putAll(new HeadersReader(http, OURS).read(http.has("host") ? List.of("host") : List.of()));
        return headers;
    }

    private SourcePos value(String key) {
        return http.entry(key).map(entry -> entry.value().position()).orElse(http.position());
    }
}
