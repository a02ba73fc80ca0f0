package upkeep.control;

/**
 * How much later than planned probes began, of those of the last half a minute to a minute. That is how far upkeepd itself
 * is behind: for want of processor time, or since enough others ask the host that a probe is about.
 *
 * @param probes how many there were; if none, all else is 0
 * @param p50 seconds, as all that follow; half of the probes were no later
 * @param p99 99 of 100 were no later
 * @param max of the latest
 */
public record LatenessView(long probes, double p50, double p99, double max) {

    /** Of no probes. */
    public static final LatenessView NONE = new LatenessView(0, 0, 0, 0);

    /** Seconds: less than this is nothing to those who check every few seconds. */
    public static final double WORTH_TELLING = 1;
}
