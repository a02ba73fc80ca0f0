package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.target.Target;
import upkeep.target.TimerTarget;
import upkeep.target.UnitTarget;

/** Reads checks of systemd's units: {@code unit: nginx.service}, {@code timer: logrotate.timer}, or a map of either. */
final class UnitReader {

    /** The active states of systemctl(1), those of later versions included. */
    private static final List<String> STATES = List.of(
            "active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing");

    private final TargetContext context;

    UnitReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> unit() {
        Fields fields = fields("unit", Words.UNIT, "write unit: nginx.service, or a map with unit");
        Optional<UnitName> unit = fields.read("unit", Kinds.UNIT);
        List<String> states = fields.list("state", Kinds.oneOf(STATES)).stream()
                .map(Located::value)
                .distinct()
                .toList();
        Optional<Boolean> enabled = fields.read("enabled", Kinds.YES_OR_NO);
        return unit.map(name -> new UnitTarget(name, states, enabled));
    }

    Optional<Target> timer() {
        Fields fields = fields("timer", Words.TIMER, "write timer: logrotate.timer, or a map with unit");
        Optional<UnitName> timer = fields.read("unit", Kinds.TIMER);
        TimeSpan grace = fields.read("grace", Kinds.TIME_SPAN, Defaults.TIMER_GRACE);
        Optional<TimeSpan> maxAge = fields.read("max-age", Kinds.FINITE);
        Optional<TimeSpan> maxDuration = fields.read("max-duration", Kinds.FINITE);
        boolean once = fields.read("once", Kinds.YES_OR_NO, Defaults.TIMER_ONCE);
        Optional<Boolean> enabled = fields.read("enabled", Kinds.YES_OR_NO);
        return timer.map(name -> new TimerTarget(name, grace, maxAge, maxDuration, once, enabled));
    }

    private Fields fields(String kind, Words words, String hint) {
        Fields fields = context.isShort(kind)
                ? context.check().only(kind, "unit", words)
                : context.check().map(kind, words);
        if (fields.lacks("unit")) {
            context.report().error(fields.position(), "cannot look at " + kind + ": unit is missing", hint);
        }
        return fields;
    }
}
