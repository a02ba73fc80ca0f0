package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.install.Applier;
import upkeep.install.ChangeSet;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Snapshot;
import upkeep.install.Wanted;
import upkeep.render.UnitTree;
import upkeep.rollout.Member;
import upkeep.spec.Check;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/** What an apply would verify: pre-checks before anything is touched, and then rollouts. For people and as JSON. */
final class PlannedRollout {

    private final List<Service> gated;
    private final Set<UnitName> created;
    private final List<Rolled> sets;

    private PlannedRollout(List<Service> gated, Set<UnitName> created, List<Rolled> sets) {
        this.gated = gated;
        this.created = created;
        this.sets = sets;
    }

    /** What the changes lead to, if they are made for that. */
    static PlannedRollout of(Shell shell, Layout layout, Wanted wanted, ChangeSet changes, Occasion.Kind kind) {
        Applier applier =
                new Applier(layout, new RealFileSystem(), shell.activation().apply(layout));
        try {
            List<Service> gated = kind == Occasion.Kind.REVERT ? List.of() : RolloutTrees.gated(wanted, changes);
            Optional<Wanted> base = applier.inForce();
            if (base.isEmpty() && !shell.root()) {
                base = Optional.of(applied(shell, layout, applier.current()));
            }
            Optional<RolloutTrees> trees = RolloutTrees.of(applier, base, wanted, changes);
            return new PlannedRollout(
                    gated,
                    trees.map(RolloutTrees::created).orElse(Set.of()),
                    trees.map(PlannedRollout::sets).orElse(List.of()));
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    /** What is in force, for whom the generations are not to be read: what an earlier run has moved counts as always so. */
    private static Wanted applied(Shell shell, Layout layout, UnitTree current) {
        return new Wanted(
                current,
                Layouts.origin(layout),
                Snapshot.read(layout).value().orElse(List.of()),
                Layouts.manifest(shell, layout).removed());
    }

    private static List<Rolled> sets(RolloutTrees trees) {
        Map<String, List<Member>> sets = new LinkedHashMap<>();
        trees.members()
                .forEach(member -> sets.computeIfAbsent(member.set(), _ -> new ArrayList<>())
                        .add(member));
        return sets.values().stream()
                .map(members -> new Rolled(
                        members,
                        members.stream()
                                .map(member -> trees.wanted(member.name()))
                                .toList()))
                .toList();
    }

    /** Those that replace each other, in the order in which they are taken unless some are out of service anyway. */
    private record Rolled(List<Member> members, List<Service> services) {

        Member member() {
            return members.getFirst();
        }

        List<UnitName> units() {
            return services.stream().map(Service::unit).toList();
        }

        Optional<Rollout.Proxy> proxy() {
            return services.getFirst().rollout().proxy();
        }

        List<String> probes() {
            return services.getFirst()
                    .probes()
                    .all()
                    .map(Check::id)
                    .map(id -> id.text().substring(id.text().lastIndexOf('/') + 1))
                    .toList();
        }

        List<String> moved() {
            return members.stream().filter(Member::isMoved).map(Member::name).toList();
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            int most = member().update().maxUnavailable();
            lines.add("roll out " + member().set() + ": " + joined(units())
                    + (members.size() == 1 ? "" : most == 1 ? ", one at a time" : ", " + most + " at a time"));
            if (!moved().isEmpty()) {
                lines.add("  " + joined(moved()) + ": restarted by an earlier run that was cut off, and watched first");
            }
            proxy().ifPresent(proxy -> lines.add("  before each restart: " + reader(proxy)
                    + " is told to send nothing more; what is under way has " + proxy.drain()));
            String well = probes().isEmpty() ? "active" : "active and pass " + String.join(", ", probes());
            lines.add("  after it: must be " + well + " within " + member().startTimeout() + ", and stay so for "
                    + member().update().verify() + " before the next step");
            lines.add("  on failure: "
                    + (member().update().rollback()
                            ? "what was restarted goes back to the version of before; nothing else is applied"
                            : "all is left as it is by then; nothing else is applied"));
            return lines;
        }

        private static String reader(Rollout.Proxy proxy) {
            return Stream.concat(
                            proxy.nginx().stream().map(file -> "nginx (" + file + ")"),
                            proxy.haproxy().stream().map(file -> "haproxy (" + file + ")"))
                    .collect(Collectors.joining(" and "));
        }

        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("name", member().set());
            JsonTexts.write(json, "units", units());
            JsonTexts.write(json, "restarted-before", moved());
            json.writeNumberField("max-unavailable", member().update().maxUnavailable());
            if (proxy().isPresent()) {
                Rollout.Proxy proxy = proxy().get();
                JsonTexts.write(
                        json,
                        "proxies",
                        Stream.concat(proxy.nginx().stream(), proxy.haproxy().stream())
                                .toList());
                json.writeStringField("drain", proxy.drain().toString());
            }
            JsonTexts.write(json, "probes", probes());
            json.writeStringField("start-timeout", member().startTimeout().toString());
            json.writeStringField("verify", member().update().verify().toString());
            json.writeBooleanField("rollback", member().update().rollback());
            json.writeEndObject();
        }
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Says what is verified and how, and in which order all that is started or restarted comes. */
    void print(Shell shell, List<UnitName> order) {
        preChecks()
                .forEach((commands, names) -> shell.say("first of all, by the pre-check of " + joined(names) + ": "
                        + commands + " must succeed, or nothing is touched"));
        if (sets.isEmpty()) {
            say(shell, "in this order: ", order);
            return;
        }
        say(shell, "start what is new: ", first(order));
        sets.stream().map(Rolled::lines).flatMap(List::stream).forEach(shell::say);
        say(shell, "then, once all have proven themselves: ", rest(order));
    }

    private static void say(Shell shell, String what, List<UnitName> units) {
        if (!units.isEmpty()) {
            shell.say(what + joined(units));
        }
    }

    /** The commands, with the services that have them. */
    private Map<String, List<String>> preChecks() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        gated.forEach(service ->
                all.computeIfAbsent(commands(service), _ -> new ArrayList<>()).add(service.name()));
        return all;
    }

    private static String commands(Service service) {
        return service.rollout().preCheck().stream()
                .map(command -> String.join(" ", command.arguments()))
                .collect(Collectors.joining(", then "));
    }

    /** What is started before the rollouts. */
    private List<UnitName> first(List<UnitName> order) {
        return order.stream().filter(created::contains).toList();
    }

    private List<UnitName> rolled() {
        return sets.stream().map(Rolled::units).flatMap(List::stream).toList();
    }

    private List<UnitName> rest(List<UnitName> order) {
        Set<UnitName> before = new TreeSet<>(created);
        before.addAll(rolled());
        return order.stream().filter(unit -> !before.contains(unit)).toList();
    }

    /** The order of systemd, made the one in which they come. */
    List<UnitName> order(List<UnitName> order) {
        return sets.isEmpty()
                ? order
                : Stream.of(first(order), order.isEmpty() ? order : rolled(), rest(order))
                        .flatMap(List::stream)
                        .toList();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("pre-checks");
        for (Map.Entry<String, List<String>> preCheck : preChecks().entrySet()) {
            json.writeStartObject();
            json.writeStringField("command", preCheck.getKey());
            JsonTexts.write(json, "services", preCheck.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rollouts");
        for (Rolled set : sets) {
            set.write(json);
        }
        json.writeEndArray();
    }
}
