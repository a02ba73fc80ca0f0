package upkeep.probe.http;

import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.LocalFiles;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.Endpoint;
import upkeep.target.HttpCall;
import upkeep.target.HttpLogin;
import upkeep.target.Login;

/**
 * What is sent to a web server and whereto: the URL taken apart, and the header of the request. HTTP/1.1 (RFC 9112 section
 * 3) writes it in lines, HTTP/2 (RFC 9113 section 8.3) in fields.
 *
 * @param host a name or an address literal without brackets
 * @param path and the query
 * @param header the first is Host
 * @param body what follows the header; not to be moved
 */
record HttpRequest(
        boolean tls, String host, int port, String method, String path, List<Field> header, ByteBuffer body) {

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:([^@]*)@)?(?:\\[([0-9a-fA-F:.]+(?:%[^\\]]+)?)]|([^:\\[\\]@]+))(?::([0-9]{0,5}))?");
    private static final String TOKEN = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+.^_`|~";
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final Pattern SECRET = Pattern.compile("(?i).*(auth|cookie|secret|token|password|api-?key).*");

    /** Host is one of them: HTTP/2 has {@code :authority} instead. */
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    HttpRequest {
        header = List.copyOf(header);
    }

    /** The request that is to be made; one that cannot be made is nobody's failure. */
    static HttpRequest of(HttpCall call, String userAgent, Secrets secrets) throws Stop {
        URI url = call.url();
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw cannot("the URL is neither http nor https");
        }
        // URI itself gives no host for names with an underscore.
        Matcher authority =
                AUTHORITY.matcher(Optional.ofNullable(url.getRawAuthority()).orElse(""));
        if (!authority.matches()) {
            throw cannot("the URL has no host");
        }
        Optional<String> literal = Optional.ofNullable(authority.group(2));
        String host = literal.orElseGet(() -> ascii(authority.group(3)));
        int usual = tls ? 443 : 80;
        String written = Optional.ofNullable(authority.group(4)).orElse("");
        int port = written.isEmpty() ? usual : Integer.parseInt(written);
        if (port < 1 || port > 65_535) {
            throw cannot("the URL has no valid port");
        }
        if (!isToken(call.method())) {
            throw cannot("the method is no HTTP method");
        }
        byte[] body = body(call);
        String shownHost = literal.isPresent() ? "[" + host.replaceFirst("%.*", "") + "]" : host;
        List<Field> header = new ArrayList<>();
        header.add(new Field("Host", port == usual ? shownHost : shownHost + ":" + port));
        header.add(new Field("Accept", "*/*"));
        header.add(new Field("Connection", "close"));
        header.add(new Field("User-Agent", userAgent));
        if (body.length > 0 || WITH_BODY.contains(call.method())) {
            header.add(new Field("Content-Length", Integer.toString(body.length)));
        }
        if (call.login().isPresent()) {
            header.add(new Field("Authorization", authorization(call.login().get(), secrets)));
        }
        Optional.ofNullable(authority.group(1)).ifPresent(user -> put(header, "Authorization", basic(decoded(user))));
        call.headers().forEach((name, value) -> put(header, name, value));
        for (Field field : header) {
            if (!isToken(field.name())) {
                throw cannot("\"" + Words.printable(field.name(), 60) + "\" is no header name");
            }
            if (hasControl(field.value())) {
                throw cannot("a header holds a control character");
            }
        }
        return new HttpRequest(tls, host, port, call.method(), path(url), header, ByteBuffer.wrap(body));
    }

    /** Where the server is. */
    Endpoint endpoint(HttpCall call) {
        return call.socket()
                .<Endpoint>map(Endpoint.Local::new)
                .orElseGet(() -> new Endpoint.Port(host, port, call.family(), call.source()));
    }

    /** Instead of the field of that name, or behind the others. */
    private static void put(List<Field> header, String name, String value) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).name().equalsIgnoreCase(name)) {
                header.set(i, new Field(header.get(i).name(), value));
                return;
            }
        }
        header.add(new Field(name, value));
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** A token of RFC 9110 section 5.6.2. */
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (TOKEN.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** As HTTP/1.1 has it, the body included. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder(256);
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        for (Field field : header) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        if (!body.hasRemaining()) {
            return head;
        }
        byte[] all = Arrays.copyOf(head, head.length + body.remaining());
        body.duplicate().get(all, head.length, body.remaining());
        return all;
    }

    byte[] bodyBytes() {
        byte[] all = new byte[body.remaining()];
        body.duplicate().get(all);
        return all;
    }

    /** The request line and the header, without line ends. */
    private List<String> lines() {
        return Stream.concat(
                        Stream.of(method + " " + path + " HTTP/1.1"),
                        header.stream().map(field -> field.name() + ": " + field.value()))
                .toList();
    }

    /** The header as HTTP/2 has it, without what is about the connection (RFC 9113 section 8.2.2). */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>(List.of(
                new Field(":method", method),
                new Field(":scheme", tls ? "https" : "http"),
                new Field(":authority", header.getFirst().value()),
                new Field(":path", path)));
        header.stream()
                .map(field -> new Field(field.name().toLowerCase(Locale.ROOT), field.value()))
                .filter(field -> !OF_CONNECTIONS.contains(field.name()))
                .forEach(fields::add);
        return fields;
    }

    /** The lines for people, without what may be a secret. */
    List<String> shownLines() {
        return shown(lines());
    }

    /** Whether a header of this name may carry what others must not see. */
    static boolean isSecret(String header) {
        return SECRET.matcher(header).matches() && !header.startsWith(":");
    }

    /** Header lines for people: the values of those that may carry a secret are hidden. */
    static List<String> shown(List<String> lines) {
        return lines.stream()
                .map(line -> {
                    int colon = line.indexOf(": ");
                    boolean hidden = colon > 0 && isSecret(line.substring(0, colon));
                    return Words.printable(hidden ? line.substring(0, colon) + ": (hidden)" : line, 500);
                })
                .toList();
    }

    private static String path(URI url) {
        String text = url.toASCIIString();
        URI ascii = text.equals(url.toString()) ? url : URI.create(text);
        String path = Optional.ofNullable(ascii.getRawPath()).orElse("");
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return (path.isEmpty() ? "/" : path) + query;
    }

    private static String ascii(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host;
        }
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException notInternational) {
            return host;
        }
    }

    private static byte[] body(HttpCall call) throws Stop {
        if (call.body().isEmpty()) {
            return new byte[0];
        }
        return switch (call.body().get()) {
            case HttpCall.Text text -> text.text().getBytes(StandardCharsets.UTF_8);
            case HttpCall.File file -> LocalFiles.read(Path.of(file.path()), "the body to send");
        };
    }

    private static String authorization(HttpLogin login, Secrets secrets) throws Stop {
        return switch (login) {
            case HttpLogin.Basic basic -> basic(plain(basic.login(), secrets));
            case HttpLogin.Bearer bearer -> "Bearer " + secrets.text(bearer.token());
        };
    }

    private static String plain(Login login, Secrets secrets) throws Stop {
        return login.user() + ":" + secrets.text(login.password());
    }

    private static String decoded(String user) {
        return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String basic(String plain) {
        return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static Stop cannot(String why) {
        return new Stop.Unasked("cannot ask over HTTP: " + why);
    }
}
