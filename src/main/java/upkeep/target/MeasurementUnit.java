package upkeep.target;

import java.util.Set;

/** What a measurement is counted in. */
public enum MeasurementUnit {
    /** A number without a unit, a code, or a rate. */
    NONE(""),
    SECONDS("s"),
    BYTES("B"),
    PERCENT("%"),
    /** A count of events that only grows, as long as what counts them runs. */
    COUNTER("c");

    private static final String SHARE = "-percent";

    private static final Set<String> IN_SECONDS = Set.of(
            "lookup",
            "connect",
            "tls",
            "first-byte",
            "total",
            "round-trip",
            "rtt",
            "rtt-min",
            "rtt-max",
            "offset",
            "offset-signed",
            "delay",
            "jitter",
            "root-delay",
            "root-dispersion",
            "root-distance",
            "max-error",
            "estimated-error",
            "age",
            "access-age",
            "change-age",
            "newest-age",
            "oldest-age",
            "signature-age",
            "uptime",
            "downtime",
            "cpu-time",
            "last-run",
            "next-run",
            "duration",
            "overdue",
            "service-time",
            "time-to-full",
            "time-to-recovery",
            "ttl",
            "replication-lag",
            "master-silence");

    private static final Set<String> IN_BYTES = Set.of(
            "bytes",
            "size",
            "size-limit",
            "total-size",
            "unread",
            "memory",
            "memory-limit",
            "swap",
            "space",
            "space-free");

    private static final Set<String> IN_PERCENT = Set.of("cpu", "loss");

    private static final Set<String> GROWING = Set.of(
            "received",
            "sent",
            "received-packets",
            "sent-packets",
            "errors",
            "drops",
            "link-changes",
            "accesses",
            "restarts",
            "accepted",
            "refused");

    private final String symbol;

    MeasurementUnit(String symbol) {
        this.symbol = symbol;
    }

    /** As the performance data of monitoring plug-ins have it; empty for no unit. */
    public String symbol() {
        return symbol;
    }

    /** The unit of what upkeep measures under that name. */
    static MeasurementUnit of(String measurement) {
        if (IN_SECONDS.contains(measurement)) {
            return SECONDS;
        }
        if (IN_BYTES.contains(measurement)) {
            return BYTES;
        }
        if (IN_PERCENT.contains(measurement) || measurement.startsWith("cpu.")) {
            return PERCENT;
        }
        return GROWING.contains(measurement) ? COUNTER : ofOthers(measurement);
    }

    /** The unit of what others measured under a name of their own. */
    static MeasurementUnit ofOthers(String measurement) {
        return measurement.endsWith(SHARE) ? PERCENT : NONE;
    }
}
