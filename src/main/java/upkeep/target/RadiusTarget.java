package upkeep.target;

import java.util.List;
import java.util.Optional;

/**
 * A RADIUS server (RFC 2865), asked for its status (RFC 5997) or to let somebody in.
 *
 * @param secret what the server and its clients share
 * @param login who asks to be let in; absent for the status
 */
public record RadiusTarget(Endpoint.Port endpoint, Secret secret, Optional<Login> login) implements Target {

    @Override
    public String kind() {
        return "radius";
    }

    @Override
    public String text() {
        return endpoint.text();
    }

    @Override
    public List<String> hosts() {
        return List.of(endpoint.host());
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "total", "round-trip");
    }
}
