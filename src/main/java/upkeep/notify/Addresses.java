package upkeep.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import upkeep.host.SecretFiles;
import upkeep.host.UnreadableException;
import upkeep.notify.Call.Unsendable;
import upkeep.spec.Channel;
import upkeep.target.Secret;

/** Where something is sent, and what secrets say, read anew for each time. */
record Addresses(SecretFiles secrets) {

    URI of(Channel.Address address) throws Unsendable {
        if (address.url().isPresent()) {
            return http(address.url().get());
        }
        Secret secret = address.secret().orElseThrow();
        try {
            return http(new URI(text(secret).strip()));
        } catch (URISyntaxException | Unsendable _) {
            throw Unsendable.until(
                    "the secret " + secret.place() + " is no address that begins with https:// or http://");
        }
    }

    /** The sign of life that an address waits for. */
    Call checkIn(Channel.Address address) throws Unsendable {
        URI uri = of(address);
        return new Call("check-in (" + host(uri) + ")", "GET", uri, Map.of(), "");
    }

    static URI http(URI uri) throws Unsendable {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw Unsendable.ever("its address does not begin with https:// or http:// and a host");
        }
        return uri;
    }

    /** All that is told of an address: what follows may be a secret. */
    static String host(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    String text(Secret secret) throws Unsendable {
        return new String(bytes(secret), StandardCharsets.UTF_8);
    }

    byte[] bytes(Secret secret) throws Unsendable {
        try {
            return secrets.bytes(secret.place());
        } catch (UnreadableException unreadable) {
            throw Unsendable.until(unreadable.text());
        }
    }
}
