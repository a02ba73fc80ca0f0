package upkeep.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import upkeep.base.Nearest;
import upkeep.core.AppStanding;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;
import upkeep.core.Health;

/** What {@code upkeep status} prints: a line of totals, a table, and below it what needs explaining. Pure. */
public final class StatusText {

    private static final String NOTHING = "-";

    private StatusText() {}

    /**
     * The answer to {@code upkeep status NAME...}; exit 1 if one of those asked for is unhealthy.
     *
     * @param names apps, services or checks; all of them if empty; with an app its parts are meant as well
     * @param usage finds out what services use, which is not told in the table
     */
    public static Answer answer(
            StatusView all,
            List<String> names,
            boolean json,
            UnaryOperator<StatusView> usage,
            Instant now,
            ZoneId zone) {
        for (String name : names) {
            if (!isKnown(all, name)) {
                return Answer.misused(unknown("tell the status of", name, names(all)));
            }
        }
        StatusView asked = names.isEmpty() ? all : only(all, names);
        StatusView view = names.isEmpty() && !json ? asked : usage.apply(asked);
        boolean unhealthy = view.services().stream().anyMatch(ServiceView::isUnhealthy)
                || view.checks().stream().anyMatch(CheckView::failing)
                || view.apps().stream().anyMatch(AppView::isDown);
        String out = json ? StatusJson.text(view, unhealthy) : text(view, !names.isEmpty(), now, zone);
        return new Answer(unhealthy ? 1 : 0, out, "");
    }

    /** {@code cannot X "nme": no such service}, with the nearest one as a hint. */
    public static String unknown(String doing, String name, List<String> known) {
        String hint = Nearest.to(name, known)
                .map(nearest -> "\n  hint: did you mean " + nearest + "?")
                .orElse("\n  hint: upkeep status lists what there is");
        return "cannot " + doing + " \"" + Table.plain(name) + "\": upkeepd knows no service or check of that name"
                + hint;
    }

    private static List<String> names(StatusView view) {
        List<String> names = new ArrayList<>();
        view.apps().forEach(app -> names.add(app.name()));
        view.services().forEach(service -> names.add(service.name()));
        view.checks().forEach(check -> names.add(check.id()));
        return names;
    }

    private static boolean isKnown(StatusView view, String name) {
        return view.apps().stream().anyMatch(app -> app.name().equals(name))
                || view.services().stream().anyMatch(service -> isCalled(service, name))
                || view.checks().stream().anyMatch(check -> check.id().equals(name));
    }

    private static boolean isCalled(ServiceView service, String name) {
        return service.isCalled(name);
    }

    private static StatusView only(StatusView all, List<String> names) {
        List<AppView> apps =
                all.apps().stream().filter(app -> names.contains(app.name())).toList();
        return new StatusView(
                apps,
                all.services().stream()
                        .filter(service -> names.stream().anyMatch(name -> isCalled(service, name))
                                || apps.stream().anyMatch(app -> app.has(service)))
                        .toList(),
                all.checks().stream()
                        .filter(check -> names.contains(check.id())
                                || apps.stream().anyMatch(app -> app.parts().contains(check.id())))
                        .toList(),
                all.lateness(),
                all.warnings());
    }

    private static String text(StatusView view, boolean detailed, Instant now, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        view.warnings().forEach(warning -> lines.add("warning: " + Table.plain(warning)));
        lines.add(totals(view));
        if (!view.apps().isEmpty()) {
            lines.add("");
            lines.addAll(apps(view.apps(), now));
        }
        if (!view.services().isEmpty()) {
            lines.add("");
            lines.addAll(services(view.services(), now, zone));
        }
        if (!view.checks().isEmpty()) {
            lines.add("");
            lines.addAll(checks(view.checks(), now));
        }
        List<String> remarks = new ArrayList<>();
        view.services().forEach(service -> remarks.addAll(remarks(service, detailed, now, zone)));
        if (!remarks.isEmpty()) {
            lines.add("");
            lines.addAll(remarks);
        }
        return String.join("\n", lines) + "\n";
    }

