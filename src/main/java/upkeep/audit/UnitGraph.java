package upkeep.audit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import upkeep.base.UnitName;

/** Units as systemd has them, with what they pull in and what they wait for. */
public final class UnitGraph {

    private static final UnitName DEFAULT = new UnitName("default.target");
    private static final List<String> PULLS = List.of("Requires", "BindsTo", "Wants", "Upholds");
    private static final List<String> STARTS = List.of("Requires", "BindsTo", "Wants", "Upholds", "Triggers");
    private static final List<String> NEEDS = List.of("Requires", "BindsTo");

    private final NavigableMap<UnitName, AuditedUnit> units = new TreeMap<>();
    private final Map<UnitName, UnitName> aliases = new HashMap<>();
    private final Map<UnitName, Set<UnitName>> after = new HashMap<>();
    private final Map<UnitName, Set<UnitName>> waits = new HashMap<>();
    private final Set<UnitName> atBoot;

    private UnitGraph(Collection<AuditedUnit> all) {
        for (AuditedUnit unit : all) {
            units.put(unit.name(), unit);
            unit.units("Names").forEach(alias -> aliases.put(alias, unit.name()));
        }
        // Of two units of which nobody else knows, systemd may have loaded the one without the other.
        for (AuditedUnit unit : units.values()) {
            unit.units("After").forEach(first -> order(unit.name(), first));
            Word.relations(unit).stream()
                    .filter(word -> word.directive().equals("Before"))
                    .flatMap(word -> word.unit().stream())
                    .forEach(later -> order(later, unit.name()));
        }
        this.atBoot = started();
    }

    private void order(UnitName later, UnitName first) {
        after.computeIfAbsent(real(later), _ -> new LinkedHashSet<>()).add(real(first));
    }

    /** What a unit comes after, by the names that systemd itself goes by. */
    Set<UnitName> after(UnitName unit) {
        return after.getOrDefault(real(unit), Set.of());
    }

    /** The units that others name, and of which nothing is known. */
    public Set<UnitName> unknown() {
        Set<UnitName> named = new LinkedHashSet<>();
        for (AuditedUnit unit : units.values()) {
            STARTS.forEach(property -> named.addAll(unit.units(property)));
            Word.relations(unit).forEach(word -> word.unit().ifPresent(named::add));
        }
        named.removeIf(name -> unit(name).isPresent() || name.stem().endsWith("@"));
        return named;
    }

    public static UnitGraph of(Collection<AuditedUnit> units) {
        return new UnitGraph(units);
    }

    public Collection<AuditedUnit> units() {
        return units.values();
    }

    /** The unit that goes by that name, also as another name of it. */
    public Optional<AuditedUnit> unit(UnitName name) {
        return Optional.ofNullable(units.get(real(name)));
    }

    /** The name that systemd itself goes by. */
    UnitName real(UnitName name) {
        return aliases.getOrDefault(name, name);
    }

    Set<UnitName> names() {
        return units.keySet();
    }

    /** What is started when the machine boots, as far as units, timers, sockets, paths and devices see to it. */
    Set<UnitName> atBoot() {
        return atBoot;
    }

    private Set<UnitName> started() {
        Set<UnitName> roots = new LinkedHashSet<>(Set.of(DEFAULT));
        // A device appears again, and has what it wants (by udev's rules) started.
        units.values().stream()
                .filter(unit -> unit.isType("device") && unit.isActive())
                .map(AuditedUnit::name)
                .forEach(roots::add);
        return closure(roots, STARTS);
    }

    /** The unit and all that its start brings with it. */
    public Set<UnitName> pulledIn(UnitName unit) {
        return closure(Set.of(unit), PULLS);
    }

    /** The unit and all that its start fails without. */
    Set<UnitName> needed(UnitName unit) {
        return closure(Set.of(unit), NEEDS);
    }

    private Set<UnitName> closure(Collection<UnitName> roots, List<String> properties) {
        Set<UnitName> found = new LinkedHashSet<>();
        Deque<UnitName> open = new ArrayDeque<>();
        roots.stream().map(this::real).filter(found::add).forEach(open::add);
        while (!open.isEmpty()) {
            AuditedUnit unit = units.get(open.remove());
            if (unit != null) {
                properties.forEach(property -> unit.units(property).stream()
                        .map(this::real)
                        .filter(found::add)
                        .forEach(open::add));
            }
        }
        return found;
    }

    /** Whether one of two waits for the other, by itself or by what is between them and started at each boot. */
    boolean isOrdered(UnitName one, UnitName other) {
        return waitsFor(one).contains(real(other)) || waitsFor(other).contains(real(one));
    }

    private Set<UnitName> waitsFor(UnitName name) {
        return waits.computeIfAbsent(real(name), this::findWaits);
    }

    private Set<UnitName> findWaits(UnitName name) {
        Set<UnitName> found = new LinkedHashSet<>();
        Deque<UnitName> open = new ArrayDeque<>(Set.of(name));
        while (!open.isEmpty()) {
            after(open.remove()).stream()
                    .filter(found::add)
                    .filter(atBoot::contains)
                    .forEach(open::add);
        }
        return found;
    }

    /** Whether any unit brings that one up. */
    boolean isWanted(UnitName name) {
        UnitName real = real(name);
        return units.values().stream()
                .anyMatch(unit -> PULLS.stream()
                        .anyMatch(property ->
                                unit.units(property).stream().map(this::real).anyMatch(real::equals)));
    }
}
