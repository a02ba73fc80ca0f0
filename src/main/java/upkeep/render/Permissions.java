package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.UnitName;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Plan;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * The polkit rule that lets upkeepd restart and reload exactly the units of the plan's services, stop those that a check or rule may
 * want stopped, and run its programs, which are all that checks and rules can act on; see polkit(8). Starting is not granted: on
 * systemd 257 that would permit transient units as well.
 */
final class Permissions {

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final String DAEMON_UNIT = "upkeepd.service";

    private Permissions() {}

    /** The body of the rules file; empty if there is nothing to act on. */
    static String body(Templates templates, Plan plan) {
        NavigableSet<UnitName> units = units(plan);
        if (units.isEmpty()) {
            return "";
        }
        NavigableSet<UnitName> stoppable = stoppable(plan);
        String body = templates.process(
                "polkit-rules.ftl",
                Map.of(
                        "units",
                        literals(units),
                        "stoppable",
                        literals(stoppable),
                        "user",
                        UnitMarkup.finished(literal(AccountNames.DAEMON)),
                        "daemon",
                        UnitMarkup.finished(literal(DAEMON_UNIT))));
        check(body, units, stoppable);
        return body;
    }

    private static List<UnitMarkup> literals(NavigableSet<UnitName> units) {
        return units.stream()
                .map(unit -> UnitMarkup.finished(literal(unit.text())))
                .toList();
    }

    static NavigableSet<UnitName> units(Plan plan) {
        NavigableSet<UnitName> units = new TreeSet<>();
        plan.services().values().forEach(service -> units.add(service.unit()));
        plan.programs().forEach(program -> units.add(program.unit()));
        plan.services().values().stream().map(Service::rollout).forEach(rollout -> {
            if (rollout.proxy().isPresent()) {
                rollout.instance().ifPresent(it -> units.add(Rollout.proxyUnit(it.set())));
            }
        });
        plan.services().values().stream()
                .filter(service -> !service.rollout().preCheck().isEmpty())
                .forEach(service -> units.add(Rollout.preCheckUnit(service.name())));
        return units;
    }

    /** The units of services that some check or rule asks to stop. */
    private static NavigableSet<UnitName> stoppable(Plan plan) {
        NavigableSet<UnitName> units = new TreeSet<>();
        for (Service service : plan.services().values()) {
            Optional<UnitName> own = Optional.of(service.unit());
            service.rules().forEach(rule -> addStopped(units, rule.then(), own));
            service.probes().all().forEach(check -> addStopped(units, check, own));
        }
        plan.checks().values().forEach(check -> addStopped(units, check, Optional.empty()));
        return units;
    }

    private static void addStopped(NavigableSet<UnitName> units, Check check, Optional<UnitName> own) {
        addStopped(units, check.otherwise(), own);
        check.rules().forEach(rule -> addStopped(units, rule.then(), own));
    }

    private static void addStopped(NavigableSet<UnitName> units, List<Reaction> reactions, Optional<UnitName> own) {
        for (Reaction reaction : reactions) {
            if (reaction instanceof Reaction.Stop stop) {
                stop.unit().or(() -> own).ifPresent(units::add);
            }
        }
    }

    private static void check(String body, NavigableSet<UnitName> units, NavigableSet<UnitName> stoppable) {
        List<UnitName> found = new ArrayList<>();
        Matcher matcher = LITERAL.matcher(body);
        while (matcher.find()) {
            UnitName.parse(matcher.group(1).replace("\\\\", "\\"))
                    .filter(unit -> !unit.text().equals(DAEMON_UNIT))
                    .ifPresent(found::add);
        }
        found.remove(new UnitName(DAEMON_UNIT));
        List<UnitName> expected = new ArrayList<>(units);
        expected.addAll(stoppable);
        expected.removeAll(List.of(new UnitName(DAEMON_UNIT)));
        if (!found.equals(expected)) {
            throw new IllegalStateException("rendered polkit rule names other units than were asked for: " + found);
        }
    }

    /** A JavaScript string: what is not a plain ASCII character is written by its number. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '"') {
                literal.append('\\').append(c);
            } else if (c < 0x20 || c >= 0x7f) {
                literal.append(String.format("\\u%04x", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
