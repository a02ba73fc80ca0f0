package upkeep.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;
import upkeep.core.Health;

/**
 * A supervised service as people see it at one moment.
 *
 * @param activeState systemd's word, as is {@code subState}
 * @param phase upkeep's word for both: up, starting, stopping, down, failed, backing-off, job-pending
 * @param since when the unit entered its state
 * @param mainPid 0 if there is none
 * @param usage what its processes use; absent where nobody asked systemd for it
 * @param restartsUsed restarts of upkeep that count against the budget now
 * @param budgetCount how many are allowed within {@code budgetPer}
 * @param exhausted whether the budget is spent and the service was given up for now
 * @param incident the ledger number of the open incident
 * @param notes what else there is to know, each half a sentence: that it is only observed, that it is looping
 * @param next what upkeepd does next by itself, in a word or two, and when
 */
public record ServiceView(
        String name,
        UnitName unit,
        String activeState,
        String subState,
        String phase,
        Health health,
        Intent intent,
        Optional<Hold> hold,
        Optional<Instant> since,
        long mainPid,
        Optional<UsageView> usage,
        int restartsUsed,
        int budgetCount,
        TimeSpan budgetPer,
        List<CheckView> checks,
        boolean exhausted,
        Optional<Long> incident,
        List<String> notes,
        Optional<Next> next) {

    public ServiceView {
        checks = List.copyOf(checks);
        notes = List.copyOf(notes);
    }

    /** The same with what its processes use. */
    public ServiceView using(UsageView found) {
        return new ServiceView(
                name,
                unit,
                activeState,
                subState,
                phase,
                health,
                intent,
                hold,
                since,
                mainPid,
                Optional.of(found),
                restartsUsed,
                budgetCount,
                budgetPer,
                checks,
                exhausted,
                incident,
                notes,
                next);
    }

    /** Something that is due: {@code probe}, {@code restart}, {@code end of hold}. */
    public record Next(String what, Instant due) {}

    /** Whether people mean it by that name: its own, its unit's, or that of a service of which it is an instance. */
    boolean isCalled(String asked) {
        return name.equals(asked) || unit.text().equals(asked) || name.startsWith(asked + "@");
    }

    /** Whether somebody should look at it. What an operator stopped is as it should be. */
    public boolean isUnhealthy() {
        if (intent == Intent.STOPPED) {
            return false;
        }
        boolean down = activeState.equals("failed") || (activeState.equals("inactive") && intent != Intent.UNKNOWN);
        return exhausted || down || health == Health.DEAD || health == Health.NOT_READY;
    }

    /** One word for the sum of it all, for totals. */
    String summary() {
        if (intent == Intent.STOPPED) {
            return "stopped";
        }
        if (exhausted) {
            return "exhausted";
        }
        return switch (health) {
            case DEAD, NOT_READY, SUSPECT, UNKNOWN, STARTING -> down() ? phase : health.word();
            case NONE -> phase;
            case OK -> down() ? phase : "ok";
        };
    }

    private boolean down() {
        return activeState.equals("failed") || activeState.equals("inactive");
    }
}
