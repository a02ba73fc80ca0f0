package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Cycles.Cycle;
import upkeep.spec.Cycles.Edge;
import upkeep.spec.OwnUnit.Started;

/**
 * Which unit of the plan starts after which other, by what is written and by what systemd adds to that (systemd.unit(5) and the
 * pages of the types, "Automatic Dependencies"). Units that wait for each other in a circle are an error: systemd would leave
 * out one of them, whichever it comes upon.
 */
final class Orders {

    private static final UnitName SYSTEM = new UnitName("sysinit.target");
    private static final UnitName BASIC = new UnitName("basic.target");
    private static final UnitName SOCKETS = new UnitName("sockets.target");
    private static final UnitName PATHS = new UnitName("paths.target");
    private static final UnitName LOCAL_FILE_SYSTEMS = new UnitName("local-fs.target");
    private static final UnitName REMOTE_FILE_SYSTEMS = new UnitName("remote-fs.target");
    private static final UnitName SWAPS = new UnitName("swap.target");
    private static final UnitName TIMERS = new UnitName("timers.target");

    /** What the system's own targets wait for, as far as a plan has to do with them; see bootup(7). */
    private static final Map<UnitName, List<UnitName>> BOOT =
            Map.of(BASIC, List.of(SYSTEM, SOCKETS, PATHS), SYSTEM, List.of(LOCAL_FILE_SYSTEMS, SWAPS));

    /** Directives by which a target is started after others: those that it has started. */
    private static final Set<String> STARTS = Set.of("Wants", "Requires", "Requisite", "BindsTo");

    private final Map<UnitName, List<Edge<UnitName>>> edges = new LinkedHashMap<>();
    private final Set<UnitName> bare = new HashSet<>();
    private final SortedMap<String, OwnUnit> units;

    private Orders(SortedMap<String, OwnUnit> units) {
        this.units = units;
    }

    /**
     * Reports every circle.
     *
     * @param services each unit once
     * @param units all that are neither services nor targets, without the sockets of services
     */
    static void check(
            Collection<Described> services,
            Collection<TargetGroup> targets,
            SortedMap<String, OwnUnit> units,
            Report report) {
        Orders orders = new Orders(units);
        services.forEach(orders::written);
        units.values().forEach(orders::written);
        targets.forEach(orders::written);
        BOOT.forEach((unit, others) -> others.forEach(other -> orders.add(unit, other, SourcePos.NONE)));
        services.forEach(orders::implied);
        units.values().forEach(orders::implied);
        targets.forEach(orders::implied);
        Cycles.in(orders.edges).forEach(cycle -> report(cycle, report));
    }

    /** Told as beginning with what is named at the place that it is told of. */
    private static void report(Cycle<UnitName> cycle, Report report) {
        int count = cycle.edges().size();
        int last = count - 1;
        while (last > 0 && cycle.edges().get(last).position().equals(SourcePos.NONE)) {
            last--;
        }
        Edge<UnitName> written = cycle.edges().get(last);
        List<UnitName> chain = new ArrayList<>(List.of(written.to()));
        for (int i = 1; i <= count; i++) {
            chain.add(cycle.edges().get((last + i) % count).to());
        }
        report.error(
                written.position(),
                "cannot start " + written.to() + ": it would wait for itself ("
                        + chain.stream().map(UnitName::text).collect(Collectors.joining(" -> ")) + ")",
                chain.contains(BASIC)
                        ? "sockets, paths, local mounts and swaps start before basic.target, and services after it:"
                                + " let none of those wait for one of these"
                        : "remove one of these orders, or name what it need not wait for under unordered:");
    }

    private void add(UnitName unit, UnitName other, SourcePos position) {
        edges.computeIfAbsent(unit, _ -> new ArrayList<>()).add(new Edge<>(other, position, false));
    }