    private static String totals(StatusView view) {
        if (view.services().isEmpty() && view.checks().isEmpty()) {
            return "Nothing is supervised yet: describe services in /etc/upkeep and run upkeep apply.";
        }
        Map<String, Integer> services = new TreeMap<>();
        view.services().forEach(service -> services.merge(service.summary(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        if (!view.apps().isEmpty()) {
            Map<String, Integer> apps = new TreeMap<>();
            view.apps().forEach(app -> apps.merge(app.standing().state().word(), 1, Integer::sum));
            parts.add(counted(view.apps().size(), "app") + ": " + list(apps));
        }
        if (!view.services().isEmpty()) {
            parts.add(counted(view.services().size(), "service") + ": " + list(services));
        }
        if (!view.checks().isEmpty()) {
            Map<String, Integer> checks = new TreeMap<>();
            view.checks().forEach(check -> checks.merge(verdict(check), 1, Integer::sum));
            parts.add(counted(view.checks().size(), "check") + ": " + list(checks));
        }
        return String.join("; ", parts);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String list(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String verdict(CheckView check) {
        return check.failing()
                ? "failing"
                : check.last().map(CheckView.Result::word).orElse("not yet run");
    }

    private static List<String> apps(List<AppView> apps, Instant now) {
        Table table = new Table();
        table.row("APP", "STATE", "WELL", "SINCE", "INCIDENT", "ILL");
        for (AppView app : apps) {
            AppStanding standing = app.standing();
            table.row(
                    app.name(),
                    standing.state().word(),
                    standing.members() - standing.ill().size() + "/" + standing.members(),
                    app.since().map(since -> ago(since, now)).orElse(NOTHING),
                    app.incident().map(number -> "#" + number).orElse(NOTHING),
                    standing.ill().isEmpty() ? NOTHING : String.join(", ", standing.ill()));
        }
        return table.lines();
    }

    private static List<String> services(List<ServiceView> services, Instant now, ZoneId zone) {
        Table table = new Table();
        table.row("SERVICE", "UNIT STATE", "HEALTH", "INTENT", "SINCE", "RESTARTS", "HOLD", "NEXT");
        for (ServiceView service : services) {
            table.row(
                    service.name(),
                    service.activeState() + " (" + service.subState() + ")",
                    service.health() == Health.NONE ? NOTHING : service.health().word(),
                    intent(service.intent()),
                    service.since().map(since -> ago(since, now)).orElse(NOTHING),
                    service.restartsUsed() + "/" + service.budgetCount() + " in " + service.budgetPer(),
                    service.hold()
                            .map(hold -> "until " + Times.point(hold.until(), now, zone))
                            .orElse(NOTHING),
                    service.next().map(next -> next(next, now)).orElse(NOTHING));
        }
        return table.lines();
    }

    private static List<String> checks(List<CheckView> checks, Instant now) {
        Table table = new Table();
        table.row("CHECK", "RESULT", "AGO", "TARGET", "FOUND");
        for (CheckView check : checks) {
            table.row(
                    check.id(),
                    verdict(check),
                    check.when().map(when -> ago(when, now)).orElse(NOTHING),
                    check.target(),
                    check.text());
        }
        return table.lines();
    }

    private static String ago(Instant then, Instant now) {
        return Times.length(Duration.between(then, now));
    }

    private static String next(ServiceView.Next next, Instant now) {
        boolean due = !next.due().isAfter(now);
        return next.what() + (due ? " now" : " in " + Times.length(Duration.between(now, next.due())));
    }

    static String intent(Intent intent) {
        return switch (intent) {
            case UNKNOWN -> "not known";
            case RUN -> "run";
            case STOPPED -> "stopped";
            case STOPPED_WITH_DEPENDENCY, STOPPED_WITH_PACKAGE -> "wait";
        };
    }

    private static List<String> remarks(ServiceView service, boolean detailed, Instant now, ZoneId zone) {
        List<String> remarks = new ArrayList<>();
        String name = service.name();
        switch (service.intent()) {
            case STOPPED ->
                remarks.add(name + ": stopped by an operator; upkeep leaves it so until somebody starts it");
            case STOPPED_WITH_DEPENDENCY ->
                remarks.add(name + ": stopped together with a unit it requires; upkeep starts it once that is back");
            case STOPPED_WITH_PACKAGE ->
                remarks.add(name + ": stopped while packages were being installed, whose scripts start it again");
            case UNKNOWN, RUN -> {
                // As it should be: nothing to remark.
            }
        }
        service.hold().ifPresent(hold -> remarks.add(name + ": " + held(hold, now, zone)));
        if (service.exhausted()) {
            remarks.add(name + ": the restart budget is spent (" + service.restartsUsed() + " of "
                    + service.budgetCount() + " in " + service.budgetPer() + "); upkeep why " + name
                    + " tells why, upkeep release " + name + " starts afresh");
        }
        service.notes().forEach(note -> remarks.add(name + ": " + Table.plain(note)));
        service.usage().ifPresent(usage -> usage.lines().forEach(line -> remarks.add(name + ": " + line)));
        for (CheckView check : service.checks()) {
            boolean remarkable = check.last().isPresent() && check.last().get() != CheckView.Result.PASSED;
            if (detailed || check.failing() || (remarkable && service.intent() != Intent.STOPPED)) {
                remarks.add(check(check, now));
            }
        }
        return remarks;
    }

    static String held(Hold hold, Instant now, ZoneId zone) {
        String reason = hold.reason().isEmpty() ? "" : ": " + Table.plain(hold.reason());
        return "on hold" + hold.with().map(other -> " with " + other).orElse("") + " until "
                + Times.point(hold.until(), now, zone) + " ("
                + Times.length(Duration.between(now, hold.until())) + " left) by " + Table.plain(hold.by()) + reason;
    }

    private static String check(CheckView check, Instant now) {
        Optional<CheckView.Result> last = check.last();
        if (last.isEmpty()) {
            return check.id() + ": not yet run (" + Table.plain(check.target()) + ")";
        }
        String times = check.streak() > 1 ? " " + check.streak() + " times in a row" : "";
        String when =
                check.when().map(then -> ", last " + ago(then, now) + " ago").orElse("");
        return check.id() + ": " + last.get().word() + times + when + ": " + Table.plain(check.text()) + " ("
                + Table.plain(check.target()) + ")";
    }
}
