package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.target.Endpoint.Family;
import upkeep.target.HttpVersion;

/** Which page is asked for, of every check that asks for one. */
final class PageKeys {

    private static final int MOST_REDIRECTS = 10;

    /** Field values as RFC 9110 section 5.5 wants them: visible ASCII with blanks inside. */
    static final Kind<String> HEADER = Kind.text(
                    text -> text.matches("[!-~]([ -~]*[!-~])?")
                            ? Optional.empty()
                            : Optional.of("a header has ASCII characters on one line, and no blanks at its ends"),
                    "write other characters in the encoding that the server expects")
            .called("ASCII line")
            .matching("^[!-~]([ -~]*[!-~])?$");

    /** The names of fields, RFC 9110 section 5.1. */
    static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** The same, as a JSON Schema says it. */
    static final String TOKENS = "^" + TOKEN.pattern() + "$";

    private static final Kind<HttpVersion> VERSIONS = new Kind<>(
            HttpVersion::parse,
            _ -> "it must be one of auto, 1.1, 2",
            _ -> "write 2 for HTTP/2, or auto where the server shall choose",
            HttpVersion::toString,
            new Shape.Words(List.of("1.1", "2", "auto")));

    static final Key<Value<String>> URL = Key.value(
                    "url",
                    Kinds.LINE
                            .called("`http://` or `https://` address, ASCII, without user, password or `#`")
                            .matching("^[Hh][Tt][Tt][Pp][Ss]?://"))
            .means("what is asked for");
    static final Key<Value<String>> PATH = Key.value(
                    "path", Kinds.LINE.called("line that begins with `/`").matching("^/"))
            .means("the same at `127.0.0.1` and the service's `port`");
    static final Key<Value<String>> HOST = Key.value("host", HEADER)
            .otherwise("the host of the address")
            .means("the name asked for (the Host header); the connection goes to the address");
    static final Key<Names<Value<String>>> HEADERS = Key.names("headers", TOKENS, new Value<>(HEADER))
            .means("further headers; not `Connection`, `Content-Length`, `Transfer-Encoding`");
    static final Key<Value<String>> SOCKET = EndpointKeys.SOCKET.means(
            "a stream socket in the file system to connect to, whatever host the `url` names; `path` needs no port then");
    static final Key<Usual<Family>> ADDRESS_FAMILY =
            EndpointKeys.ADDRESS_FAMILY.means("which addresses of the host are tried");
    static final Key<Value<String>> USER = LoginKeys.USER.means("who asks, by basic authentication");
    static final Key<Value<String>> PASSWORD_FILE =
            LoginKeys.PASSWORD_FILE.means("a file that holds the password, as of a [login](#login)");
    static final Key<Value<String>> PASSWORD_CREDENTIAL =
            LoginKeys.PASSWORD_CREDENTIAL.means("instead, a credential of upkeepd.service");
    static final Key<Value<String>> TOKEN_FILE =
            LoginKeys.file("token").means("a file that holds a bearer token, sent instead of user and password");
    static final Key<Value<String>> TOKEN_CREDENTIAL = LoginKeys.credential("token");
    static final Key<Usual<Integer>> REDIRECTS = Key.usual(
                    "redirects", Kind.whole(0, MOST_REDIRECTS), Defaults.HTTP_REDIRECTS)
            .means("how many redirections are followed; without them, a redirection is the answer");
    static final Key<Usual<HttpVersion>> VERSION =
            Key.usual("version", VERSIONS, Defaults.HTTP_VERSION).means("of HTTP, see below");
    static final Key<Form.Map> TLS =
            Key.map("tls", TlsKeys.BUT_START).means("the [TLS options](#tls-options) of `https`, but for `start`");
    static final Key<Usual<Boolean>> VERIFY_TLS =
            Key.usual("verify-tls", Kinds.YES_OR_NO, Defaults.VERIFY_TLS).means("short for `tls: {verify: …}`");

    static final Vocabulary PAGE = Vocabulary.of(
            "a page",
            URL,
            PATH,
            HOST,
            HEADERS,
            SOCKET,
            ADDRESS_FAMILY,
            EndpointKeys.SOURCE_ADDRESS,
            USER,
            PASSWORD_FILE,
            PASSWORD_CREDENTIAL,
            TOKEN_FILE,
            TOKEN_CREDENTIAL,
            REDIRECTS,
            VERSION,
            TLS,
            VERIFY_TLS);

    static final Key<Form.Map> APACHE_STATUS = Key.map(
                    "apache-status", Vocabulary.of("apache-status").with(PAGE))
            .means("what the workers of an Apache HTTP server are doing");

    private PageKeys() {}
}
