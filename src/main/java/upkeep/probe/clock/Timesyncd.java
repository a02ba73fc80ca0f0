package upkeep.probe.clock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import upkeep.probe.bus.BusValues;
import upkeep.probe.run.Words;

/**
 * What systemd-timesyncd says of the clock, org.freedesktop.timesync1: the last answer of the one server that it asks, with the
 * four times of RFC 5905. Pure.
 */
final class Timesyncd {

    /** What is asked for. */
    static final Set<String> PROPERTIES = Set.of("ServerName", "ServerAddress", "PollIntervalUSec", "NTPMessage");

    /** From here on it sets the clock at once instead of turning it slowly; NTP_MAX_ADJUST of timesyncd-manager.c. */
    private static final double STEPPED = 0.4;

    /** How fast a clock may be wrong, RFC 5905: seconds a second. */
    private static final double DRIFT = 15e-6;

    private static final int POLLS = 8;

    /** Leap indicator: the server does not know the time. */
    private static final int UNSYNCHRONISED = 3;

    private Timesyncd() {}

    /** The parts of an {@code NTPMessage}, times in microseconds since 1970. */
    private record Message(List<?> parts) {

        private long part(int index) {
            return BusValues.number(parts, index).orElse(0);
        }

        long leap() {
            return part(0);
        }

        int stratum() {
            return Math.clamp(part(3), 0, 16);
        }

        double rootDelay() {
            return Math.max(0, part(5)) / 1e6;
        }

        double rootDispersion() {
            return Math.max(0, part(6)) / 1e6;
        }

        long sent() {
            return part(8);
        }

        long served() {
            return part(9);
        }

        long answered() {
            return part(10);
        }

        long received() {
            return part(11);
        }

        /** An outlier, by which the clock was not corrected. */
        boolean isIgnored() {
            return parts.size() > 12 && Boolean.TRUE.equals(parts.get(12));
        }

        long count() {
            return part(13);
        }

        double jitter() {
            return Math.max(0, part(14)) / 1e6;
        }

        double offset() {
            return (((double) served() - sent()) + ((double) answered() - received())) / 2e6;
        }

        double delay() {
            return Math.max(0, ((double) received() - sent()) - ((double) answered() - served())) / 1e6;
        }

        /** Whether the clock was set by this answer: by now it is right, and earlier readings of it are off by as much. */
        boolean hasStepped() {
            return !isIgnored() && Math.abs(offset()) >= STEPPED;
        }

        /** Seconds since the answer. */
        double age(long now) {
            return Math.max(0, ((double) now - received()) / 1e6 - (hasStepped() ? offset() : 0));
        }
    }

    /**
     * @param isHeld whether the kernel holds its clock for synchronised, which timesyncd sees to; absent if it could not be asked
     * @param now microseconds since 1970
     */
    static ClockReport report(BusValues values, Optional<Boolean> isHeld, long now) {
        Message message = new Message(values.list("NTPMessage"));
        boolean hasAnswer = message.count() > 0;
        double offset = message.hasStepped() ? 0 : message.offset();
        int reach = hasAnswer
                ? reach(
                        message.count(),
                        message.age(now),
                        values.number("PollIntervalUSec").orElse(0) / 1e6)
                : 0;
        Optional<ClockSource> source = server(values)
                .map(name -> new ClockSource(
                        name,
                        hasAnswer ? "in use" : "asked",
                        hasAnswer,
                        message.stratum(),
                        reach,
                        offset,
                        reach == 0 ? "no answer; look at the firewall for UDP port 123" : ""));
        return new ClockReport(
                "systemd-timesyncd",
                hasAnswer && message.leap() != UNSYNCHRONISED && isHeld.orElse(true),
                message.stratum(),
                offset,
                OptionalDouble.of(message.jitter()),
                message.rootDelay() + message.delay(),
                message.rootDispersion() + message.jitter() + DRIFT * message.age(now),
                source.stream().toList());
    }

    /**
     * It keeps no register of its polls. This is the one of a server that answered them all up to its last answer, and none
     * since.
     */
    private static int reach(long answers, double age, double interval) {
        int missed = interval > 0 ? (int) Math.min(POLLS, age / interval) : 0;
        int seen = (1 << Math.min(POLLS, answers)) - 1;
        return seen << missed & 0xff;
    }

    /** {@code 0.debian.pool.ntp.org (192.0.2.1)}. */
    private static Optional<String> server(BusValues values) {
        String name = Words.printable(values.text("ServerName"), 253);
        Optional<String> address = address(values.list("ServerAddress"));
        if (name.isEmpty()) {
            return address;
        }
        return Optional.of(address.filter(text -> !text.equals(name))
                .map(text -> name + " (" + text + ")")
                .orElse(name));
    }

    /** A pair of address family and bytes; these are empty while it looks a name up. */
    private static Optional<String> address(List<?> pair) {
        if (pair.size() != 2 || !(pair.get(1) instanceof List<?> bytes)) {
            return Optional.empty();
        }
        byte[] address = new byte[bytes.size()];
        IntStream.range(0, address.length)
                .forEach(i -> address[i] = (byte) BusValues.number(bytes, i).orElse(0));
        try {
            return Optional.of(InetAddress.getByAddress(address).getHostAddress());
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }
}
