package upkeep.target;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * The daemon that keeps the clock of this machine, and what the kernel thinks of the clock.
 *
 * @param daemon which one; {@link Daemon#AUTO} for the first that answers
 * @param port where it answers on loopback; absent for the usual one
 * @param maxOffset the largest distance from true time, as the daemon sees it, that still passes
 * @param maxRootDistance the largest error of that distance that still passes
 * @param maxStratum the farthest from a reference clock, 1 to 15
 * @param minReach how many of the last eight polls of the source in use must have been answered, 0 to 8
 * @param patience how long after its start a daemon may be without time
 */
public record TimeDaemonTarget(
        Daemon daemon,
        Optional<Integer> port,
        TimeSpan maxOffset,
        TimeSpan maxRootDistance,
        int maxStratum,
        int minReach,
        TimeSpan patience)
        implements Target {

    /** What keeps the clock. */
    public enum Daemon {
        AUTO,
        CHRONY,
        NTPSEC,
        TIMESYNCD,
        /** Whichever it is: only the kernel is asked. */
        KERNEL
    }

    @Override
    public String kind() {
        return "time-daemon";
    }

    @Override
    public String text() {
        return "the local clock";
    }

    @Override
    public List<String> measurements() {
        return List.of(
                "total",
                "offset",
                "offset-signed",
                "jitter",
                "stratum",
                "root-delay",
                "root-dispersion",
                "root-distance",
                "reach",
                "sources",
                "max-error",
                "estimated-error");
    }

    @Override
    public List<String> texts() {
        return List.of("daemon", "source");
    }
}
