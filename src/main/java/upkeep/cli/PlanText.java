package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.install.ChangeSet;
import upkeep.install.FileChange;
import upkeep.install.Generation;
import upkeep.install.Generations;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Step;
import upkeep.install.Unconfirmed;
import upkeep.install.UnconfirmedStore;
import upkeep.install.UnitChange;
import upkeep.install.Wanted;

/** What would be done, for people and as JSON. */
final class PlanText {

    private final Shell shell;
    private final ChangeSet changes;
    private final List<Cascade.Effect> cascade;
    private final List<UnitName> order;
    private final PlannedRollout rollout;

    /**
     * Asks the systemd of this machine, if the root directory is its own, what comes of it.
     *
     * @param kind what it would be done for
     */
    PlanText(Shell shell, Layout layout, ChangeSet changes, Wanted wanted, Occasion.Kind kind) {
        this.shell = shell;
        this.changes = changes;
        Cascade all = new Cascade(
                changes.steps(),
                wanted.tree(),
                (properties, units) -> layout.isSystem() ? shell.host().show(properties, units) : Map.of());
        this.cascade = all.effects();
        this.order = all.order();
        this.rollout = PlannedRollout.of(shell, layout, wanted, changes, kind);
    }

    void print() {
        if (changes.isClean()) {
            shell.say("nothing to do");
            return;
        }
        for (FileChange file : changes.changes()) {
            printDiff(shell, file.diff());
        }
        for (FileChange file : changes.changes()) {
            shell.say(file.word() + " " + file.path()
                    + file.conflict().map(why -> ": " + why).orElse(""));
        }
        changes.specs().forEach(spec -> shell.say("supervise by " + spec + " as it is now"));
        changes.steps().forEach(step -> shell.say(step + why(step)));
        cascade.forEach(effect -> shell.say("  " + effect));
        rollout.print(shell, order);
        tellUnits(shell, changes);
        if (changes.unfinished()) {
            shell.say("(an earlier run was cut off; this one finishes it)");
        }
    }

    private String why(Step step) {
        return switch (step.kind()) {
            case RESTART, TRY_RESTART ->
                step.unit()
                        .flatMap(changes::change)
                        .map(change -> ", since " + change.text() + " differs")
                        .orElse("");
            case STOP,
                    DISABLE,
                    CREATE_USERS,
                    CREATE_TEMPORARY_FILES,
                    ENABLE_AGAIN,
                    ENABLE,
                    DAEMON_RELOAD,
                    START,
                    RELOAD_UPKEEPD -> "";
        };
    }

    /** Says of the units that change and are not restarted when the change takes effect. */
    static void tellUnits(Shell shell, ChangeSet changes) {
        changes.live()
                .forEach(change -> shell.say(change.unit() + ": " + change.text() + " differs; no restart is needed"));
        changes.waiting()
                .forEach(change -> shell.say(
                        change.unit() + ": " + change.text() + " differs; that takes effect when it is started next"));
        for (UnitName unit : changes.deferred()) {
            String what = changes.change(unit).map(UnitChange::text).orElse("the drop-in");
            shell.say(unit + ": " + what
                    + " differs; that takes effect when it is restarted next (--restart-adopted does it now)");
        }
    }

    static void printDiff(Shell shell, String diff) {
        diff.lines().forEach(line -> shell.say(coloured(shell, line)));
    }

    private static String coloured(Shell shell, String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> shell.paint(Shell.GREEN, line);
            case '-' -> shell.paint(Shell.RED, line);
            case '@' -> shell.paint(Shell.CYAN, line);
            default -> line;
        };
    }

    /** Why the specs are not what is in force, if that is not for want of an apply: what was applied was put back. */
    static Optional<String> whySpecsDiffer(Shell shell, Layout layout) {
        int number = Layouts.manifest(shell, layout).generation();
        Optional<Occasion> occasion = number == Generation.NONE
                ? Optional.empty()
                : new Generations(layout, new RealFileSystem())
                        .read(number)
                        .value()
                        .map(Generation::occasion);
        return occasion.filter(Occasion::isReturn)
                .map(returned -> "The specs are not what is in force: generation "
                        + returned.restored().orElse(Generation.NONE) + " was put back by "
                        + returned.kind().word() + " on "
                        + Times.text(returned.at()) + " (" + returned.by()
                        + "). An apply puts the specs in force again.");
    }

    /** That something waits to be confirmed, if it does. */
    static Optional<String> waiting(Layout layout) {
        try {
            return new UnconfirmedStore(layout, new RealFileSystem()).read().map(PlanText::waiting);
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    static String waiting(Unconfirmed waiting) {
        String base = waiting.base() == Generation.NONE
                ? "everything is taken away again"
                : "generation " + waiting.base() + " comes back";
        return "Not confirmed yet: " + base + " at " + Times.text(waiting.due().time())
                + " unless \"upkeep confirm\" arrives.";
    }

    private String effect(UnitChange change) {
        if (changes.live().contains(change)) {
            return "live";
        }
        if (changes.waiting().contains(change)) {
            return "next-start";
        }
        return changes.deferred().contains(change.unit()) ? "next-restart" : "restart";
    }

    void write(JsonGenerator json) throws IOException {
        json.writeBooleanField("clean", changes.isClean());
        json.writeBooleanField("unfinished", changes.unfinished());
        json.writeArrayFieldStart("files");
        for (FileChange file : changes.changes()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("change", file.word());
            if (file.conflict().isPresent()) {
                json.writeStringField("conflict", file.conflict().get());
            }
            json.writeStringField("diff", file.diff());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonTexts.write(json, "specs", changes.specs());
        json.writeArrayFieldStart("steps");
        for (Step step : changes.steps()) {
            json.writeStartObject();
            json.writeStringField("step", step.kind().word());
            if (step.unit().isPresent()) {
                json.writeStringField("unit", step.unit().get().text());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("cascade");
        for (Cascade.Effect effect : cascade) {
            json.writeStartObject();
            json.writeStringField("unit", effect.unit().text());
            json.writeStringField("effect", effect.what());
            json.writeStringField("with", effect.cause().text());
            json.writeStringField("by", effect.by());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonTexts.write(json, "order", rollout.order(order));
        rollout.write(json);
        json.writeArrayFieldStart("units");
        for (UnitChange change : changes.units()) {
            json.writeStartObject();
            json.writeStringField("unit", change.unit().text());
            json.writeStringField("effect", effect(change));
            JsonTexts.write(json, "directives", change.directives());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonTexts.write(json, "deferred", changes.deferred());
    }
}
