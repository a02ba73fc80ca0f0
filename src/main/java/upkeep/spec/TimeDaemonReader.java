package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.Target;
import upkeep.target.TimeDaemonTarget;
import upkeep.target.TimeDaemonTarget.Daemon;

/** Reads what is asked of the daemon that keeps the clock: {@code time-daemon: chrony} or a map. */
final class TimeDaemonReader {

    private final TargetContext context;

    TimeDaemonReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> read() {
        Fields clock = context.fields(ClockKeys.TIME_DAEMON, ClockKeys.DAEMON);
        Daemon daemon = clock.get(ClockKeys.DAEMON);
        Optional<Integer> port = clock.read(ClockKeys.PORT);
        if (clock.has(ClockKeys.PORT) && daemon != Daemon.CHRONY && daemon != Daemon.NTPSEC) {
            context.report()
                    .error(
                            clock.at(ClockKeys.PORT),
                            "cannot use port without the daemon it belongs to",
                            "write daemon: chrony or daemon: ntpsec");
        }
        TimeSpan maxOffset = clock.get(ClockKeys.DAEMON_MAX_OFFSET);
        TimeSpan maxRootDistance = clock.get(ClockKeys.MAX_ROOT_DISTANCE);
        int maxStratum = clock.get(ClockKeys.MAX_STRATUM);
        int minReach = clock.get(ClockKeys.MIN_REACH);
        TimeSpan patience = clock.get(ClockKeys.PATIENCE);
        return Optional.of(
                new TimeDaemonTarget(daemon, port, maxOffset, maxRootDistance, maxStratum, minReach, patience));
    }
}
