package upkeep.systemd.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.systemd.UnixDatagrams;

/**
 * Tells the service manager how this process fares, sd_notify(3). Where there is none to tell, all of it does nothing.
 * Never blocks and never throws; whether a message went out is answered. Thread-safe.
 */
public final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** systemd cuts off nothing up to here, and nobody reads more in {@code systemctl status}. */
    private static final int STATUS_LIMIT = 1000;

    private final Optional<UnixDatagrams> socket;
    private final Optional<Duration> watchdog;
    private final AtomicBoolean complained = new AtomicBoolean();

    private Notifier(Optional<UnixDatagrams> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** The notifier that the environment of this process asks for. */
    public static Notifier ofThisProcess() {
        return of(System.getenv(), ProcessHandle.current().pid());
    }

    /** The notifier for NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of that environment, as seen by that process. */
    public static Notifier of(Map<String, String> environment, long pid) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        boolean usable = address.length() > 1 && (address.startsWith("/") || address.startsWith("@"));
        return new Notifier(
                usable ? Optional.of(new UnixDatagrams(address)) : Optional.empty(), interval(environment, pid));
    }

    private static Optional<Duration> interval(Map<String, String> environment, long pid) {
        String forPid = environment.getOrDefault("WATCHDOG_PID", "");
        if (!forPid.isEmpty() && !forPid.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return micros > 0 ? Optional.of(Duration.of(micros, ChronoUnit.MICROS)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** How often {@link #watchdog} must be called at least; twice as often is advised, sd_watchdog_enabled(3). */
    public Optional<Duration> watchdogInterval() {
        return watchdog;
    }

    /** Start or reload has come to its end. */
    public boolean ready(String status) {
        return send("READY=1\nSTATUS=" + line(status));
    }

    /** One line for {@code systemctl status}. */
    public boolean status(String status) {
        return send("STATUS=" + line(status));
    }

    /** The configuration is being read anew; {@link #ready} ends it. */
    public boolean reloading() {
        // HotSpot reads CLOCK_MONOTONIC for nanoTime, which is the clock that systemd compares with.
        return send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    public boolean stopping(String status) {
        return send("STOPPING=1\nSTATUS=" + line(status));
    }

    /** This process is alive. */
    public boolean watchdog() {
        return send("WATCHDOG=1");
    }

    /** Start, stop or reload takes that much longer, from now on. */
    public boolean extendTimeout(Duration more) {
        return send("EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(more.toNanos()));
    }

    private static String line(String status) {
        String flat = status.replaceAll("\\p{Cntrl}+", " ");
        return flat.length() > STATUS_LIMIT ? flat.substring(0, STATUS_LIMIT) : flat;
    }

    private boolean send(String message) {
        if (socket.isEmpty()) {
            return false;
        }
        try {
            socket.get().send(message.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            if (complained.compareAndSet(false, true)) {
                LOG.warn("cannot notify systemd: {}", e.toString());
            }
            return false;
        }
    }
}
