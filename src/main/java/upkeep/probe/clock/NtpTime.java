package upkeep.probe.clock;

import java.time.Instant;

/**
 * NTP timestamps: 32 bits of seconds since 1900 and 32 bits of fraction (RFC 5905 section 6), kept in a long. The seconds
 * wrap in 2036 and every 136 years; differences stay right across the wrap as long as the clocks are within 68 years.
 */
final class NtpTime {

    /** From 1900-01-01 to 1970-01-01. */
    private static final long EPOCH_SECONDS = 2_208_988_800L;

    private static final double UNIT = 0x1p-32;

    private NtpTime() {}

    static long of(Instant instant) {
        long fraction = (((long) instant.getNano()) << 32) / 1_000_000_000L;
        return ((instant.getEpochSecond() + EPOCH_SECONDS) << 32) | fraction;
    }

    /** {@code later - earlier} in seconds; negative if it is the other way round. */
    static double difference(long later, long earlier) {
        return (later - earlier) * UNIT;
    }
}
