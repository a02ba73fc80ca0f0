package upkeep.spec;

import java.net.URI;
import java.util.Optional;
import upkeep.spec.Channel.Address;
import upkeep.target.Secret;

/** Reads an address, or where it is kept if it is a secret. */
final class AddressReader {

    private AddressReader() {}

    /**
     * @param missing what is said where there is none
     */
    static Optional<Address> read(Fields fields, String missing) {
        Optional<URI> url = fields.read(ChannelKeys.URL);
        Optional<Secret> secret =
                new SecretReader(fields, "address", ChannelKeys.URL_FILE, ChannelKeys.URL_CREDENTIAL).read();
        boolean isSecret = fields.has(ChannelKeys.URL_FILE) || fields.has(ChannelKeys.URL_CREDENTIAL);
        if (fields.has(ChannelKeys.URL) && isSecret) {
            Key<?> other = fields.has(ChannelKeys.URL_FILE) ? ChannelKeys.URL_FILE : ChannelKeys.URL_CREDENTIAL;
            fields.report()
                    .error(
                            fields.at(other),
                            "cannot use url and " + other.name() + " together: there is one address",
                            "leave out url if it is a secret");
        }
        if (fields.lacks(ChannelKeys.URL)
                && fields.lacks(ChannelKeys.URL_FILE)
                && fields.lacks(ChannelKeys.URL_CREDENTIAL)) {
            fields.report().error(fields.position(), missing, "write url-file: /etc/upkeep/secrets/NAME");
        }
        return url.isPresent() || secret.isPresent() ? Optional.of(new Address(url, secret)) : Optional.empty();
    }
}
