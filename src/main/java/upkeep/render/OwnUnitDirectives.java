package upkeep.render;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import upkeep.base.TimeSpan;
import upkeep.spec.OwnUnit;
import upkeep.spec.OwnUnit.Line;
import upkeep.spec.OwnUnit.Started;
import upkeep.unit.Directives;
import upkeep.unit.UnitType;

/** Which directives a unit asks for that is no service, and what carries out what it cannot do itself. */
final class OwnUnitDirectives {

    private static final String SLEEP = "/usr/bin/sleep";
    private static final int MICRO_DIGITS = 6;
    private static final String SYSTEMCTL = "/usr/bin/systemctl";

    private OwnUnitDirectives() {}

    static void collect(OwnUnit unit, int systemdVersion, AskedList asked) {
        Set<String> refused = new HashSet<>();
        for (Line line : unit.lines()) {
            int since = Directives.find(line.section(), line.key())
                    .orElseThrow(() -> new IllegalStateException("no systemd knows " + line.key() + "="))
                    .since(line.value());
            if (since <= systemdVersion) {
                line(line, asked);
            } else if (refused.add(line.setting())) {
                asked.refuse(
                        line.setting(),
                        line.key(),
                        "that needs systemd " + since + ", and the target has " + systemdVersion);
            }
        }
        UnitType type = UnitType.of(unit.unit().text()).orElseThrow();
        PassThrough.collect(unit.directives(), false, type, systemdVersion, asked);
    }

    private static void line(Line line, AskedList asked) {
        switch (line.manner()) {
            case VERBATIM -> asked.add(line.section(), line.key(), line.value());
            case TEXT -> asked.line(line.section(), line.key(), line.setting(), line.value());
            case PATH -> asked.path(line.section(), line.key(), line.setting(), line.value());
            case WORD -> asked.words(line.section(), line.key(), line.setting(), List.of(line.value()));
        }
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
