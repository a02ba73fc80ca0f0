package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import upkeep.spec.Service;

/** What an apply would verify: pre-checks before anything is touched, and then rollouts. For people and as JSON. */
final class PlannedRollout {

    private final List<Service> gated;
    private final Set<UnitName> created;
    private final List<RolledSet> sets;

    private PlannedRollout(List<Service> gated, Set<UnitName> created, List<RolledSet> sets) {
        this.gated = gated;
        this.created = created;
        this.sets = sets;
    }

    /** What the changes lead to, if they are made for that. */
    static PlannedRollout of(Shell shell, Layout layout, Wanted wanted, ChangeSet changes, Occasion.Kind kind) {
        if (changes.isClean()) {
            return new PlannedRollout(List.of(), Set.of(), List.of());
        }
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
                    trees.map(it -> RolledSet.of(it.members(), it::wanted)).orElse(List.of()));
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

    /** Says what is verified and how, and in which order all that is started or restarted comes. */
    void print(Shell shell, List<UnitName> order) {
        PreChecks.print(shell, gated);
        if (sets.isEmpty()) {
            say(shell, "in this order: ", order);
            return;
        }
        say(shell, "start what is new: ", first(order));
        sets.stream().map(RolledSet::rolledOut).flatMap(List::stream).forEach(shell::say);
        say(shell, "then, once all have proven themselves: ", rest(order));
    }

    private static void say(Shell shell, String what, List<UnitName> units) {
        if (!units.isEmpty()) {
            shell.say(what + RolledSet.joined(units));
        }
    }

    /** What is started before the rollouts. */
    private List<UnitName> first(List<UnitName> order) {
        return order.stream().filter(created::contains).toList();
    }

    private List<UnitName> rolled() {
        return sets.stream().map(RolledSet::units).flatMap(List::stream).toList();
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
        for (Map.Entry<String, List<String>> preCheck :
                PreChecks.byCommand(gated).entrySet()) {
            json.writeStartObject();
            json.writeStringField("command", preCheck.getKey());
            JsonTexts.write(json, "services", preCheck.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rollouts");
        for (RolledSet set : sets) {
            set.write(json);
        }
        json.writeEndArray();
    }
}