    private void written(Described described) {
        Described.Ties ties = described.ties();
        UnitName unit = described.service().unit();
        Stream.of(ties.waits(), ties.after(), ties.follows())
                .flatMap(List::stream)
                .forEach(other -> add(unit, other.value(), other.position()));
        ties.before().forEach(other -> add(other.value(), unit, other.position()));
        Service.Relations relations = described.service().relations();
        for (Located<UnitName> other : ties.neverWith()) {
            if (relations.after().contains(other.value())) {
                add(unit, other.value(), other.position());
            }
            if (relations.further().before().contains(other.value())) {
                add(other.value(), unit, other.position());
            }
        }
        passedThrough(unit, described.service().directives());
    }

    private void written(OwnUnit unit) {
        lines(unit.unit(), unit.lines(), line -> position(unit, line));
        passedThrough(unit.unit(), unit.directives());
    }

    private void written(TargetGroup target) {
        lines(target.unit(), target.relations(), _ -> target.position());
    }

    private interface Place {
        SourcePos of(OwnUnit.Line line);
    }

    private void lines(UnitName unit, List<OwnUnit.Line> lines, Place place) {
        for (OwnUnit.Line line : lines) {
            if (line.section().equals(OwnUnitKeys.UNIT)) {
                directive(unit, line.key(), line.value(), place.of(line));
            }
        }
    }

    private static SourcePos position(OwnUnit unit, OwnUnit.Line line) {
        return unit.settings().stream()
                .filter(setting -> setting.key().equals(line.setting()))
                .map(Service.Setting::origin)
                .filter(origin -> !origin.equals(SourcePos.NONE))
                .findFirst()
                .orElse(unit.position());
    }

    private void passedThrough(UnitName unit, List<Service.Directive> directives) {
        for (Service.Directive directive : directives) {
            if (directive.section().equals(OwnUnitKeys.UNIT)) {
                directive(unit, directive.key(), directive.value(), directive.position());
            }
        }
    }

    private void directive(UnitName unit, String key, String value, SourcePos position) {
        switch (key) {
            case "After" -> names(value).forEach(other -> add(unit, other, position));
            case "Before" -> names(value).forEach(other -> add(other, unit, position));
            case "RequiresMountsFor", "WantsMountsFor" -> words(value).forEach(path -> onMounts(unit, path, position));
            case "DefaultDependencies" -> {
                if (Kinds.YES_OR_NO.parse().apply(value).filter(it -> !it).isPresent()) {
                    bare.add(unit);
                }
            }
            default -> {
                // It orders nothing.
            }
        }
    }

    private static Stream<String> words(String value) {
        return Stream.of(value.strip().split("\\s+"));
    }

    private static Stream<UnitName> names(String value) {
        return words(value).flatMap(word -> UnitName.parse(word).stream());
    }

    /** What uses a path waits for all that the plan mounts there or above. */
    private void onMounts(UnitName unit, String path, SourcePos position) {
        for (OwnUnit mount : units.values()) {
            boolean isAbove = mount.unit().type().equals("mount") && (path + "/").startsWith(mount.name() + "/");
            if (isAbove && !mount.unit().equals(unit)) {
                add(unit, mount.unit(), position);
            }
        }
    }

    /** Of a unit that somebody else ships it is not known. */
    private void implied(Described described) {
        Service service = described.service();
        UnitName unit = service.unit();
        if (service.isAdopted()) {
            return;
        }
        if (!bare.contains(unit)) {
            add(unit, BASIC, SourcePos.NONE);
        }
        service.slice().ifPresent(slice -> add(unit, slice, SourcePos.NONE));
        service.set().stream()
                .filter(set -> set.key().equals("RequiresMountsFor"))
                .forEach(set -> onMounts(unit, set.text(), set.position()));
        service.execution().flatMap(Execution::directory).ifPresent(path -> onMounts(unit, path, SourcePos.NONE));
        SourcePos position = described.targetPosition().orElse(service.position());
        Stream.concat(
                        Stream.concat(
                                service.relations().wantedBy().stream(),
                                service.relations().further().requiredBy().stream()),
                        service.isTriggered()
                                ? Stream.of()
                                : service.relations().target().flatMap(it -> UnitName.parse(it + ".target")).stream())
                .forEach(target -> joined(target, unit, position));
        service.start().socket().map(Listening::unit).ifPresent(socket -> {
            add(unit, socket.unit(), SourcePos.NONE);
            written(socket);
            implied(socket);
        });
    }

