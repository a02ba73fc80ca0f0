package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.base.Exposure;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.render.Renderer;
import upkeep.render.Sandbox;
import upkeep.render.UnitTree;
import upkeep.spec.Hardening;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * How exposed services are before and after a change, for those whose hardening changes, and for those with a ceiling.
 *
 * @param changes in the order of the services
 * @param problems what keeps a change from being applied, and what should be known of it
 */
record Exposures(List<Change> changes, List<Problem> problems) {

    private static final int MOST_COSTLY = 5;

    Exposures {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /** How a unit fares; nothing where it was not there before, or could not be measured. */
    record Change(UnitName unit, Optional<Exposure> before, Optional<Exposure> after) {

        String text() {
            String now = after.map(Exposure::toString).orElse("unknown");
            return "exposure of " + unit + ": "
                    + before.map(earlier -> earlier + " -> " + now).orElse(now);
        }
    }

    /** Measures what the services of {@code plan} are on disk, and what they will be once {@code tree} is. */
    static Exposures of(Plan plan, UnitTree tree, Layout layout, int systemdVersion, Programs programs) {
        Map<UnitName, UnitSources> before = new LinkedHashMap<>();
        Map<UnitName, UnitSources> after = new LinkedHashMap<>();
        List<Service> measured = new ArrayList<>();
        for (Service service : plan.services().values()) {
            String path = Renderer.path(service);
            Optional<String> wanted =
                    Optional.ofNullable(tree.files().get(path)).map(UnitTree.File::content);
            boolean hasCeiling = service.hardening().flatMap(Hardening::ceiling).isPresent();
            if (!hasCeiling && UnitSources.text(layout, path).equals(wanted)) {
                continue;
            }
            UnitSources earlier = UnitSources.find(layout, service.unit(), Map.of());
            UnitSources later = UnitSources.find(layout, service.unit(), Map.of(path, wanted));
            boolean changes = !earlier.values(Sandbox.directives()).equals(later.values(Sandbox.directives()));
            if (changes || hasCeiling) {
                measured.add(service);
                after.put(service.unit(), later);
                if (earlier.unit().isPresent()) {
                    before.put(service.unit(), earlier);
                }
            }
        }
        ExposureMeter meter = new ExposureMeter(programs);
        ExposureMeter.Measured then = meter.measure(after);
        ExposureMeter.Measured now =
                then.failure().isPresent() && then.exposures().isEmpty()
                        ? new ExposureMeter.Measured(new HashMap<>(), Optional.empty())
                        : meter.measure(before);
        List<Change> changes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        then.failure()
                .or(now::failure)
                .ifPresent(why -> problems.add(Problem.warning(
                        SourcePos.NONE,
                        "cannot measure every exposure: systemd-analyze security gives no answer, " + why)));
        for (Service service : measured) {
            Change change = new Change(
                    service.unit(),
                    Optional.ofNullable(now.exposures().get(service.unit())),
                    Optional.ofNullable(then.exposures().get(service.unit())));
            changes.add(change);
            UnitSources sources = after.get(service.unit());
            judge(service, change)
                    .ifPresent(problem -> problems.add(
                            problem.isError() && sources != null
                                    ? Problem.error(
                                            problem.position(),
                                            problem.message(),
                                            advice(service, meter.costs(service.unit(), sources), systemdVersion))
                                    : problem));
        }
        return new Exposures(changes, problems);
    }

    private static Optional<Problem> judge(Service service, Change change) {
        Optional<Exposure> ceiling = service.hardening().flatMap(Hardening::ceiling);
        if (ceiling.isPresent() && change.after().isEmpty()) {
            return Optional.of(Problem.warning(
                    position(service, "hardening.ceiling"),
                    "cannot hold " + service.unit() + " to its ceiling of " + ceiling.get()
                            + ": its exposure is not known"));
        }
        if (ceiling.isPresent() && change.after().get().compareTo(ceiling.get()) > 0) {
            return Optional.of(Problem.error(
                    position(service, "hardening.ceiling"),
                    "cannot accept " + service.unit() + ": its exposure is "
                            + change.after().get() + ", and its ceiling is " + ceiling.get()));
        }
        return change.before()
                .filter(before -> change.after()
                        .filter(after -> after.compareTo(before) > 0)
                        .isPresent())
                .map(before -> Problem.warning(
                        position(service, "hardening.level"),
                        service.unit() + " becomes more exposed than it was: " + before + " -> "
                                + change.after().map(Exposure::toString).orElse("")));
    }

    private static SourcePos position(Service service, String setting) {
        return service.settings().stream()
                .filter(candidate -> candidate.key().equals(setting))
                .map(Service.Setting::origin)
                .filter(origin -> !origin.equals(SourcePos.NONE))
                .findFirst()
                .orElse(service.position());
    }

    /** What would help most, and what keeps it away. */
    private static String advice(Service service, List<ExposureMeter.Cost> costs, int systemdVersion) {
        Map<String, Sandbox.Ruling> rulings = Sandbox.of(service, systemdVersion).rulings().stream()
                .collect(Collectors.toMap(Sandbox.Ruling::directive, ruling -> ruling));
        return costs.isEmpty()
                ? "upkeep explain " + service.name() + " says what it is spared"
                : "most is lost by "
                        + costs.stream()
                                .limit(MOST_COSTLY)
                                .map(cost -> cost.directive() + "= (" + cost.exposure() + ": "
                                        + Optional.ofNullable(rulings.get(cost.directive()))
                                                .map(Exposures::why)
                                                .orElse("hardening does not set it")
                                        + ")")
                                .collect(Collectors.joining(", "));
    }

    private static String why(Sandbox.Ruling ruling) {
        return ruling.verdict().reason().orElse("it is set as far as this level and allow let it be");
    }

    boolean isRefused() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /** Prints the exposures, and on standard error what there is to say of them. */
    void print(Shell shell) {
        changes.forEach(change -> shell.say(change.text()));
        problems.forEach(problem -> Upkeep.print(shell, problem));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("exposures");
        for (Change change : changes) {
            json.writeStartObject();
            json.writeStringField("unit", change.unit().text());
            if (change.before().isPresent()) {
                json.writeNumberField("before", change.before().get().tenths() / 10.0);
            }
            if (change.after().isPresent()) {
                json.writeNumberField("after", change.after().get().tenths() / 10.0);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("refusals");
        for (Problem problem : problems) {
            if (problem.isError()) {
                json.writeString(problem.toString());
            }
        }
        json.writeEndArray();
    }
}
