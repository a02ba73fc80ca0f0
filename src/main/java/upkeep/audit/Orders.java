package upkeep.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Cycles;
import upkeep.base.Cycles.Cycle;
import upkeep.base.Cycles.Edge;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/** Who waits for whom: where nobody does, and where everybody does. */
final class Orders {

    private static final UnitName ONLINE = new UnitName("network-online.target");
    private static final List<String> NEEDS = List.of("Requires", "Requisite", "BindsTo", "Wants");

    private final UnitGraph graph;
    private final Findings findings;

    Orders(UnitGraph graph, Findings findings) {
        this.graph = graph;
        this.findings = findings;
    }

    void look(AuditedUnit unit) {
        if (!unit.isLoaded()) {
            return;
        }
        List<Word> words = Word.relations(unit);
        for (Word word : words) {
            Optional<AuditedUnit> other = word.unit()
                    .flatMap(graph::unit)
                    .filter(AuditedUnit::isLoaded)
                    .filter(it -> !it.equals(unit));
            if (other.isPresent() && NEEDS.contains(word.directive()) && isUnordered(unit, other.get())) {
                unordered(unit, word, words);
            }
            if (word.directive().equals("After") && word.names(ONLINE) && !graph.isWanted(ONLINE)) {
                findings.word(
                        Fault.ONLINE_NOT_PULLED_IN,
                        unit,
                        word,
                        "cannot wait for the network: After=" + ONLINE
                                + " only puts them in order, and no unit wants that target, so it is never started",
                        "write Wants=" + ONLINE + " beside it");
            }
        }
    }

    /** A target or slice is there at once, and a target waits by itself for what it wants. */
    private boolean isUnordered(AuditedUnit unit, AuditedUnit other) {
        return !unit.isType("target", "slice")
                && !other.isType("target", "slice", "scope")
                && !graph.isOrdered(unit.name(), other.name());
    }

    private void unordered(AuditedUnit unit, Word word, List<Word> words) {
        String hint = "write After=" + word.text() + " beside it";
        switch (word.directive()) {
            case "BindsTo" ->
                findings.word(
                        Fault.BOUND_WITHOUT_ORDER,
                        unit,
                        word,
                        "cannot be sure that " + word.text()
                                + " is there: BindsTo= without After= starts both at once, and stops "
                                + unit.name() + " again if " + word.text() + " does not come up",
                        hint);
            case "Wants" -> {
                // Who requires it as well is told of that.
                if (words.stream()
                        .noneMatch(it ->
                                it.text().equals(word.text()) && !it.directive().equals("Wants"))) {
                    findings.word(
                            Fault.NO_ORDER,
                            Severity.REMARK,
                            unit,
                            word,
                            "cannot be sure that " + word.text()
                                    + " is there when it starts: Wants= without After= starts both at once",
                            "if it needs " + word.text() + " at its start, " + hint);
                }
            }
            case "Requisite" ->
                findings.word(
                        Fault.NO_ORDER,
                        unit,
                        word,
                        "cannot be sure that " + word.text()
                                + " is seen: Requisite= without After= looks while that may still be on its way, and fails then",
                        hint);
            default ->
                findings.word(
                        Fault.NO_ORDER,
                        unit,
                        word,
                        "cannot be sure that " + word.text()
                                + " is there when it starts: Requires= without After= starts both at once (a stop of "
                                + word.text() + " stops it all the same)",
                        hint);
        }
    }

    void cycles() {
        Map<UnitName, List<Edge<UnitName>>> edges = new LinkedHashMap<>();
        Map<UnitName, List<Word>> words = new LinkedHashMap<>();
        graph.units().stream()
                .filter(AuditedUnit::isLoaded)
                .forEach(unit -> words.put(
                        unit.name(),
                        Word.relations(unit).stream()
                                .filter(word -> List.of("After", "Before").contains(word.directive()))
                                .toList()));
        for (UnitName name : words.keySet()) {
            List<Edge<UnitName>> after = new ArrayList<>();
            graph.after(name).stream()
                    .filter(words::containsKey)
                    .forEach(other -> after.add(new Edge<>(
                            other, written(words, name, other).map(Word::place).orElse(SourcePos.NONE), false)));
            edges.put(name, after);
        }
        for (Cycle<UnitName> cycle : Cycles.all(edges)) {
            cycle(cycle, words);
        }
    }

    private Optional<Word> written(Map<UnitName, List<Word>> words, UnitName waits, UnitName first) {
        return Stream.concat(said(words, waits, "After", first), said(words, first, "Before", waits))
                .findFirst();
    }

    private Stream<Word> said(Map<UnitName, List<Word>> words, UnitName who, String directive, UnitName other) {
        return words.getOrDefault(who, List.of()).stream()
                .filter(word -> word.directive().equals(directive)
                        && word.unit().map(graph::real).filter(other::equals).isPresent());
    }

    private void cycle(Cycle<UnitName> cycle, Map<UnitName, List<Word>> words) {
        List<UnitName> members = cycle.members();
        UnitName waits = members.getLast();
        UnitName first = cycle.closing().to();
        boolean isPulledInTogether = graph.atBoot().containsAll(members)
                || members.stream().anyMatch(member -> graph.pulledIn(member).containsAll(members));
        String chain = Stream.concat(members.stream(), Stream.of(first))
                .map(UnitName::text)
                .collect(Collectors.joining(" after "));
        String message = "cannot start these in any order: " + chain + "; systemd leaves one of them out";
        Severity severity = isPulledInTogether ? Severity.ERROR : Severity.WARNING;
        Optional<Word> word = written(words, waits, first);
        boolean isSaidByWaiting = said(words, waits, "After", first).findAny().isPresent();
        String hint = word.map(it -> "take out " + it.directive() + "=" + it.text() + ", or another of these orders")
                .orElse("take one of these orders out");
        graph.unit(isSaidByWaiting || word.isEmpty() ? waits : first)
                .ifPresent(unit -> word.ifPresentOrElse(
                        it -> findings.word(Fault.ORDER_CYCLE, severity, unit, it, message, hint),
                        () -> findings.unit(Fault.ORDER_CYCLE, unit, message, hint)));
    }
}
