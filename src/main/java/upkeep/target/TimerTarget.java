package upkeep.target;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;

/**
 * A timer of systemd, and the unit that it starts.
 *
 * @param grace how much later than due a run may begin
 * @param maxAge the longest time since the last run that still passes; absent if only the timer's own schedule counts
 * @param maxDuration the longest run that still passes, whether over or not
 * @param once whether it passes without a further run
 * @param result whether a run that failed fails it
 * @param enabled whether it must be enabled, or must not; absent where that does not matter
 */
public record TimerTarget(
        UnitName timer,
        TimeSpan grace,
        Optional<TimeSpan> maxAge,
        Optional<TimeSpan> maxDuration,
        boolean once,
        boolean result,
        Optional<Boolean> enabled)
        implements Target {

    @Override
    public String kind() {
        return "timer";
    }

    @Override
    public String text() {
        return timer.text();
    }

    @Override
    public List<String> measurements() {
        return List.of("last-run", "next-run", "duration", "overdue");
    }

    @Override
    public List<String> texts() {
        return List.of("state", "sub-state", "unit-file-state", "starts", "result");
    }
}