    /** A target starts after all that it has started, unless that is to start after the target. */
    private void joined(UnitName target, UnitName unit, SourcePos position) {
        boolean isAfter = edges.getOrDefault(unit, List.of()).stream()
                .anyMatch(edge -> edge.to().equals(target));
        if (target.type().equals("target") && !isAfter && !bare.contains(unit)) {
            add(target, unit, position);
        }
    }

    private void implied(OwnUnit unit) {
        UnitName name = unit.unit();
        unit.starts().ifPresent(started -> add(started(started), name, SourcePos.NONE));
        switch (name.type()) {
            case "mount" ->
                onMounts(name, unit.name().substring(0, Math.max(0, unit.name().lastIndexOf('/'))), SourcePos.NONE);
            case "swap" -> onMounts(name, unit.name(), SourcePos.NONE);
            case "slice" -> above(name).ifPresent(slice -> add(name, slice, SourcePos.NONE));
            default -> {
                // Nothing is above it.
            }
        }
        Optional<UnitName> automount = UnitName.parse(name.stem() + ".automount")
                .filter(it -> name.type().equals("mount") && units.containsKey(it.text()));
        automount.ifPresent(it -> add(name, it, SourcePos.NONE));
        if (!bare.contains(name)) {
            List<String> wantedBy = unit.lines().stream()
                    .filter(line -> line.key().equals("WantedBy"))
                    .map(OwnUnit.Line::value)
                    .toList();
            boot(name, wantedBy, automount.isPresent());
            wantedBy.stream().flatMap(Orders::names).forEach(target -> joined(target, name, unit.position()));
        }
    }

    /** The starter of a service is there before it. */
    private static UnitName started(Started started) {
        return switch (started) {
            case Started.Own own -> UnitName.parse(own.service() + ".service").orElse(Defaults.UNNAMED);
            case Started.Other other -> other.unit();
            case Started.Restarted restarted -> restarted.helper();
        };
    }

    /** What systemd has the boot wait for, and what waits for the boot, by the type of a unit. */
    private void boot(UnitName name, List<String> wantedBy, boolean hasAutomount) {
        switch (name.type()) {
            case "socket" -> {
                add(SOCKETS, name, SourcePos.NONE);
                add(name, SYSTEM, SourcePos.NONE);
            }
            case "path" -> {
                add(PATHS, name, SourcePos.NONE);
                add(name, SYSTEM, SourcePos.NONE);
            }
            case "timer" -> {
                add(TIMERS, name, SourcePos.NONE);
                add(name, SYSTEM, SourcePos.NONE);
            }
            case "swap" -> add(SWAPS, name, SourcePos.NONE);
            case "mount" -> {
                if (!hasAutomount) {
                    add(
                            wantedBy.contains(REMOTE_FILE_SYSTEMS.text()) ? REMOTE_FILE_SYSTEMS : LOCAL_FILE_SYSTEMS,
                            name,
                            SourcePos.NONE);
                }
            }
            default -> {
                // Nothing at a boot waits for it.
            }
        }
    }

    /** The slice that one with a dash in its name lies in. */
    private static Optional<UnitName> above(UnitName slice) {
        int last = slice.stem().lastIndexOf('-');
        return last > 0 ? UnitName.parse(slice.stem().substring(0, last) + ".slice") : Optional.empty();
    }

    private void implied(TargetGroup target) {
        target.wantedBy().forEach(other -> joined(other, target.unit(), target.position()));
        target.relations().stream()
                .filter(line -> STARTS.contains(line.key()))
                .flatMap(line -> names(line.value()))
                .forEach(other -> joined(target.unit(), other, target.position()));
    }
}
