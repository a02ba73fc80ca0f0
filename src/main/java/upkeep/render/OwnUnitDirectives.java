package upkeep.render;

import java.math.BigDecimal;
import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.spec.OwnUnit;
import upkeep.spec.OwnUnit.Started;
import upkeep.unit.UnitType;

/** Which directives a unit asks for that is no service, and what carries out what it cannot do itself. */
final class OwnUnitDirectives {

    private static final String SLEEP = "/usr/bin/sleep";
    private static final int MICRO_DIGITS = 6;
    private static final String SYSTEMCTL = "/usr/bin/systemctl";

    private OwnUnitDirectives() {}

    static void collect(OwnUnit unit, int systemdVersion, AskedList asked) {
        SetDirectives.collect(unit.set(), systemdVersion, asked);
        UnitType type = UnitType.of(unit.unit().text()).orElseThrow();
        PassThrough.collect(unit.directives(), false, type, systemdVersion, asked);
    }

    /** The unit by which a timer or path has a service restarted. A restart of its own is nothing that systemd counts. */
    static void collectHelper(OwnUnit unit, Started.Restarted restarted, AskedList asked) {
        asked.line("Unit", "Description", "restart", "Restart " + restarted.unit() + " for " + unit.unit());
        asked.add("Unit", "StartLimitIntervalSec", "0");
        asked.add("Service", "Type", "oneshot");
        if (!restarted.delay().equals(TimeSpan.ZERO)) {
            // While this unit is active, systemd does not start it for what else happens.
            asked.command("Service", "ExecStartPre", "delay", List.of(SLEEP, seconds(restarted.delay())));
        }
        // What is stopped stays stopped. Nobody waits for the end: should the restart fail, the service has failed.
        asked.command(
                "Service",
                "ExecStart",
                "restart",
                List.of(SYSTEMCTL, "--no-block", "try-restart", restarted.unit().text()));
        asked.add("Service", "NoNewPrivileges", "yes");
        asked.add("Service", "ProtectSystem", "strict");
        asked.add("Service", "ProtectHome", "yes");
    }

    /** As sleep(1) of the GNU coreutils has it. */
    private static String seconds(TimeSpan span) {
        return BigDecimal.valueOf(span.microseconds(), MICRO_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }
}
