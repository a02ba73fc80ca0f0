package upkeep.probe.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.target.HttpCall;

/** Where an answer points to (RFC 9110 section 15.4), and whether we go there. */
sealed interface Redirect {

    Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** The next request. */
    record Followed(HttpCall call) implements Redirect {}

    /**
     * We stay.
     *
     * @param why as in "not followed: why"; empty where following was not asked for
     */
    record Refused(String why) implements Redirect {}

    /** The address that an answer names, if it is a redirection. */
    static Optional<String> location(HttpHead answer) {
        return answer.status() >= 300 && answer.status() < 400 ? answer.first("Location") : Optional.empty();
    }

    /**
     * What comes of it.
     *
     * @param left how many redirections may be followed still
     * @param seen the requests made so far, each as method and URL
     */
    static Redirect of(HttpCall call, int status, String location, int left, Set<String> seen) {
        if (call.redirects() == 0 || !STATUSES.contains(status)) {
            return new Refused("");
        }
        Optional<URI> there = resolved(call.url(), location);
        if (there.isEmpty()) {
            return new Refused(": it is no address of a web page");
        }
        URI url = there.get();
        boolean isElsewhere = !origin(url).equals(origin(call.url()));
        HttpCall next = next(call, status, url, isElsewhere);
        if (left == 0) {
            return new Refused(": " + call.redirects() + " redirections are the most");
        }
        if (call.url().getScheme().equalsIgnoreCase("https") && !url.getScheme().equalsIgnoreCase("https")) {
            return new Refused(": it leads out of TLS");
        }
        if (isElsewhere && call.socket().isPresent()) {
            return new Refused(": it leads to another server than that of the socket");
        }
        if (isElsewhere && next.body().isPresent()) {
            return new Refused(": the body would go to another server");
        }
        if (isElsewhere && isOfTheLink(url.getHost())) {
            return new Refused(": it leads to a link-local address");
        }
        return seen.contains(next.method() + " " + url)
                ? new Refused(": it leads round in a circle")
                : new Followed(next);
    }

    /** Whether the host is written as an address that is valid on one link only (RFC 3927, RFC 4291 section 2.5.6). */
    private static boolean isOfTheLink(String host) {
        try {
            return InetAddress.ofLiteral(host).isLinkLocalAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static HttpCall next(HttpCall call, int status, URI url, boolean isElsewhere) {
        boolean isGet = status == 303
                ? !call.method().equals("HEAD")
                : status < 303 && call.method().equals("POST");
        Map<String, String> headers = isElsewhere
                ? call.headers().entrySet().stream()
                        .filter(header -> !HttpRequest.isSecret(header.getKey())
                                && !header.getKey().equalsIgnoreCase("Host"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))
                : call.headers();
        return new HttpCall(
                url,
                call.socket(),
                call.family(),
                call.source(),
                isElsewhere ? call.tls().elsewhere() : call.tls(),
                call.version(),
                isGet ? "GET" : call.method(),
                headers,
                isGet ? Optional.empty() : call.body(),
                isElsewhere ? Optional.empty() : call.login(),
                call.redirects());
    }

    private static Optional<URI> resolved(URI from, String location) {
        try {
            URI to = new URI(location);
            // URI.resolve() goes by an older standard, where a query alone replaces the last step of the path too.
            boolean isQuery = location.startsWith("?");
            URI whole = isQuery ? new URI(withoutQuery(from) + location) : from.resolve(to);
            String scheme = Objects.toString(whole.getScheme(), "").toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme)
                    || whole.getHost() == null
                    || whole.getRawUserInfo() != null
                    || !whole.toASCIIString().equals(whole.toString())) {
                return Optional.empty();
            }
            String text = whole.toString();
            int fragment = text.indexOf('#');
            return Optional.of(fragment < 0 ? whole : new URI(text.substring(0, fragment)));
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
    }

    private static String withoutQuery(URI url) {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    /** Scheme, host and port: to nobody else goes what proves who we are. */
    private static String origin(URI url) {
        String scheme = Objects.toString(url.getScheme(), "").toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String host = Objects.toString(url.getHost(), "").toLowerCase(Locale.ROOT);
        return scheme + "://" + host + ":" + (url.getPort() < 0 ? usual : url.getPort());
    }
}
