package upkeep.probe.clock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Writes the packets of an NTP server for tests, well or ill; healthy unless changed. */
record NtpReply(int leap, int version, int mode, int stratum, double rootDispersion, int reference) {

    NtpReply() {
        this(0, 4, 4, 2, 0.03, 0xc000_0209);
    }

    NtpReply leap(int value) {
        return new NtpReply(value, version, mode, stratum, rootDispersion, reference);
    }

    NtpReply version(int value) {
        return new NtpReply(leap, value, mode, stratum, rootDispersion, reference);
    }

    NtpReply mode(int value) {
        return new NtpReply(leap, version, value, stratum, rootDispersion, reference);
    }

    NtpReply stratum(int value) {
        return new NtpReply(leap, version, mode, value, rootDispersion, reference);
    }

    NtpReply rootDispersion(double value) {
        return new NtpReply(leap, version, mode, stratum, value, reference);
    }

    NtpReply code(String code) {
        byte[] octets = Arrays.copyOf(code.getBytes(StandardCharsets.US_ASCII), 4);
        return new NtpReply(
                leap,
                version,
                mode,
                stratum,
                rootDispersion,
                ByteBuffer.wrap(octets).getInt());
    }

    /** The packet of a server whose clock shows {@code time}, received and sent at that very moment. */
    byte[] bytes(long origin, Instant time) {
        ByteBuffer packet = ByteBuffer.allocate(NtpPacket.SIZE);
        packet.put(0, (byte) ((leap << 6) | (version << 3) | mode));
        packet.put(1, (byte) stratum);
        packet.put(3, (byte) -20);
        packet.putInt(4, 0x1000);
        packet.putInt(8, (int) Math.round(rootDispersion * 65_536));
        packet.putInt(12, reference);
        packet.putLong(16, NtpTime.of(time.minusSeconds(60)));
        packet.putLong(24, origin);
        packet.putLong(32, NtpTime.of(time));
        packet.putLong(40, NtpTime.of(time));
        return packet.array();
    }
}
