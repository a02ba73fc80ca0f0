package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Step;

/** Activation in a directory that no systemd runs on: units are enabled and users created there, nothing is started. */
final class OfflineActivation implements Activation {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String NOT_RUNNING = "nothing runs below another root directory";

    private final Programs programs;
    private final String root;

    OfflineActivation(Programs programs, String root) {
        this.programs = programs;
        this.root = root;
    }

    @Override
    public List<Outcome> run(Step.Kind kind, List<UnitName> units) {
        if (units.isEmpty()) {
            return List.of(run(Step.of(kind)));
        }
        List<Outcome> outcomes = new ArrayList<>();
        units.forEach(unit -> outcomes.add(run(Step.of(kind, unit))));
        return outcomes;
    }

    private Outcome run(Step step) {
        String unit = step.unit().map(UnitName::text).orElse("");
        return switch (step.kind()) {
            case ENABLE -> done(step, "systemctl", "--root=" + root, "enable", unit);
            case ENABLE_AGAIN -> done(step, "systemctl", "--root=" + root, "reenable", unit);
            case DISABLE -> done(step, "systemctl", "--root=" + root, "disable", unit);
            case CREATE_USERS -> done(step, "systemd-sysusers", "--root=" + root, SystemctlActivation.SYSUSERS);
            case CREATE_TEMPORARY_FILES, STOP, DAEMON_RELOAD, RESTART, TRY_RESTART, START, RELOAD_UPKEEPD ->
                Outcome.skipped(step, NOT_RUNNING);
        };
    }

    private Outcome done(Step step, String... command) {
        Programs.Result result = programs.run(DEADLINE, List.of(command));
        return result.isSuccess() ? Outcome.done(step) : Outcome.failed(step, SystemctlActivation.reason(result));
    }
}
