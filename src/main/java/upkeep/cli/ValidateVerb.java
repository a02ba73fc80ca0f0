package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.install.SpecDirectory;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** {@code upkeep validate}: are the specs right? Touches nothing, and needs no systemd. */
@Command(name = "validate", description = "Check the specs, or single files, and print every problem.")
final class ValidateVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Option(names = "--json", description = "Print the problems as JSON.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Check these files together, and nothing else.")
    private List<Path> files = new ArrayList<>();

    ValidateVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Checked<Plan> checked = check();
        if (json) {
            Json.print(shell, document -> write(document, checked));
        } else {
            checked.problems().forEach(problem -> Upkeep.print(shell, problem));
            checked.value()
                    .ifPresent(plan ->
                            shell.say("valid: " + Count.of(plan.services().size(), "service") + ", "
                                    + Count.of(plan.targets().size(), "target") + ", "
                                    + Count.of(plan.checks().size(), "check")
                                    + others(plan)));
        }
        return checked.value().isPresent() ? ExitCode.CLEAN : ExitCode.USAGE;
    }

    /** What is not in every spec, if there is any. */
    private static String others(Plan plan) {
        int units = plan.units().size() + plan.perConnection().size();
        int directories = plan.directories().size();
        int apps = plan.apps().size();
        int receivers = plan.alerting().receivers().size();
        return (units == 0 ? "" : ", " + Count.of(units, "other unit"))
                + (directories == 0 ? "" : ", " + (directories == 1 ? "1 directory" : directories + " directories"))
                + (apps == 0 ? "" : ", " + Count.of(apps, "app"))
                + (receivers == 0 ? "" : ", " + Count.of(receivers, "receiver"));
    }

    private Checked<Plan> check() {
        List<Source> sources = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        if (files.isEmpty()) {
            sources.addAll(options.sources(shell, SpecDirectory.Trust.ANYBODY));
        }
        for (Path file : files) {
            Checked<List<Source>> read = SpecDirectory.readFile(file);
            problems.addAll(read.problems());
            sources.addAll(read.value().orElse(List.of()));
        }
        if (!problems.isEmpty()) {
            return Checked.failed(problems);
        }
        if (!files.isEmpty()) {
            return Specs.load(options.withPresets(shell, sources));
        }
        Checked<Plan> checked = Specs.load(sources);
        problems.addAll(checked.problems());
        checked.value().ifPresent(plan -> problems.addAll(OwnTemplates.of(options.layout(), plan)));
        return new Checked<>(checked.value(), problems);
    }

    private static void write(JsonGenerator json, Checked<Plan> checked) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("valid", checked.value().isPresent());
        json.writeArrayFieldStart("problems");
        for (Problem problem : checked.problems()) {
            json.writeStartObject();
            json.writeStringField("severity", problem.isError() ? "error" : "warning");
            if (!problem.position().equals(SourcePos.NONE)) {
                json.writeStringField("file", problem.position().file());
                json.writeNumberField("line", problem.position().line());
                json.writeNumberField("column", problem.position().column());
            }
            json.writeStringField("message", problem.message());
            if (problem.hint().isPresent()) {
                json.writeStringField("hint", problem.hint().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
