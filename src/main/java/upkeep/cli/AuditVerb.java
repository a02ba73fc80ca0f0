package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.audit.Audit;
import upkeep.audit.AuditedUnit;
import upkeep.audit.Facts;
import upkeep.audit.Finding;
import upkeep.audit.Place;
import upkeep.audit.Severity;
import upkeep.audit.UnitGraph;
import upkeep.base.Checked;
import upkeep.base.Nearest;
import upkeep.base.UnitName;
import upkeep.install.Applier;
import upkeep.install.Drift;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Manifest;
import upkeep.install.ManifestStore;
import upkeep.install.RealFileSystem;
import upkeep.install.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** {@code upkeep audit}: what is wrong with the units of this machine, and what would not come back. Exit code 1 if anything is. */
@Command(
        name = "audit",
        description =
                "Show what is wrong with the units of this machine: how they refer to each other, and what would not"
                        + " survive a restart or a boot.")
final class AuditVerb implements Callable<Integer> {

    private static final int MOST_TOLD = 1_000;

    /** The others are told of by the audit itself, of all units alike. */
    private static final Set<Drift.Cause> OWN_CAUSES = Set.of(Drift.Cause.NOT_LOADED, Drift.Cause.DISABLED);

    private final Shell shell;
    private final AuditSurvey survey;
    private final SortedSet<String> unseen = new TreeSet<>();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "UNIT",
            description = "Only these units, and what they pull in; .service may be left out.")
    private List<String> units = new ArrayList<>();

    AuditVerb(Shell shell, AuditSurvey survey) {
        this.shell = shell;
        this.survey = survey;
    }

    @Override
    public Integer call() {
        List<UnitName> named = units.stream().map(AuditVerb::name).toList();
        UnitFolderScan folders = survey.folders();
        UnitGraph graph = survey.graph(named.isEmpty() ? folders.own() : named);
        named.forEach(name -> refuseMissing(graph, name));
        List<AuditedUnit> subjects = subjects(graph, named);
        Map<UnitName, List<Place>> listens = survey.listens(graph);
        Facts facts = new Facts(
                graph,
                folders.found(),
                survey.onTheBus(graph),
                survey.running(subjects),
                survey.absent(subjects),
                listens,
                survey.held(listens.values()),
                preChecks(subjects),
                edited());
        List<Finding> findings = Audit.of(facts, named);
        unseen.addAll(survey.unseen());
        if (json) {
            Json.print(shell, document -> write(document, findings));
        } else {
            print(findings);
        }
        return findings.stream().anyMatch(Finding::isProblem) ? ExitCode.FAILED : ExitCode.CLEAN;
    }

    private static UnitName name(String written) {
        return UnitName.parse(written)
                .or(() -> UnitName.parse(written + ".service"))
                .filter(unit -> !unit.stem().endsWith("@"))
                .orElseThrow(() -> Failure.usage(
                        "cannot audit " + written + ": it is no name of a unit",
                        "write it as systemctl does: nginx.service, srv-share.mount, web@1.service"));
    }

    private static void refuseMissing(UnitGraph graph, UnitName name) {
        boolean isNowhere = graph.unit(name)
                .filter(unit -> !unit.property("LoadState").equals("not-found") || unit.isActive())
                .isEmpty();
        if (isNowhere) {
            Set<String> known = graph.units().stream()
                    .filter(unit -> !unit.property("LoadState").equals("not-found"))
                    .map(unit -> unit.name().text())
                    .collect(Collectors.toSet());
            throw Failure.failed(
                    "cannot audit " + name + ": there is no such unit",
                    Nearest.to(name.text(), known)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("systemctl list-unit-files lists those that there are"));
        }
    }

    /** Those of which it is asked whether they could start again, and in the scope of the question. */
    private static List<AuditedUnit> subjects(UnitGraph graph, List<UnitName> named) {
        Set<UnitName> scope =
                named.stream().flatMap(name -> graph.pulledIn(name).stream()).collect(Collectors.toSet());
        return Audit.subjects(graph, named).stream()
                .filter(unit -> named.isEmpty() || scope.contains(unit.name()))
                .toList();
    }

    /** Runs those of the services that were applied, as an apply does before it restarts them. */
    private Map<UnitName, String> preChecks(List<AuditedUnit> subjects) {
        Map<UnitName, String> failed = new TreeMap<>();
        if (!shell.root()) {
            unseen.add("pre-checks of services: only root runs them");
            return failed;
        }
        Checked<List<Source>> applied = Snapshot.read(survey.layout());
        Optional<Plan> plan =
                applied.value().flatMap(sources -> Specs.load(sources).value());
        if (plan.isEmpty()) {
            unseen.add("pre-checks of services: the applied specs cannot be read");
        }
        Set<UnitName> asked = subjects.stream().map(AuditedUnit::name).collect(Collectors.toSet());
        plan.stream()
                .flatMap(Plan::everyService)
                .filter(service -> asked.contains(service.unit()))
                .filter(service -> !service.rollout().preCheck().isEmpty())
                .forEach(service -> preCheck(service).ifPresent(why -> failed.put(service.unit(), why)));
        return failed;
    }

    private Optional<String> preCheck(Service service) {
        return PreCheckRun.failure(survey.programs(), service);
    }

    /** What was changed by hand of that which upkeep put in force. */
    private List<Facts.Edited> edited() {
        Layout layout = survey.layout();
        if (!shell.root()) {
            unseen.add("what was changed behind upkeep's back: its records are for root to read");
            return List.of();
        }
        Optional<Manifest> manifest =
                new ManifestStore(layout, new RealFileSystem()).read().value();
        if (manifest.isEmpty()) {
            unseen.add("what was changed behind upkeep's back: its records cannot be read");
            return List.of();
        }
        try {
            return new Applier(layout, new RealFileSystem(), shell.activation().apply(layout))
                    .drift(shell.host().show(Drift.PROPERTIES, Drift.units(manifest.get()))).stream()
                            .filter(drift -> !OWN_CAUSES.contains(drift.cause())
                                    && !drift.detail().contains("until the next boot"))
                            .map(drift -> new Facts.Edited(drift.subject(), drift.detail(), drift.revert()))
                            .toList();
        } catch (InstallException e) {
            unseen.add("what was changed behind upkeep's back: " + e.getMessage());
            return List.of();
        }
    }

    private void print(List<Finding> findings) {
        String unit = "";
        for (Finding finding : findings.stream().limit(MOST_TOLD).toList()) {
            if (!finding.unit().equals(unit)) {
                unit = finding.unit();
                shell.say(shell.paint(worst(findings, unit), unit));
            }
            shell.say(finding.toString());
        }
        if (findings.size() > MOST_TOLD) {
            shell.say("… and " + (findings.size() - MOST_TOLD) + " more; name units to see those of theirs");
        }
        shell.say(summary(findings));
        unseen.forEach(what -> shell.say("not looked at: " + what));
    }

    private static String worst(List<Finding> findings, String unit) {
        return findings.stream()
                        .anyMatch(finding -> finding.unit().equals(unit) && finding.severity() == Severity.ERROR)
                ? Shell.RED
                : Shell.CYAN;
    }

    private static String summary(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "nothing found";
        }
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                counts.add(count + " " + severity.word() + (count == 1 ? "" : "s"));
            }
        }
        return String.join(", ", counts);
    }

    private void write(JsonGenerator document, List<Finding> findings) throws IOException {
        document.writeStartObject();
        document.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            document.writeStartObject();
            document.writeStringField("unit", finding.unit());
            document.writeStringField("finding", finding.fault().word());
            document.writeStringField("severity", finding.severity().word());
            document.writeStringField("file", finding.place().file());
            document.writeNumberField("line", finding.place().line());
            document.writeNumberField("column", finding.place().column());
            document.writeStringField("message", finding.message());
            document.writeStringField("hint", finding.hint());
            document.writeEndObject();
        }
        document.writeEndArray();
        JsonTexts.write(document, "not-looked-at", List.copyOf(unseen));
        document.writeEndObject();
    }
}
