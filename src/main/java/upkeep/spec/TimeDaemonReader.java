package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.Target;
import upkeep.target.TimeDaemonTarget;
import upkeep.target.TimeDaemonTarget.Daemon;

/** Reads what is asked of the daemon that keeps the clock: {@code time-daemon: chrony} or a map. */
final class TimeDaemonReader {

    private static final Kind<Daemon> DAEMON = Kind.word(List.of(Daemon.values()));

    private final TargetContext context;

    TimeDaemonReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> read() {
        Fields check = context.check();
        Fields clock = context.isShort("time-daemon")
                ? check.only("time-daemon", "daemon", Words.TIME_DAEMON)
                : check.map("time-daemon", Words.TIME_DAEMON);
        Daemon daemon = clock.read("daemon", DAEMON, Daemon.AUTO);
        Optional<Integer> port = clock.read("port", Kinds.PORT);
        if (clock.has("port") && daemon != Daemon.CHRONY && daemon != Daemon.NTPSEC) {
            context.report()
                    .error(
                            clock.at("port"),
                            "cannot use port without the daemon it belongs to",
                            "write daemon: chrony or daemon: ntpsec");
        }
        TimeSpan maxOffset = clock.read("max-offset", Kinds.FINITE, Defaults.CLOCK_MAX_OFFSET);
        TimeSpan maxRootDistance = clock.read("max-root-distance", Kinds.FINITE, Defaults.CLOCK_MAX_ROOT_DISTANCE);
        int maxStratum = clock.read("max-stratum", Kind.whole(1, 15), Defaults.CLOCK_MAX_STRATUM);
        int minReach = clock.read("min-reach", Kind.whole(0, 8), Defaults.CLOCK_MIN_REACH);
        TimeSpan patience = clock.read("patience", Kinds.TIME_SPAN, Defaults.CLOCK_PATIENCE);
        return Optional.of(
                new TimeDaemonTarget(daemon, port, maxOffset, maxRootDistance, maxStratum, minReach, patience));
    }
}
