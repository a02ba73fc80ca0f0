package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Setting;

/**
 * A unit of the plan that is no service and no target: a timer, socket, path, slice, mount, automount or swap.
 *
 * @param name the key under which it stands in the spec, which is how people call it
 * @param position where the spec describes it
 * @param starts what it starts, for a timer or a path
 * @param heartbeat the check that tells whether a timer does what it should
 * @param set the directives that its keys stand for
 * @param directives the {@code unit:} pass-through, in the order written
 * @param settings every key in force with its value and origin
 */
public record OwnUnit(
        String name,
        SourcePos position,
        UnitName unit,
        Optional<Started> starts,
        Optional<CheckId> heartbeat,
        List<SetDirective> set,
        List<Directive> directives,
        List<Setting> settings) {

    public OwnUnit {
        set = List.copyOf(set);
        directives = List.copyOf(directives);
        settings = List.copyOf(settings);
    }

    /** It and the one that carries out what it cannot do itself. */
    public Stream<UnitName> unitNames() {
        return Stream.concat(
                Stream.of(unit),
                starts.stream()
                        .filter(Started.Restarted.class::isInstance)
                        .map(restarted -> ((Started.Restarted) restarted).helper()));
    }

    /** What a timer or path brings about. */
    public sealed interface Started {

        /** A service that is described with it, and is taken away with it. */
        record Own(String service) implements Started {}

        /** A unit that stands for itself. */
        record Other(UnitName unit) implements Started {}

        /**
         * A service is restarted, if it runs.
         *
         * @param helper the unit that asks systemd for it: a trigger can start units, and nothing else
         * @param delay how long that waits before; what happens meanwhile does not start it once more
         */
        record Restarted(UnitName unit, UnitName helper, TimeSpan delay) implements Started {}
    }
}
