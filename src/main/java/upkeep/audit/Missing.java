package upkeep.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.base.Nearest;
import upkeep.base.UnitName;

/** Words that name units which are not there, or which nobody can start. */
final class Missing {

    private static final Map<String, Fault> FAULTS = Map.ofEntries(
            Map.entry("Requires", Fault.MISSING_REQUIREMENT),
            Map.entry("Requisite", Fault.MISSING_REQUIREMENT),
            Map.entry("BindsTo", Fault.MISSING_REQUIREMENT),
            Map.entry("Wants", Fault.MISSING_WISH),
            Map.entry("Upholds", Fault.MISSING_WISH),
            Map.entry("After", Fault.MISSING_ORDER),
            Map.entry("Before", Fault.MISSING_ORDER),
            Map.entry("PartOf", Fault.MISSING_PARTNER),
            Map.entry("PropagatesStopTo", Fault.MISSING_PARTNER),
            Map.entry("StopPropagatedFrom", Fault.MISSING_PARTNER),
            Map.entry("PropagatesReloadTo", Fault.MISSING_PARTNER),
            Map.entry("ReloadPropagatedFrom", Fault.MISSING_PARTNER),
            Map.entry("JoinsNamespaceOf", Fault.MISSING_PARTNER),
            Map.entry("OnFailure", Fault.MISSING_HANDLER),
            Map.entry("OnSuccess", Fault.MISSING_HANDLER));

    private final UnitGraph graph;
    private final Findings findings;

    Missing(UnitGraph graph, Findings findings) {
        this.graph = graph;
        this.findings = findings;
    }

    void look(AuditedUnit unit) {
        List<Word> words = Word.relations(unit);
        for (Word word : words) {
            if (word.isOpen()) {
                continue;
            }
            Optional<UnitName> other = word.unit();
            if (other.isEmpty()) {
                findings.word(
                        Fault.NOT_A_UNIT,
                        unit,
                        word,
                        "cannot take " + word.directive() + "=" + word.text()
                                + ": it is no name of a unit, and systemd passes over it",
                        UnitName.parse(word.text() + ".service")
                                .map(name -> "write " + name)
                                .orElse("write the whole name of the unit, such as nginx.service"));
            } else if (FAULTS.containsKey(word.directive())) {
                graph.unit(other.get()).ifPresent(it -> named(unit, word, it, words));
            }
        }
        triggered(unit);
    }

    private void named(AuditedUnit unit, Word word, AuditedUnit other, List<Word> words) {
        Fault fault = FAULTS.getOrDefault(word.directive(), Fault.MISSING_WISH);
        if (other.isMasked() && fault == Fault.MISSING_REQUIREMENT) {
            masked(unit, word, other);
        }
        boolean isOrder = fault == Fault.MISSING_ORDER;
        boolean isSaidOtherwise = isOrder
                && words.stream()
                        .anyMatch(it ->
                                it.text().equals(word.text()) && FAULTS.get(it.directive()) != Fault.MISSING_ORDER);
        // A package that wants what is not installed means just that: bring it up if it is there.
        boolean isMeant = word.isShipped() && fault == Fault.MISSING_WISH;
        if (!other.isThere() && !isSaidOtherwise && !isMeant) {
            findings.word(fault, unit, word, message(word), hint(word));
        }
    }

    private static String message(Word word) {
        String there = word.text() + " does not exist";
        return switch (word.directive()) {
            case "Requires", "Requisite", "BindsTo" ->
                "cannot start: " + word.directive() + "= needs a unit, and " + there;
            case "Wants", "Upholds" ->
                "cannot bring " + word.text() + " up: it does not exist, and systemd passes over it";
            case "After", "Before" -> "cannot wait: " + there;
            case "OnFailure", "OnSuccess" ->
                "cannot hand over to " + word.text() + ": it does not exist, and nobody hears of it";
            default -> "cannot share anything by " + word.directive() + "=: " + there;
        };
    }

    private String hint(Word word) {
        return Nearest.to(
                        word.text(),
                        graph.units().stream()
                                .filter(AuditedUnit::isThere)
                                .map(unit -> unit.name().text())
                                .collect(Collectors.toSet()))
                .map(near -> "did you mean " + near + "?")
                .orElse("install or write " + word.text() + ", or take the word out");
    }

    private void masked(AuditedUnit unit, Word word, AuditedUnit other) {
        findings.word(
                Fault.MASKED_REQUIREMENT,
                unit,
                word,
                "cannot start: " + word.directive() + "= needs " + other.name() + ", which is masked",
                "systemctl unmask " + other.name() + ", or take the word out");
    }

    /** What a timer, path or socket starts need not be written down. */
    private void triggered(AuditedUnit unit) {
        if (!unit.isLoaded() || !unit.isType("timer", "path", "socket")) {
            return;
        }
        for (UnitName name : unit.units("Triggers")) {
            Optional<AuditedUnit> other = graph.unit(name).filter(it -> !it.isThere() || it.isMasked());
            if (other.isPresent()) {
                boolean isMasked = other.get().isMasked();
                Fault fault = isMasked ? Fault.MASKED_REQUIREMENT : Fault.MISSING_TRIGGERED;
                String message = "cannot start " + name + " when its time comes: it "
                        + (isMasked ? "is masked" : "does not exist");
                String hint = isMasked
                        ? "systemctl unmask " + name + ", or disable " + unit.name()
                        : "write " + name + ", or name the right one by "
                                + (unit.isType("socket") ? "Service=" : "Unit=");
                Word.starter(unit)
                        .ifPresentOrElse(
                                word -> findings.word(fault, unit, word, message, hint),
                                () -> findings.unit(fault, unit, message, hint));
            }
        }
    }
}
