package upkeep.target;

import java.util.Arrays;
import java.util.Optional;

/** Which versions of HTTP are offered to a server. */
public enum HttpVersion {
    /** HTTP/2 or HTTP/1.1 over TLS, as the server chooses; HTTP/1.1 in the clear. */
    AUTO("auto"),
    HTTP_1_1("1.1"),
    /** HTTP/2 alone: over TLS the server must choose it, in the clear it is known to speak it. */
    HTTP_2("2");

    private final String word;

    HttpVersion(String word) {
        this.word = word;
    }

    /** The version that a spec calls so. */
    public static Optional<HttpVersion> parse(String word) {
        return Arrays.stream(values())
                .filter(version -> version.word.equals(word))
                .findFirst();
    }

    /** As in a spec. */
    @Override
    public String toString() {
        return word;
    }
}
