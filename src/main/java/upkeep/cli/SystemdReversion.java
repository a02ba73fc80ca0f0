package upkeep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import upkeep.install.Reversion;
import upkeep.install.Unconfirmed;

/** Reversion by {@code upkeep-revert.service}, which the package ships and which starts at boot if there is something to do. */
record SystemdReversion(Programs programs) implements Reversion {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String UNIT = "upkeep-revert.service";

    @Override
    public Unconfirmed.Due in(long seconds) throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        String uptime = Files.readString(Path.of("/proc/uptime"));
        long sinceBoot = (long) Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        return new Unconfirmed.Due(
                seconds, boot, sinceBoot + seconds, Instant.now().getEpochSecond() + seconds);
    }

    /** Restarted, since one that is about to end would not look again. */
    @Override
    public void watch() throws IOException {
        Programs.Result result = programs.run(DEADLINE, List.of("systemctl", "restart", UNIT));
        if (!result.isSuccess()) {
            throw new IOException(
                    UNIT + ", which would take it back, does not start: " + SystemctlActivation.reason(result));
        }
    }
}
