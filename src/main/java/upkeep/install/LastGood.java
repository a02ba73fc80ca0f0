package upkeep.install;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.render.UnitTree;
import upkeep.spec.Plan;
import upkeep.spec.Source;

/**
 * What can be applied of specs of which some files are in error: these as they were applied last, or not at all if they
 * never were, and the others as they are. A file that only fails beside an earlier state of another one stays as it was as
 * well. While anything is in error nothing is taken away, since it may have moved into a file that cannot be read.
 *
 * @param rendered what they become together
 * @param sources the specs that it is made of
 * @param kept the names of those that are as they were applied last, or left out
 * @param errors all that is wrong; nothing is in order with none
 */
public record LastGood(Rendered rendered, List<Source> sources, SortedSet<String> kept, List<Problem> errors) {

    public LastGood {
        sources = List.copyOf(sources);
        kept = Collections.unmodifiableSortedSet(new TreeSet<>(kept));
        errors = errors.stream().sorted().distinct().toList();
    }

    /** A plan and the files that it becomes. */
    public record Rendered(Plan plan, UnitTree tree) {}

    /**
     * Finds it; pure.
     *
     * @param current the specs as they are
     * @param applied those that were applied last
     * @param way from specs to files
     * @return fails if what is left does not go together; warnings are those of what is applied
     */
    public static Checked<LastGood> of(
            SpecDirectory.Contents current, List<Source> applied, Function<List<Source>, Checked<Rendered>> way) {
        return new Search(current, applied, way).result();
    }

    private static final class Search {
        private final SpecDirectory.Contents current;
        private final Map<String, Source> applied = new HashMap<>();
        private final List<Source> appliedInOrder;
        private final Function<List<Source>, Checked<Rendered>> way;
        private final SortedSet<String> kept;
        private final List<Problem> errors;

        Search(SpecDirectory.Contents current, List<Source> applied, Function<List<Source>, Checked<Rendered>> way) {
            this.current = current;
            this.appliedInOrder = applied;
            this.way = way;
            this.kept = new TreeSet<>(current.unreadable());
            this.errors = new ArrayList<>(current.problems());
            applied.forEach(source -> this.applied.put(source.name(), source));
        }

        Checked<LastGood> result() {
            while (true) {
                List<Source> sources = sources();
                Checked<Rendered> tried = way.apply(sources);
                List<Problem> wrong = tried.value().isPresent()
                        ? takenAway(tried.value().get().plan())
                        : tried.problems().stream().filter(Problem::isError).toList();
                boolean isMore = kept.addAll(files(wrong));
                if (!isMore && tried.value().isPresent()) {
                    return Checked.of(new LastGood(tried.value().get(), sources, kept, errors), tried.problems());
                }
                errors.addAll(wrong);
                if (!isMore) {
                    return Checked.failed(errors);
                }
            }
        }

        /** The sources in force of what is kept, and all others as they are. */
        private List<Source> sources() {
            List<Source> sources = new ArrayList<>();
            for (Source source : current.sources()) {
                Optional.of(source)
                        .filter(found -> !kept.contains(found.name()))
                        .or(() -> Optional.ofNullable(applied.get(source.name())))
                        .ifPresent(sources::add);
            }
            SortedSet<String> present =
                    current.sources().stream().map(Source::name).collect(Collectors.toCollection(TreeSet::new));
            appliedInOrder.stream()
                    .filter(source -> kept.contains(source.name()) && !present.contains(source.name()))
                    .forEach(sources::add);
            return sources;
        }

        /** The files to be kept for these problems. */
        private SortedSet<String> files(List<Problem> wrong) {
            return wrong.stream()
                    .map(problem -> problem.position().file())
                    .filter(name -> applied.containsKey(name)
                            || current.sources().stream()
                                    .anyMatch(source -> source.name().equals(name)))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What the applied specs describe and this plan does not, if anything is in error. */
        private List<Problem> takenAway(Plan plan) {
            if (errors.isEmpty()) {
                return List.of();
            }
            Map<String, SourcePos> before = way.apply(appliedInOrder)
                    .value()
                    .map(rendered -> names(rendered.plan()))
                    .orElse(Map.of());
            Map<String, SourcePos> after = names(plan);
            List<Problem> missing = new ArrayList<>();
            before.forEach((name, position) -> {
                if (!after.containsKey(name) && !kept.contains(position.file())) {
                    missing.add(Problem.error(
                            position,
                            "cannot take away " + name + ": it may have moved into a file that is in error",
                            "it goes once every file is in order"));
                }
            });
            return missing;
        }

        private static Map<String, SourcePos> names(Plan plan) {
            Map<String, SourcePos> names = new TreeMap<>();
            plan.services().forEach((name, service) -> names.put("the service " + name, service.position()));
            plan.targets().forEach((name, target) -> names.put("the target " + name, target.position()));
            plan.perConnection().forEach((name, service) -> names.put("the service " + name, service.position()));
            plan.units().forEach((name, unit) -> names.put("the unit " + name, unit.position()));
            plan.directories().forEach((path, it) -> names.put("the directory " + path, it.position()));
            plan.checks().forEach((name, check) -> names.put("the check " + name, check.position()));
            plan.alerting()
                    .receivers()
                    .forEach((name, receiver) -> names.put("the receiver " + name, receiver.position()));
            return names;
        }
    }
}
