package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Described.Ties;
import upkeep.spec.Service.Further;
import upkeep.spec.Service.Relations;

/**
 * Reads how a service stands to other units. What is required is waited for, unless something else is said; units of other
 * types read that here as well.
 */
final class RelationsReader {

    private final Fields fields;
    private final Report report;
    private final Partners partners;
    private final UnitName own;
    private final boolean adopted;

    RelationsReader(UnitName own, Fields fields, Partners partners) {
        this.own = own;
        this.fields = fields;
        this.report = fields.report();
        this.partners = partners;
        this.adopted = fields.has(ServiceKeys.ADOPT);
    }

    /** @param set the target that gathers the instances, of which this is one */
    Ties ties(Optional<UnitName> set) {
        List<Located<UnitName>> requires = fields.list(ServiceKeys.REQUIRES);
        List<Located<UnitName>> requisite = fields.list(RelationKeys.REQUISITE);
        List<Located<UnitName>> bindsTo = fields.list(ServiceKeys.BINDS_TO);
        List<Located<UnitName>> before = fields.list(RelationKeys.BEFORE);
        List<Located<UnitName>> required =
                Stream.of(requires, requisite, bindsTo).flatMap(List::stream).toList();
        List<UnitName> freed = new ArrayList<>(values(before));
        freed.addAll(unordered(fields, required));
        return new Ties(
                requires,
                requisite,
                bindsTo,
                partOf(set),
                fields.list(ServiceKeys.WANTS),
                fields.list(ServiceKeys.AFTER),
                before,
                partners.read(fields, RelationKeys.FOLLOWS),
                neverWith(required),
                waits(required, freed));
    }

    /** What of the {@code required} is waited for: all but what is {@code freed} of that. */
    static List<Located<UnitName>> waits(List<Located<UnitName>> required, Collection<UnitName> freed) {
        return required.stream().filter(unit -> !freed.contains(unit.value())).toList();
    }

    /** An instance is part of the target that gathers them all. */
    private List<Located<UnitName>> partOf(Optional<UnitName> set) {
        return Stream.concat(
                        fields.list(ServiceKeys.PART_OF).stream(),
                        set.map(target -> new Located<>(target, fields.position())).stream())
                .toList();
    }

    /** What of the {@code required} need not be waited for. */
    static List<UnitName> unordered(Fields fields, List<Located<UnitName>> required) {
        List<Located<UnitName>> unordered = fields.list(RelationKeys.UNORDERED);
        for (Located<UnitName> unit : unordered) {
            if (!values(required).contains(unit.value())) {
                fields.report()
                        .error(
                                unit.position(),
                                "cannot leave " + unit.value()
                                        + " unordered: it is not required, and so not waited for",
                                "leave it out, or name it under requires:");
            }
        }
        return values(unordered);
    }

    private List<Located<UnitName>> neverWith(List<Located<UnitName>> required) {
        List<Located<UnitName>> others = partners.read(fields, RelationKeys.NEVER_WITH);
        for (Located<UnitName> other : others) {
            if (values(required).contains(other.value())) {
                report.error(
                        other.position(),
                        "cannot never run with " + other.value() + ": it is required, and so must run",
                        "leave one of them out");
            }
        }
        return others;
    }

    /**
     * @param target the group that it is part of
     * @param wantedBy what starts it
     */
    Relations relations(Ties ties, Optional<String> target, List<UnitName> wantedBy) {
        // In either direction the one is down before the other starts; so both can say it, and not wait for each other.
        List<UnitName> others = values(ties.neverWith());
        List<UnitName> after = Stream.of(
                        values(ties.after()).stream(),
                        values(ties.waits()).stream(),
                        values(ties.follows()).stream(),
                        others.stream().filter(other -> other.compareTo(own) < 0))
                .flatMap(units -> units)
                .distinct()
                .toList();
        List<UnitName> before = Stream.concat(
                        values(ties.before()).stream(), others.stream().filter(other -> other.compareTo(own) > 0))
                .distinct()
                .toList();
        return new Relations(
                values(ties.requires()),
                values(ties.bindsTo()),
                values(ties.partOf()),
                values(ties.wants()),
                after,
                wantedBy,
                target,
                new Further(
                        values(ties.requisite()),
                        before,
                        others,
                        ofOwnUnit(RelationKeys.REQUIRED_BY),
                        ofOwnUnit(RelationKeys.ALIAS),
                        ofOwnUnit(RelationKeys.ALSO)));
    }

    private List<UnitName> ofOwnUnit(Key<Form.Values<UnitName>> key) {
        return adopted ? List.of() : values(fields.list(key));
    }

    /** What starts it: what is written, or what usually does. */
    List<UnitName> wantedBy() {
        List<UnitName> written = values(fields.list(ServiceKeys.WANTED_BY));
        boolean isSaid = Stream.of(ServiceKeys.WANTED_BY, ServiceKeys.TARGET, RelationKeys.REQUIRED_BY)
                .anyMatch(fields::has);
        // Where it is said what starts it, the default is not in force.
        boolean atBoot = (isSaid && !fields.has(RelationKeys.AT_BOOT)) || fields.get(RelationKeys.AT_BOOT);
        if (!atBoot && fields.has(ServiceKeys.WANTED_BY)) {
            report.error(
                    fields.at(ServiceKeys.WANTED_BY),
                    "cannot use wanted-by with at-boot: false: it says what starts it",
                    "leave one of them out");
        }
        if (isSaid || !atBoot) {
            return written;
        }
        fields.note(ServiceKeys.WANTED_BY, Defaults.WANTED_BY.text());
        return List.of(Defaults.WANTED_BY);
    }

    /** Says of one that another unit starts, and not the machine, which that is. */
    void startedBy(UnitName starter) {
        if (!fields.has(RelationKeys.AT_BOOT)) {
            fields.note(RelationKeys.AT_BOOT, "false: " + starter + " starts it");
        } else if (fields.get(RelationKeys.AT_BOOT)) {
            report.error(
                    fields.value(RelationKeys.AT_BOOT),
                    "cannot start " + own + " with the machine: " + starter + " starts it, and nothing else",
                    "leave at-boot out");
        }
    }

    static List<UnitName> values(List<Located<UnitName>> located) {
        return located.stream().map(Located::value).toList();
    }
}
