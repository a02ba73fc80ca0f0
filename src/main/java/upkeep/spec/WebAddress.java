package upkeep.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;

/** Addresses of HTTP. */
final class WebAddress {

    static final String HINT = "write such as http://host:port/path, special characters as %XX";

    private static final int LONGEST = 2_000;
    private static final String BEGINNING = "^[Hh][Tt][Tt][Pp][Ss]?://";

    /** One that something is sent to. */
    static final Kind<URI> ADDRESS =
            kind(WebAddress::fault, "`http://` or `https://` address, ASCII, without user, password or `#`");

    /** That of a server as a whole, below which its interface lies; it does not end in a slash. */
    static final Kind<URI> SERVER = new Kind<>(
                    text -> ADDRESS.parse().apply(text).map(WebAddress::withoutSlash),
                    ADDRESS.why(),
                    ADDRESS.hint(),
                    URI::toString,
                    ADDRESS.shape())
            .where(
                    address -> address.getRawQuery() == null,
                    "the address of a server has no ? part",
                    "write such as https://host or https://host/path");

    /** That of a page for people. */
    static final Kind<URI> PAGE = kind(
            text -> text.chars().allMatch(c -> c < 0x7f) ? fault(text.replaceFirst("#.*", "")) : "it must be ASCII",
            "`http://` or `https://` address, ASCII, without user or password");

    private WebAddress() {}

    private static Kind<URI> kind(Function<String, String> fault, String name) {
        Function<String, String> why =
                text -> text.length() > LONGEST ? "it is longer than " + LONGEST + " characters" : fault.apply(text);
        return new Kind<>(
                text -> why.apply(text).isEmpty() ? parsed(text) : Optional.empty(),
                text -> Optional.of(why.apply(text)).filter(it -> !it.isEmpty()).orElse("it is not a valid address"),
                _ -> HINT,
                URI::toString,
                new Shape.Text(name, "`http://` or `https://` addresses", BEGINNING));
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    /** What is wrong with an address, or the empty text. */
    static String fault(String text) {
        try {
            return fault(new URI(text));
        } catch (URISyntaxException wrong) {
            return wrong.getIndex() >= 0 && wrong.getIndex() < text.length()
                    ? "the character " + Quoted.text(Character.toString(text.codePointAt(wrong.getIndex())))
                            + " cannot stand there"
                    : "it is not a valid address";
        }
    }

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

    private static URI withoutSlash(URI address) {
        return address.getRawQuery() == null ? URI.create(address.toString().replaceFirst("/+$", "")) : address;
    }
}
