package upkeep.spec;

import java.util.Optional;
import upkeep.target.Endpoint;
import upkeep.target.Login;
import upkeep.target.RadiusTarget;
import upkeep.target.Secret;
import upkeep.target.Target;

/** Reads which RADIUS server is asked, and with which secret. */
final class RadiusReader {

    private final Fields radius;
    private final Optional<Integer> servicePort;

    RadiusReader(TargetContext context) {
        this.radius = context.check().map(MessageKeys.RADIUS);
        this.servicePort = context.port();
    }

    Optional<Target> read() {
        Endpoint.Port endpoint = new EndpointReader(radius, servicePort, Defaults.RADIUS_PORT).port();
        SecretReader reader =
                new SecretReader(radius, "secret", MessageKeys.SECRET_FILE, MessageKeys.SECRET_CREDENTIAL);
        Optional<Secret> secret = reader.read();
        if (!reader.isWritten()
                && radius.lacks(MessageKeys.SECRET_FILE)
                && radius.lacks(MessageKeys.SECRET_CREDENTIAL)) {
            radius.report()
                    .error(
                            radius.position(),
                            "cannot ask over RADIUS: the secret is missing",
                            "write secret-file: /etc/upkeep/secrets/NAME");
        }
        Optional<Login> login = new LoginReader(radius).read();
        return secret.map(shared -> new RadiusTarget(endpoint, shared, login));
    }
}
