package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * What is written under {@code watchdog:}.
 *
 * @param silence the longest that a service which feeds its own watchdog may keep still
 * @param byLiveness whether its liveness probe is tried for systemd
 */
record Watchdog(Optional<TimeSpan> silence, boolean byLiveness) {

    /** {@code watchdog: 30s}, or a map with one of its keys. */
    static Watchdog read(Fields service) {
        boolean isShort = service.entry(WatchdogKeys.WATCHDOG)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields watchdog = isShort
                ? service.only(WatchdogKeys.WATCHDOG, WatchdogKeys.SILENCE)
                : service.map(WatchdogKeys.WATCHDOG);
        Watchdog read = new Watchdog(
                watchdog.read(WatchdogKeys.SILENCE),
                watchdog.read(WatchdogKeys.BY).isPresent());
        boolean both = watchdog.has(WatchdogKeys.SILENCE) && watchdog.has(WatchdogKeys.BY);
        boolean neither = watchdog.lacks(WatchdogKeys.SILENCE) && watchdog.lacks(WatchdogKeys.BY);
        if (service.has(WatchdogKeys.WATCHDOG) && (both || neither)) {
            service.report()
                    .error(
                            service.at(WatchdogKeys.WATCHDOG),
                            both
                                    ? "cannot use silence and by together: systemd is told in one way"
                                    : "cannot watch the service: it is not said how",
                            "write 30s if it sends WATCHDOG=1, or {by: liveness}");
        }
        return read;
    }
}
