package upkeep.spec;

import java.net.URI;
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
        Optional<String> socket = http.read(PageKeys.SOCKET);
        Optional<URI> url = url().map(this::withQuery);
        Map<String, String> headers = headers();
        Optional<HttpLogin> login = login(headers);
        int redirects = http.get(PageKeys.REDIRECTS);
        Endpoint.Family family = http.get(PageKeys.ADDRESS_FAMILY);
        Optional<String> source = http.read(EndpointKeys.SOURCE_ADDRESS);
        TlsOptions tls = tls();
        HttpVersion version = http.get(PageKeys.VERSION);
        if (http.has(PageKeys.SOCKET)) {
            onlyNetwork(url);
        }
        return url.map(found ->
                new HttpCall(found, socket, family, source, tls, version, method, headers, body, login, redirects));
    }

    /** A socket in the file system has no addresses, and nobody speaks TLS there. */
    private void onlyNetwork(Optional<URI> url) {
        for (Key<?> key :
                List.of(PageKeys.ADDRESS_FAMILY, EndpointKeys.SOURCE_ADDRESS, PageKeys.TLS, PageKeys.VERIFY_TLS)) {
            if (http.has(key)) {
                report.error(
                        http.at(key),
                        "cannot use " + key.name() + " and socket together: a socket in the file system has none");
            }
        }
        if (url.filter(it -> it.getScheme().equalsIgnoreCase("https")).isPresent()) {
            report.error(
                    http.value(PageKeys.URL),
                    "cannot speak TLS over a socket in the file system",
                    "write http:// in the url");
        }
    }

    private TlsOptions tls() {
        if (http.has(PageKeys.TLS) && http.has(PageKeys.VERIFY_TLS)) {
            report.error(
                    http.at(PageKeys.VERIFY_TLS),
                    "cannot use verify-tls and tls together: tls has a key for it",
                    "write verify: under tls:");
        }
        Fields tls = http.map(PageKeys.TLS);
        boolean verify = http.has(PageKeys.TLS) ? tls.get(TlsKeys.VERIFY) : http.get(PageKeys.VERIFY_TLS);
        return TlsReader.options(tls, Start.AT_ONCE, verify);
    }

    private Optional<HttpLogin> login(Map<String, String> headers) {
        Optional<HttpLogin> basic = new LoginReader(http).read().map(HttpLogin.Basic::new);
        Optional<HttpLogin> bearer = new SecretReader(http, "token", PageKeys.TOKEN_FILE, PageKeys.TOKEN_CREDENTIAL)
                .read()
                .map(HttpLogin.Bearer::new);
        Key<?> token = http.has(PageKeys.TOKEN_FILE) ? PageKeys.TOKEN_FILE : PageKeys.TOKEN_CREDENTIAL;
        if (http.has(token) && http.has(PageKeys.USER)) {
            report.error(http.at(token), "cannot use " + token.name() + " and user together: there is one login");
        }
        boolean isThere = headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
        if (isThere && (http.has(token) || http.has(PageKeys.USER))) {
            Key<?> key = http.has(PageKeys.USER) ? PageKeys.USER : token;
            report.error(http.at(key), "cannot log in: the header Authorization is already set");
        }
        return basic.or(() -> bearer);
    }

    private Optional<URI> url() {
        Optional<String> url = http.read(PageKeys.URL);
        Optional<String> written = http.read(PageKeys.PATH);
        if (http.has(PageKeys.URL) && http.has(PageKeys.PATH)) {
            report.error(http.at(PageKeys.PATH), "cannot use url and path together: the url has a path of its own");
            return Optional.empty();
        }
        Optional<String> path = written;
        if (http.lacks(PageKeys.URL) && http.lacks(PageKeys.PATH)) {
            path = usual.path();
            path.ifPresent(it -> http.note(PageKeys.PATH, it));
            if (path.isEmpty()) {
                report.error(
                        http.position(),
                        "cannot ask for a page: it is not said which",
                        "write url: http://127.0.0.1:8080/healthz, or path: with the service's port:");
            }
        }
        if (url.isPresent()) {
            SourcePos position = http.value(PageKeys.URL);
            return address(context.placeholders().fill(url.get(), position), "url", position);
        }
        return path.flatMap(this::local);
    }

    /** A page of this machine, by its path. */
    private Optional<URI> local(String path) {
        SourcePos position = http.value(PageKeys.PATH);
        if (!path.startsWith("/")) {
            report.error(
                    position,
                    "cannot read path " + Quoted.text(path) + ": it must begin with /",
                    "a whole address goes under url:");
            return Optional.empty();
        }
        Optional<Integer> port = context.port().or(usual::port);
        if (port.isEmpty() && http.lacks(PageKeys.SOCKET)) {
            report.error(
                    position,
                    "cannot ask for " + Quoted.text(path) + ": the service has no port",
                    "add port: to the service, or write the whole url:");
            return Optional.empty();
        }
        String authority = http.has(PageKeys.SOCKET)
                ? "http://localhost"
                : "http://" + Defaults.LOCAL_HOST + port.map(it -> ":" + it).orElse("");
        return address(authority + context.placeholders().fill(path, position), "path", position);
    }

    private Optional<URI> address(String text, String key, SourcePos position) {
        String fault = WebAddress.fault(text);
        if (fault.isEmpty()) {
            return Optional.of(URI.create(text));
        }
        report.error(position, "cannot read " + key + " " + Quoted.text(text) + ": " + fault, WebAddress.HINT);
        return Optional.empty();
    }

    private URI withQuery(URI url) {
        return usual.query().isEmpty() || url.getRawQuery() != null ? url : URI.create(url + "?" + usual.query());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        http.read(PageKeys.HOST).ifPresent(host -> headers.put("Host", host));
        headers.putAll(new HeadersReader(http, OURS).read(http.has(PageKeys.HOST) ? List.of("host") : List.of()));
        return headers;
    }
}
