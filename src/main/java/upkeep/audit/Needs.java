package upkeep.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.UnitName;

/** What cannot be had at the same time, or not for long; and what systemd does not take at all. */
final class Needs {

    private final UnitGraph graph;
    private final Findings findings;

    Needs(UnitGraph graph, Findings findings) {
        this.graph = graph;
        this.findings = findings;
    }

    void look(AuditedUnit unit) {
        notLoadable(unit);
        if (!unit.isLoaded()) {
            return;
        }
        for (Word word : Word.relations(unit)) {
            Optional<AuditedUnit> other = word.unit()
                    .flatMap(graph::unit)
                    .filter(AuditedUnit::isLoaded)
                    .filter(it -> !it.equals(unit));
            if (other.isPresent()) {
                switch (word.directive()) {
                    case "BindsTo", "Requisite", "Requires" -> ended(unit, word, other.get());
                    case "Conflicts" -> conflict(unit, word, other.get());
                    default -> {}
                }
            }
        }
    }

    private void notLoadable(AuditedUnit unit) {
        String state = unit.property("LoadState");
        if (state.equals("bad-setting") || state.equals("error")) {
            boolean isOneshot = Word.last(unit, "Service", "Type")
                    .filter(it -> it.text().equals("oneshot"))
                    .isPresent();
            Optional<Word> restart = Word.last(unit, "Service", "Restart")
                    .filter(it -> isOneshot && List.of("always", "on-success").contains(it.text()));
            if (restart.isPresent()) {
                findings.word(
                        Fault.NOT_LOADABLE,
                        unit,
                        restart.get(),
                        "cannot load the unit: Restart=" + restart.get().text()
                                + " is not for Type=oneshot, which ends whenever it is done",
                        "write Restart=on-failure, or have a timer start it");
            } else {
                findings.unit(
                        Fault.NOT_LOADABLE,
                        unit,
                        "cannot load the unit: systemd refuses it (" + state + ")",
                        "systemd-analyze verify " + unit.name() + " says which value is wrong");
            }
        }
    }

    private void ended(AuditedUnit unit, Word word, AuditedUnit other) {
        if (!other.isOverWhenDone()) {
            return;
        }
        String hint = "write RemainAfterExit=yes into " + other.name();
        switch (word.directive()) {
            case "BindsTo" ->
                findings.word(
                        Fault.BOUND_TO_ENDED,
                        unit,
                        word,
                        "cannot stay up: BindsTo= stops it as soon as " + other.name()
                                + " is inactive, which a oneshot is once it is done",
                        hint + ", or Requires= here");
            case "Requisite" ->
                findings.word(
                        Fault.BOUND_TO_ENDED,
                        unit,
                        word,
                        "cannot start: Requisite= wants " + other.name()
                                + " active, and a oneshot is inactive once it is done",
                        hint + ", or Requires= here");
            default ->
                findings.word(
                        Fault.REQUIRED_ENDED,
                        unit,
                        word,
                        "cannot count on " + other.name()
                                + " later on: it is inactive once it is done, and runs again with" + " each start of "
                                + unit.name(),
                        "if once is enough, " + hint);
        }
    }

    private void conflict(AuditedUnit unit, Word word, AuditedUnit other) {
        Optional<AuditedUnit> needing = graph.units().stream()
                .filter(AuditedUnit::isLoaded)
                .filter(it -> graph.needed(it.name()).containsAll(Set.of(unit.name(), other.name())))
                .min(Comparator.comparing((AuditedUnit it) -> !it.equals(unit))
                        .thenComparing(it -> !it.equals(other))
                        .thenComparingInt(it -> graph.needed(it.name()).size())
                        .thenComparing(AuditedUnit::name));
        String pair = "Conflicts= between " + unit.name() + " and " + other.name();
        if (needing.isPresent()) {
            findings.word(
                    Fault.CONFLICT,
                    unit,
                    word,
                    "cannot start " + needing.get().name() + ": it requires both sides of " + pair,
                    "take Conflicts= out, or what requires " + other.name());
            return;
        }
        if (wants(unit, other.name()) || wants(other, unit.name())) {
            findings.word(
                    Fault.CONFLICT,
                    Severity.WARNING,
                    unit,
                    word,
                    "cannot have both: one wants the other in spite of " + pair + ", and systemd lets the wish go",
                    "take Conflicts= out, or Wants=");
        }
    }

    private boolean wants(AuditedUnit unit, UnitName other) {
        return unit.units("Wants").stream().map(graph::real).anyMatch(other::equals);
    }
}
