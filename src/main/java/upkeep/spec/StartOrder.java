package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.Cycles.Edge;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Service.Directive;

/**
 * What each unit starts after: what the specs say, and what systemd adds by itself, see "Implicit Dependencies" and "Default
 * Dependencies" of systemd.service(5), systemd.socket(5), systemd.timer(5), systemd.path(5), systemd.mount(5),
 * systemd.automount(5) and systemd.swap(5), and bootup(7).
 */
final class StartOrder {

    private static final UnitName BASIC = new UnitName("basic.target");
    private static final UnitName EARLY = new UnitName("sysinit.target");
    private static final UnitName SOCKETS = new UnitName("sockets.target");
    private static final UnitName PATHS = new UnitName("paths.target");
    private static final UnitName TIMERS = new UnitName("timers.target");
    private static final UnitName LOCAL = new UnitName("local-fs.target");
    private static final UnitName REMOTE = new UnitName("remote-fs.target");
    private static final UnitName SWAPS = new UnitName("swap.target");

    private static final String AFTER = "After";
    private static final String NOFAIL = "nofail";
    private static final Pattern NO = Pattern.compile("(?i)0|n|no|f|false|off");

    private final Map<UnitName, List<Edge<UnitName>>> edges = new LinkedHashMap<>();

    private StartOrder() {}

    /** For each unit that waits for anything what that is; what nobody wrote has no position. */
    static Map<UnitName, List<Edge<UnitName>>> of(
            Collection<Described> services, Collection<TargetGroup> targets, Collection<OwnUnit> units) {
        StartOrder order = new StartOrder();
        services.forEach(order::service);
        targets.forEach(target -> order.written(target.unit(), target.relations()));
        units.forEach(order::unit);
        order.somebodyElses(services, targets, units);
        order.system();
        return order.edges;
    }

    private void service(Described described) {
        UnitName unit = described.service().unit();
        Described.Ties ties = described.ties();
        Stream.of(ties.waits(), ties.after(), ties.follows())
                .flatMap(List::stream)
                .forEach(other -> add(unit, other.value(), other.position()));
        ties.before().forEach(other -> add(other.value(), unit, other.position()));
        if (!described.service().isAdopted()) {
            usual(unit, described.service().directives());
        }
        described.service().start().socket().map(Listening::unit).ifPresent(socket -> {
            add(unit, socket.unit(), SourcePos.NONE);
            unit(socket);
        });
    }

    private void unit(OwnUnit unit) {
        written(unit.unit(), unit.set());
        unit.starts().ifPresent(started -> started(unit, started));
        if (unit.unit().type().equals("automount")) {
            UnitName.parse(unit.unit().stem() + ".mount").ifPresent(mount -> add(mount, unit.unit(), SourcePos.NONE));
        }
        usual(unit.unit(), unit.directives());
        if (!standsAlone(unit.directives())) {
            target(unit).ifPresent(target -> add(target, unit.unit(), SourcePos.NONE));
        }
    }

    private void written(UnitName unit, List<SetDirective> directives) {
        after(directives).forEach(it -> add(unit, other(it), it.position()));
    }

    /** What is started waits for what starts it. */
    private void started(OwnUnit unit, OwnUnit.Started started) {
        switch (started) {
            case OwnUnit.Started.Own own ->
                UnitName.parse(own.service() + ".service")
                        .ifPresent(service -> add(service, unit.unit(), SourcePos.NONE));
            case OwnUnit.Started.Other other -> add(other.unit(), unit.unit(), position(unit, "Unit"));
            case OwnUnit.Started.Restarted restarted -> add(restarted.helper(), unit.unit(), SourcePos.NONE);
        }
    }

    private static SourcePos position(OwnUnit unit, String directive) {
        return unit.set().stream()
                .filter(it -> it.key().equals(directive))
                .map(SetDirective::position)
                .findFirst()
                .orElse(SourcePos.NONE);
    }

    /** What stands after a unit of that type unless it says otherwise. */
    private static Optional<UnitName> target(OwnUnit unit) {
        return switch (unit.unit().type()) {
            case "timer" -> Optional.of(TIMERS);
            case "path" -> Optional.of(PATHS);
            case "socket" -> Optional.of(SOCKETS);
            case "automount" -> Optional.of(LOCAL);
            case "swap" -> Optional.of(SWAPS);
            case "mount" ->
                Optional.of(MountKeys.isRemote(unit.set()) ? REMOTE : LOCAL)
                        .filter(_ -> !MountKeys.options(unit.set()).contains(NOFAIL));
            default -> Optional.empty();
        };
    }

    /** What a unit of that type stands after unless it says otherwise. */
    private void usual(UnitName unit, List<Directive> directives) {
        if (standsAlone(directives)) {
            return;
        }
        switch (unit.type()) {
            case "service" -> add(unit, BASIC, SourcePos.NONE);
            case "timer", "path", "socket" -> add(unit, EARLY, SourcePos.NONE);
            default -> {}
        }
    }

    private static boolean standsAlone(List<Directive> directives) {
        return directives.stream()
                .filter(directive -> directive.key().equals("DefaultDependencies"))
                .reduce((_, last) -> last)
                .filter(directive -> NO.matcher(directive.value()).matches())
                .isPresent();
    }

    /**
     * Units that no spec describes, or that one adopts, are taken for usual ones, unless somebody says by {@code after} that
     * they can be waited for.
     */
    private void somebodyElses(
            Collection<Described> services, Collection<TargetGroup> targets, Collection<OwnUnit> units) {
        Set<UnitName> known = new HashSet<>();
        services.stream()
                .map(Described::service)
                .filter(service -> !service.isAdopted())
                .forEach(service -> known.add(service.unit()));
        units.forEach(unit -> known.add(unit.unit()));
        List<SetDirective> after = Stream.of(
                        targets.stream().map(TargetGroup::relations),
                        units.stream().map(OwnUnit::set))
                .<List<SetDirective>>flatMap(Function.identity())
                .flatMap(StartOrder::after)
                .toList();
        after.stream().filter(StartOrder::isSaid).map(StartOrder::other).forEach(known::add);
        after.stream()
                .filter(it -> !isSaid(it))
                .map(StartOrder::other)
                .filter(known::add)
                .forEach(unit -> usual(unit, List.of()));
    }

    private static Stream<SetDirective> after(List<SetDirective> directives) {
        return directives.stream().filter(it -> it.key().equals(AFTER));
    }

    private static boolean isSaid(SetDirective after) {
        return after.setting().equals(ServiceKeys.AFTER.name());
    }

    private static UnitName other(SetDirective after) {
        return new UnitName(after.text());
    }

    private void system() {
        Stream.of(EARLY, SOCKETS, PATHS).forEach(target -> add(BASIC, target, SourcePos.NONE));
        Stream.of(SOCKETS, PATHS).forEach(target -> add(target, EARLY, SourcePos.NONE));
        Stream.of(LOCAL, SWAPS).forEach(target -> add(EARLY, target, SourcePos.NONE));
    }

    private void add(UnitName waiting, UnitName first, SourcePos position) {
        edges.computeIfAbsent(waiting, _ -> new ArrayList<>()).add(new Edge<>(first, position, false));
    }
}
