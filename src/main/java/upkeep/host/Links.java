package upkeep.host;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The network interfaces of this machine. Thread-safe. */
public final class Links {

    private static final Pattern NAME = Pattern.compile("[^/\\s\\p{Cntrl}]{1,15}");
    private static final Set<String> STATES =
            Set.of("up", "down", "dormant", "unknown", "notpresent", "lowerlayerdown", "testing");
    private static final int LIMIT = 128;
    private static final long IFF_UP = 1;

    private final ProcFiles files;

    public Links(ProcFiles files) {
        this.files = files;
    }

    /**
     * The interface that has an address; absent if none has it.
     *
     * @throws Descriptors.NoneLeftException if that cannot be asked for want of a file descriptor
     */
    public static Optional<String> withAddress(String address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)))
                    .map(NetworkInterface::getName);
        } catch (SocketException | IllegalArgumentException e) {
            if (Descriptors.noneIsLeft(e.getMessage())) {
                throw new Descriptors.NoneLeftException();
            }
            return Optional.empty();
        }
    }

    /** Whether interfaces can be seen at all. */
    public boolean areThere() {
        return files.isFolder("sys/class/net");
    }

    /** An interface as it is now; absent if there is none of that name. */
    public Optional<Link> link(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith(".") || !files.isFolder("sys/class/net/" + name)) {
            return Optional.empty();
        }
        String state = word(name, "operstate").filter(STATES::contains).orElse("unknown");
        boolean hasCarrier = number(name, "carrier").orElse(0) == 1;
        OptionalLong speed = number(name, "speed");
        return Optional.of(new Link(
                files.now(),
                name,
                state,
                state.equals("up") || (state.equals("unknown") && hasCarrier && isSwitchedOn(name)),
                speed.orElse(0) > 0 ? speed : OptionalLong.empty(),
                word(name, "duplex").filter(Set.of("full", "half")::contains).orElse("unknown"),
                number(name, "carrier_changes").orElse(0),
                traffic(name, "rx"),
                traffic(name, "tx")));
    }

    private boolean isSwitchedOn(String name) {
        String flags = word(name, "flags").orElse("");
        return flags.matches("0x[0-9a-f]{1,8}") && (Long.parseLong(flags.substring(2), 16) & IFF_UP) != 0;
    }

    private Link.Traffic traffic(String name, String way) {
        String counters = "statistics/" + way + "_";
        return new Link.Traffic(
                number(name, counters + "bytes").orElse(0),
                number(name, counters + "packets").orElse(0),
                number(name, counters + "errors").orElse(0),
                number(name, counters + "dropped").orElse(0));
    }

    private OptionalLong number(String name, String file) {
        return word(name, file).map(Figures::whole).orElse(OptionalLong.empty());
    }

    private Optional<String> word(String name, String file) {
        return files.text("sys/class/net/" + name + "/" + file, LIMIT).map(String::strip);
    }
}
