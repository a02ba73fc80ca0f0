package upkeep.probe.clock;

import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Words;

/** What came of asking one NTP server. */
sealed interface NtpAnswer {

    /** The server, for people. */
    String server();

    /**
     * The server's time against ours (RFC 5905 section 8).
     *
     * @param offset seconds to add to the local clock to get the server's
     * @param delay of the packets there and back, seconds
     * @param rootDistance the largest error that {@code offset} can have, as far as the server knows, seconds
     * @param source where the server has its time from, in words
     */
    record Sample(
            String server,
            double offset,
            double delay,
            int stratum,
            double rootDispersion,
            double rootDistance,
            String source)
            implements NtpAnswer {

        double low() {
            return offset - rootDistance;
        }

        double high() {
            return offset + rootDistance;
        }
    }

    /** The server is at fault, or not there. */
    record Sick(String server, FailureKind kind, String text) implements NtpAnswer {}

    /** The server could not be asked, for a reason on our own side. */
    record Unasked(String server, String text) implements NtpAnswer {}

    /** No honest answer to our question: the wait for one goes on. */
    record Bogus(String server, String text) implements NtpAnswer {}

    /** A root distance above this makes a server unfit (MAXDIST of ntpd(8)); its word would fit any other. */
    double MOST_DISTANCE = 1.5;

    /** The precision we count on from our own clock, seconds. */
    double OWN_PRECISION = 1e-6;

    /** How fast a clock may run wrong, seconds for each second (PHI). */
    double TOLERANCE = 15e-6;

    /** No delay to the root is taken for shorter (MINDISP), seconds. */
    double LEAST_DELAY = 0.01;

    /**
     * Judges a packet (RFC 5905 sections 8, 9.2 and 11.1).
     *
     * @param cookie the transmit timestamp of our question
     * @param sent when it was sent, by the local clock
     * @param arrived when the answer came, by the local clock
     */
    static NtpAnswer judge(String server, Optional<NtpPacket> parsed, long cookie, long sent, long arrived) {
        if (parsed.isEmpty()) {
            return new Bogus(server, "shorter than " + NtpPacket.SIZE + " bytes");
        }
        NtpPacket packet = parsed.get();
        if (packet.mode() != NtpPacket.MODE_SERVER) {
            return new Bogus(server, "mode " + packet.mode() + " instead of a server's");
        }
        if (packet.origin() != cookie) {
            return new Bogus(server, "not an answer to our question");
        }
        if (packet.version() < 1 || packet.version() > 4) {
            return new Bogus(server, "NTP version " + packet.version());
        }
        if (packet.stratum() == 0) {
            return withoutTime(server, packet);
        }
        if (packet.leap() == 3 || packet.stratum() >= 16) {
            return new Sick(server, FailureKind.NOT_SYNCHRONISED, "it is not synchronised" + indicated(packet));
        }
        return sample(server, packet, sent, arrived);
    }

    private static NtpAnswer withoutTime(String server, NtpPacket packet) {
        Optional<KissCode> known = KissCode.of(packet.code());
        if (known.isEmpty()) {
            String kiss = packet.code().isEmpty() ? "" : ", code " + packet.code();
            return new Sick(server, FailureKind.NOT_SYNCHRONISED, "it is not synchronised (stratum 0" + kiss + ")");
        }
        KissCode kiss = known.get();
        String text = kiss.code() + ": " + kiss.meaning();
        return switch (kiss.kind()) {
            case NOT_SYNCHRONISED ->
                new Sick(server, FailureKind.NOT_SYNCHRONISED, "it is not synchronised (" + text + ")");
            case TOO_OFTEN -> new Unasked(server, "it gives no time (" + text + ")");
            case DENIED -> new Sick(server, FailureKind.REFUSED, "it gives no time (" + text + ")");
            case OTHER -> new Sick(server, FailureKind.PROTOCOL, "it gives no time (" + text + ")");
        };
    }

    private static String indicated(NtpPacket packet) {
        return KissCode.of(packet.code())
                .filter(_ -> packet.stratum() >= 16)
                .map(kiss -> " (" + kiss.code() + ": " + kiss.meaning() + ")")
                .orElseGet(() -> " (leap indicator " + packet.leap() + ", stratum " + packet.stratum() + ")");
    }

    private static NtpAnswer sample(String server, NtpPacket packet, long sent, long arrived) {
        if (packet.transmit() == 0 || packet.receive() == 0) {
            return new Sick(server, FailureKind.PROTOCOL, "it answered without a time");
        }
        double held = NtpTime.difference(packet.transmit(), packet.receive());
        double away = NtpTime.difference(arrived, sent);
        if (held < 0 || held > away + 0.1) {
            return new Sick(server, FailureKind.PROTOCOL, "it answered with times that contradict each other");
        }
        if (NtpTime.difference(packet.reference(), packet.transmit()) > 0 && packet.reference() != 0) {
            return new Sick(server, FailureKind.PROTOCOL, "it says that its clock will be set in the future");
        }
        // Half of each difference, since their sum may be too much for 68 years.
        double offset =
                NtpTime.difference(packet.receive(), sent) / 2 + NtpTime.difference(packet.transmit(), arrived) / 2;
        double delay = Math.max(away - held, OWN_PRECISION);
        double distance = Math.max(LEAST_DELAY, packet.rootDelay() + delay) / 2
                + packet.rootDispersion()
                + Math.scalb(1.0, Math.clamp(packet.precision(), -32, 0))
                + OWN_PRECISION
                + TOLERANCE * away;
        if (distance > MOST_DISTANCE) {
            return new Sick(
                    server,
                    FailureKind.NOT_SYNCHRONISED,
                    "its time is too uncertain (root distance " + Words.seconds(distance) + ", "
                            + Words.seconds(MOST_DISTANCE) + " at most)");
        }
        return new Sample(server, offset, delay, packet.stratum(), packet.rootDispersion(), distance, packet.source());
    }
}
