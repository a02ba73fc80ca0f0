package upkeep.spec;

import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.spec.GateProbe.Place;
import upkeep.target.Endpoint;
import upkeep.target.HttpTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.Target;
import upkeep.target.TcpTarget;
import upkeep.unit.Addresses;

/**
 * Makes of what a check looks at what upkeep-gate(8) tries in its place. What that cannot do is refused where it is written: the
 * start of the unit would be the first to tell otherwise.
 */
final class GateProbeReader {

    private static final int LONGEST_SOCKET = 107;
    private static final String OF_TCP = "upkeep-gate takes host and port, or socket";
    private static final String OF_PROGRAMS = "upkeep-gate takes exec and status";

    private final GateLimits limits;
    private final Node.Entry check;

    /**
     * @param check the check, with the key it stands under
     * @param use what its probe is wanted for: {@code ready}
     */
    GateProbeReader(Node.Entry check, String use, Report report) {
        this.limits = new GateLimits(use, report);
        this.check = check;
    }

    /** The limits that were looked at, for what else is wrong with the check. */
    GateLimits limits() {
        return limits;
    }

    /** Nothing if any of it was refused. */
    Optional<GateProbe> read(Target target) {
        Optional<GateProbe> probe = Optional.empty();
        if (target instanceof HttpTarget page) {
            probe = new GatePageReader(check.inner(HttpKeys.HTTP), limits).read(page);
        } else if (target instanceof TcpTarget tcp) {
            probe = connection(tcp, check.inner(SocketKeys.TCP));
        } else if (target instanceof ProgramTarget program) {
            probe = program(program, check.inner(ProgramKeys.PROGRAM));
        } else {
            kind();
        }
        return limits.areKept() ? probe : Optional.empty();
    }

    private void kind() {
        for (Key<?> key : TargetKeys.ALL) {
            limits.lacks(check, key, "upkeep-gate does not know it", "it knows http, tcp and program");
        }
    }

    private Optional<GateProbe> connection(TcpTarget target, Optional<Node.Entry> tcp) {
        if (target.tls().isPresent()) {
            limits.lacks(tcp, SocketKeys.TCP_TLS, GateLimits.NO_TLS, OF_TCP);
        }
        limits.lacks(tcp, SocketKeys.DIALOGUE, "upkeep-gate says nothing there", OF_TCP);
        Place place = switch (target.endpoint()) {
            case Endpoint.Local local -> socket(limits, tcp, check, local.path());
            case Endpoint.Port port -> {
                if (port.family() != Endpoint.Family.ANY) {
                    limits.lacks(tcp, EndpointKeys.ADDRESS_FAMILY, GateLimits.NO_NAMES, OF_TCP);
                }
                limits.lacks(tcp, EndpointKeys.SOURCE_ADDRESS, GateLimits.NO_SOURCE, OF_TCP);
                if (port.everyAddress()) {
                    limits.lacks(tcp, EndpointKeys.ALL_ADDRESSES, GateLimits.NO_NAMES, OF_TCP);
                }
                yield port(limits, limits.value(tcp, EndpointKeys.HOST, check), port.host(), port.port());
            }
        };
        return Optional.of(new GateProbe.Connection(place));
    }

    private Optional<GateProbe> program(ProgramTarget target, Optional<Node.Entry> program) {
        String why = "upkeep-gate runs it as the service is run";
        limits.lacks(program, ProgramKeys.USER, why, OF_PROGRAMS);
        limits.lacks(program, ProgramKeys.GROUP, why, OF_PROGRAMS);
        limits.statuses(program, ProgramKeys.STATUS, target.status());
        return Optional.of(new GateProbe.Program(target.command(), target.status()));
    }

    /** A port of this machine, or of another that is known by its address. */
    static Place port(GateLimits limits, SourcePos position, String host, int port) {
        if (!host.equalsIgnoreCase("localhost") && !Addresses.isAddress(host)) {
            limits.refuse(
                    position,
                    "host " + Quoted.text(host),
                    GateLimits.NO_NAMES,
                    "write localhost, or an address without a zone");
        }
        return new Place.Port(host, port);
    }

    /** A socket, whose path the kernel keeps short. */
    static Place socket(GateLimits limits, Optional<Node.Entry> map, Node.Entry otherwise, String path) {
        if (GateLimits.bytes(path) > LONGEST_SOCKET) {
            limits.refuse(
                    limits.value(map, EndpointKeys.SOCKET, otherwise),
                    "this socket",
                    "its path is longer than " + LONGEST_SOCKET + " bytes, which is more than the kernel takes",
                    "move the socket, or make a shorter path to it by a link");
        }
        return new Place.Socket(path);
    }
}
