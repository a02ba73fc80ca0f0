package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.install.LastGood;
import upkeep.install.Layout;
import upkeep.install.Snapshot;
import upkeep.install.SpecDirectory;
import upkeep.install.Wanted;
import upkeep.spec.Plan;
import upkeep.spec.Source;

/**
 * What the specs ask to be applied.
 *
 * @param plan what is wanted, without what was removed
 * @param kept the spec files that count as they were applied last, since they or what they go with are in error
 * @param errors what is wrong with them
 */
record Request(Plan plan, Wanted wanted, SortedSet<String> kept, List<Problem> errors) {

    /** Reads it; errors end the verb if they cannot be passed over, or must not. */
    static Request read(Shell shell, SpecOptions options, boolean strict) {
        SpecDirectory.Contents contents = options.contents(shell);
        Checked<List<Source>> whole = contents.whole();
        Checked<LastGood.Rendered> rendered = whole.value().isPresent()
                ? options.rendered(shell, whole.value().get())
                : Checked.failed(whole.problems());
        if (rendered.value().isEmpty() && !strict && isAppliedFrom(options)) {
            Checked<List<Source>> applied = Snapshot.read(options.layout());
            if (applied.value().isPresent()) {
                return of(
                        shell,
                        options,
                        SpecOptions.accept(
                                shell,
                                LastGood.of(
                                        contents, applied.value().get(), sources -> options.rendered(shell, sources))));
            }
        }
        LastGood.Rendered all = SpecOptions.accept(shell, rendered);
        Wanted wanted = Wanted.of(all.tree(), options.origin(), contents.sources());
        return new Request(all.plan(), wanted, new TreeSet<>(), List.of());
    }

    /** Whether the files of before have the same names. */
    private static boolean isAppliedFrom(SpecOptions options) {
        return Layouts.origin(options.layout()).equals(options.origin());
    }

    private static Request of(Shell shell, SpecOptions options, LastGood found) {
        found.errors().forEach(problem -> Upkeep.print(shell, problem));
        Plan plan = found.rendered().plan();
        SortedSet<String> removed = removed(shell, options.layout(), plan, found.kept());
        LastGood.Rendered rendered = found.rendered();
        if (!removed.isEmpty()) {
            Plan without = plan.without(removed);
            rendered = new LastGood.Rendered(without, options.tree(shell, without));
        }
        Wanted wanted = new Wanted(rendered.tree(), options.origin(), found.sources(), removed);
        return new Request(rendered.plan(), wanted, found.kept(), found.errors());
    }

    /** What is kept as it was applied last includes that something of it was taken away since. */
    private static SortedSet<String> removed(Shell shell, Layout layout, Plan plan, SortedSet<String> kept) {
        SortedSet<String> removed =
                new TreeSet<>(Layouts.manifest(shell, layout).removed());
        removed.removeIf(name -> {
            Optional<SourcePos> position = plan.position(name);
            return position.isEmpty() || !kept.contains(position.get().file());
        });
        return removed;
    }

    /** Says which files do not count as they are. */
    void tellKept(Shell shell) {
        for (String file : kept) {
            boolean wasApplied =
                    wanted.specs().stream().anyMatch(source -> source.name().equals(file));
            shell.say(wasApplied ? "kept as it was applied last: " + file : "left out, never applied: " + file);
        }
    }

    void write(JsonGenerator json) throws IOException {
        JsonTexts.write(json, "kept", kept);
        JsonTexts.write(json, "errors", errors);
    }

    /** The exit code of a verb that would have ended with this one if all were in order. */
    int exitCode(int otherwise) {
        return errors.isEmpty() ? otherwise : ExitCode.PARTLY;
    }
}
