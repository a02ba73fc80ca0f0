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

    private final TargetContext context;

    UnitReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> unit() {
        Fields fields = fields(UnitKeys.UNIT, UnitKeys.UNIT_NAME, "write unit: nginx.service, or a map with unit");
        Optional<UnitName> unit = fields.read(UnitKeys.UNIT_NAME);
        List<String> states = fields.list(UnitKeys.STATE).stream()
                .map(Located::value)
                .distinct()
                .toList();
        Optional<Boolean> enabled = fields.read(UnitKeys.ENABLED);
        return unit.map(name -> new UnitTarget(name, states, enabled));
    }

    Optional<Target> timer() {
        Fields fields = fields(UnitKeys.TIMER, UnitKeys.TIMER_NAME, "write timer: logrotate.timer, or a map with unit");
        Optional<UnitName> timer = fields.read(UnitKeys.TIMER_NAME);
        TimeSpan grace = fields.get(UnitKeys.GRACE);
        Optional<TimeSpan> maxAge = fields.read(UnitKeys.MAX_AGE);
        Optional<TimeSpan> maxDuration = fields.read(UnitKeys.MAX_DURATION);
        boolean once = fields.get(UnitKeys.ONCE);
        boolean result = fields.get(UnitKeys.RESULT);
        Optional<Boolean> enabled = fields.read(UnitKeys.ENABLED);
        return timer.map(name -> new TimerTarget(name, grace, maxAge, maxDuration, once, result, enabled));
    }

    private Fields fields(Key<Form.Brief> kind, Key<?> name, String hint) {
        Fields fields = context.fields(kind, name);
        if (fields.lacks(name)) {
            context.report().error(fields.position(), "cannot look at " + kind.name() + ": unit is missing", hint);
        }
        return fields;
    }
}
