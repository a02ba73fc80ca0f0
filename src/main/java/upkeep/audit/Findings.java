package upkeep.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.SourcePos;

/**
 * Gathers what is found. What a package ships is taken a step milder: it was tried by many, what it names beside may be left out
 * on purpose, and whoever runs the machine can hardly change it. What of that neither runs, nor is started at a boot, nor is asked
 * about is passed over.
 */
final class Findings {

    private final UnitGraph graph;
    private final Set<String> asked;
    private final Set<Finding> found = new HashSet<>();

    /** @param asked the units that are asked about by name, and what these pull in */
    Findings(UnitGraph graph, Set<String> asked) {
        this.graph = graph;
        this.asked = Set.copyOf(asked);
    }

    List<Finding> all() {
        List<Finding> all = new ArrayList<>(found);
        Collections.sort(all);
        return all;
    }

    /** About a word in a file of the unit. */
    void word(Fault fault, AuditedUnit unit, Word word, String message, String hint) {
        word(fault, fault.severity(), unit, word, message, hint);
    }

    void word(Fault fault, Severity severity, AuditedUnit unit, Word word, String message, String hint) {
        written(fault, severity, unit, word.place(), word.isShipped(), message, hint);
    }

    /** About the unit as a whole, as it is written. */
    void unit(Fault fault, AuditedUnit unit, String message, String hint) {
        written(fault, fault.severity(), unit, unit.file(), !unit.isOwn(), message, hint);
    }

    private void written(
            Fault fault,
            Severity severity,
            AuditedUnit unit,
            SourcePos place,
            boolean isShipped,
            String message,
            String hint) {
        Optional<Severity> said = Optional.of(severity);
        if (isShipped) {
            boolean isUsed = unit.isActive()
                    || graph.atBoot().contains(unit.name())
                    || asked.contains(unit.name().text());
            said = said.filter(_ -> isUsed).flatMap(Severity::milder);
        }
        said.ifPresent(it -> add(new Finding(fault, it, unit.name().text(), place, message, hint)));
    }

    /** About what is there now, whoever wrote it. */
    void add(Fault fault, String unit, SourcePos place, String message, String hint) {
        add(new Finding(fault, fault.severity(), unit, place, message, hint));
    }

    private void add(Finding finding) {
        found.add(finding);
    }
}
