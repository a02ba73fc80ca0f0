package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import upkeep.base.Nearest;
import upkeep.base.UnitName;
import upkeep.spec.OwnUnit.Line;
import upkeep.spec.OwnUnit.Manner;
import upkeep.spec.OwnUnit.Started;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Setting;
import upkeep.unit.UnitType;

/** Collects what the keys of one unit become. Confined to one load. */
final class OwnUnitReader {

    private final Fields fields;
    private final List<Setting> settings;
    private final List<Line> lines = new ArrayList<>();

    OwnUnitReader(Fields fields, List<Setting> settings) {
        this.fields = fields;
        this.settings = settings;
    }

    /** Reads keys that become directives as they are. */
    void read(List<UnitDirectiveKey> keys) {
        read(fields, keys);
    }

    /** The same of a map within. */
    void read(Fields within, List<UnitDirectiveKey> keys) {
        for (UnitDirectiveKey key : keys) {
            for (String value : key.values().apply(within)) {
                lines.add(new Line(key.section(), key.directive(), within.path(key.key()), key.manner(), value));
            }
        }
    }

    /** A directive whose value was read already. */
    void add(String section, String directive, Key<?> key, String value) {
        add(section, directive, key, Manner.VERBATIM, value);
    }

    void add(String section, String directive, Key<?> key, Manner manner, String value) {
        lines.add(new Line(section, directive, fields.path(key), manner, value));
    }

    /** So many times in a time, as two directives: {@code NAMEIntervalSec=} and {@code NAMEBurst=}. */
    void rate(String section, String name, Key<Form.Value<Restart.Budget>> key) {
        fields.read(key).ifPresent(rate -> {
            add(section, name + "IntervalSec", key, rate.per().toString());
            add(section, name + "Burst", key, Integer.toString(rate.count()));
        });
    }

    /** What starts the unit, and the target that it belongs to. */
    void installed(
            Key<Form.Values<UnitName>> wantedBy,
            Key<Form.Value<String>> target,
            String usual,
            Collection<String> targets) {
        fields.list(wantedBy)
                .forEach(unit -> add(
                        OwnUnitKeys.INSTALL, "WantedBy", wantedBy, unit.value().text()));
        member(target, targets);
        if (!fields.has(wantedBy) && !fields.has(target)) {
            fields.note(wantedBy, usual);
            add(OwnUnitKeys.INSTALL, "WantedBy", wantedBy, usual);
        }
    }

    /** Makes it a part of a target: started, stopped and restarted with it. */
    void member(Key<Form.Value<String>> target, Collection<String> targets) {
        Optional<UnitName> group = fields.read(target).flatMap(name -> group(name, target, targets));
        group.ifPresent(unit -> add(OwnUnitKeys.UNIT, "PartOf", target, unit.text()));
        group.ifPresent(unit -> add(OwnUnitKeys.INSTALL, "WantedBy", target, unit.text()));
    }

    private Optional<UnitName> group(String name, Key<?> target, Collection<String> targets) {
        if (!targets.contains(name)) {
            fields.report()
                    .error(
                            fields.value(target),
                            "cannot join target " + Quoted.text(name) + ": targets: does not describe it",
                            Nearest.to(name, targets)
                                    .map(near -> "did you mean " + Quoted.text(near) + "?")
                                    .orElse("add targets: {" + name + ": {}}, or write wanted-by:"));
            return Optional.empty();
        }
        return UnitName.parse(name + ".target");
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<Directive> passedThrough(Key<Form.Names<Form.Names<Form.Values<String>>>> key, UnitType type) {
        return new DirectivesReader(fields, key, type).read(false);
    }

    OwnUnit unit(
            String name,
            UnitName unit,
            Optional<Started> starts,
            Optional<CheckId> heartbeat,
            List<Directive> directives) {
        List<Setting> own = settings.stream().filter(fields::contains).toList();
        return new OwnUnit(name, fields.position(), unit, starts, heartbeat, lines, directives, own);
    }
}
