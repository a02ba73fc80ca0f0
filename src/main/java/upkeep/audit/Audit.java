package upkeep.audit;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import upkeep.base.UnitName;

/** Looks for every {@link Fault} in what was seen of a machine. */
public final class Audit {

    private Audit() {}

    /**
     * What is found, by unit.
     *
     * @param named the units that are asked about; with what they pull in, or all if there are none
     */
    public static List<Finding> of(Facts facts, Collection<UnitName> named) {
        UnitGraph graph = facts.graph();
        Set<String> asked = new HashSet<>();
        for (UnitName name : named) {
            asked.add(name.text());
            graph.pulledIn(name).forEach(unit -> asked.add(unit.text()));
        }
        Findings findings = new Findings(graph, asked);
        Missing missing = new Missing(graph, findings);
        Orders orders = new Orders(graph, findings);
        Needs needs = new Needs(graph, findings);
        for (AuditedUnit unit : graph.units()) {
            missing.look(unit);
            orders.look(unit);
            needs.look(unit);
        }
        orders.cycles();
        new Folders(graph, facts.folders(), findings).look();
        new Survival(facts, findings).look();
        return findings.all().stream()
                .filter(finding -> named.isEmpty() || asked.contains(finding.unit()))
                .toList();
    }

    /**
     * The services of which it is asked whether they could start again: those that run, those that are named, and those that
     * somebody here has written and that are started at a boot.
     */
    public static List<AuditedUnit> subjects(UnitGraph graph, Collection<UnitName> named) {
        Set<UnitName> asked = new HashSet<>(named.stream().map(graph::real).toList());
        return graph.units().stream()
                .filter(unit -> unit.isType("service") && !unit.isTransient())
                .filter(unit -> unit.isActive()
                        || asked.contains(unit.name())
                        || (unit.isOwn() && graph.atBoot().contains(unit.name())))
                .toList();
    }
}
