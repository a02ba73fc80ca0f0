package upkeep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Step;

/** The command in this process, on a root directory of its own, where systemd does what it is told and that is recorded. */
final class RecordedCommand {

    private final Path root;
    final List<String> calls = new ArrayList<>();
    boolean callerIsRoot = true;
    Host host = new FakeHost();
    /** Where the command is cut off. */
    Optional<String> lastStep = Optional.empty();

    RecordedCommand(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("etc/upkeep"));
        Files.createDirectories(root.resolve("etc/systemd/system"));
    }

    record Answer(int exitCode, String out, String err) {}

    /** Makes this the one spec that there is. */
    void spec(String text) throws IOException {
        Files.writeString(root.resolve("etc/upkeep/upkeep.yaml"), text);
    }

    boolean hasUnit(String name) {
        return Files.exists(root.resolve("etc/systemd/system").resolve(name));
    }

    Answer run(String verb, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err);
        List<String> all = new ArrayList<>(List.of(verb, "--root", root.toString()));
        all.addAll(List.of(args));
        Shell shell =
                new Shell(outWriter, errWriter, false, callerIsRoot, () -> Optional.of(252), _ -> this::done, host);
        int exitCode = Upkeep.run(shell, all.toArray(String[]::new));
        outWriter.flush();
        errWriter.flush();
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private List<Activation.Outcome> done(Step.Kind kind, List<UnitName> units) {
        List<Step> steps = units.isEmpty()
                ? List.of(Step.of(kind))
                : units.stream().map(unit -> Step.of(kind, unit)).toList();
        steps.forEach(step -> calls.add(step.toString()));
        if (steps.stream()
                .map(Step::toString)
                .anyMatch(step -> lastStep.filter(step::equals).isPresent())) {
            throw new IllegalStateException("cut off");
        }
        return steps.stream().map(Activation.Outcome::done).toList();
    }
}
