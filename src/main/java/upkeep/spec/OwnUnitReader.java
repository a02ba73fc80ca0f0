package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Nearest;
import upkeep.base.UnitName;
import upkeep.spec.OwnUnit.Started;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Setting;
import upkeep.spec.SetDirective.Content;
import upkeep.unit.UnitType;

/** Collects what the keys of one unit become. Confined to one load. */
final class OwnUnitReader {

    private final Fields fields;
    private final List<Setting> settings;
    private final SetList set;

    OwnUnitReader(Fields fields, List<Setting> settings) {
        this(fields, settings, new Placeholders(Optional.empty(), Optional.empty(), fields.report()));
    }

    /** @param placeholders what can be filled in */
    OwnUnitReader(Fields fields, List<Setting> settings, Placeholders placeholders) {
        this.fields = fields;
        this.settings = settings;
        this.set = new SetList(false, fields.report(), placeholders);
    }

    /** Reads keys that become directives, and tells how many those are. */
    int read(List<DirectiveKey<?>> keys) {
        return read(fields, keys);
    }

    /** The same of a map within. */
    int read(Fields within, List<DirectiveKey<?>> keys) {
        int before = set.all().size();
        keys.forEach(key -> key.read(within, set));
        return set.all().size() - before;
    }

    /** A directive that follows from something else than the value of a key, and the key that it is told of. */
    void add(String section, String directive, Key<?> key, Content content) {
        set.add(section, directive, content, fields, key);
    }

    /** The same of a unit. */
    void add(String section, String directive, Key<?> key, UnitName unit) {
        add(section, directive, key, new Content.Word(unit.text()));
    }

    /** How it stands to other units. What is required is waited for, as with a service. */
    void relations() {
        List<Located<UnitName>> requires = related(OwnUnitKeys.REQUIRES, "Requires");
        List<Located<UnitName>> bindsTo = related(ServiceKeys.BINDS_TO, "BindsTo");
        related(ServiceKeys.WANTS, "Wants");
        List<UnitName> ordered = new ArrayList<>(RelationsReader.values(related(ServiceKeys.AFTER, "After")));
        ordered.addAll(RelationsReader.unordered(
                fields, Stream.concat(requires.stream(), bindsTo.stream()).toList()));
        waits(OwnUnitKeys.REQUIRES, requires, ordered);
        waits(ServiceKeys.BINDS_TO, bindsTo, ordered);
        related(ServiceKeys.PART_OF, "PartOf");
    }

    private List<Located<UnitName>> related(Key<Form.Values<UnitName>> key, String directive) {
        List<Located<UnitName>> units = fields.list(key);
        units.forEach(unit -> add(directive, key, unit));
        return units;
    }

    /** @param ordered of which something else is said */
    private void waits(Key<?> key, List<Located<UnitName>> required, List<UnitName> ordered) {
        for (Located<UnitName> unit : RelationsReader.waits(required, ordered)) {
            add("After", key, unit);
            ordered.add(unit.value());
        }
    }

    private void add(String directive, Key<?> key, Located<UnitName> unit) {
        Content content = new Content.Word(unit.value().text());
        set.add(DirectiveKey.UNIT, directive, content, fields, key, unit.position());
    }

    /** What starts the unit, and the target that it belongs to. */
    void installed(
            Key<Form.Values<UnitName>> wantedBy,
            Key<Form.Value<String>> target,
            String usual,
            Collection<String> targets) {
        wantedBy(wantedBy);
        member(target, targets);
        if (!fields.has(target)) {
            usually(wantedBy, usual);
        }
    }

    /** What starts a unit that belongs to no target. */
    void installed(Key<Form.Values<UnitName>> wantedBy, String usual) {
        wantedBy(wantedBy);
        usually(wantedBy, usual);
    }

    private void wantedBy(Key<Form.Values<UnitName>> key) {
        fields.list(key).forEach(unit -> add(DirectiveKey.INSTALL, "WantedBy", key, unit.value()));
    }

    private void usually(Key<?> wantedBy, String usual) {
        if (!fields.has(wantedBy)) {
            fields.note(wantedBy, usual);
            add(DirectiveKey.INSTALL, "WantedBy", wantedBy, new Content.Word(usual));
        }
    }

    /** Makes it a part of a target: started, stopped and restarted with it. */
    void member(Key<Form.Value<String>> target, Collection<String> targets) {
        Optional<UnitName> group = fields.read(target).flatMap(name -> group(name, target, targets));
        group.ifPresent(unit -> add(DirectiveKey.UNIT, "PartOf", target, unit));
        group.ifPresent(unit -> add(DirectiveKey.INSTALL, "WantedBy", target, unit));
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

    /** What its keys have become so far. */
    List<SetDirective> set() {
        return set.all();
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
        return new OwnUnit(name, fields.position(), unit, starts, heartbeat, set.all(), directives, own);
    }
}
