package upkeep.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.convert.Beginning;

/** {@code upkeep init}: how does one begin? */
@Command(
        name = "init",
        description = "Print a commented spec to begin with for a program, or write it beside the others.")
final class InitVerb implements Callable<Integer> {

    private final Shell shell;
    private final String searchPath;
    private final Path here;

    @Mixin
    private NewSpecs specs = new NewSpecs();

    @Option(names = "--user", paramLabel = "USER", description = "Whom it runs as. Default: one that systemd makes up.")
    private @Nullable String user;

    @Option(names = "--port", paramLabel = "PORT", description = "The TCP port it listens on, which is probed.")
    private @Nullable Integer port;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "What the service shall be called.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program and its arguments; put -- before it if they begin with a dash.")
    private List<String> command = new ArrayList<>();

    /**
     * @param searchPath where programs are, as in PATH
     * @param here where the command is run from
     */
    InitVerb(Shell shell, String searchPath, Path here) {
        this.shell = shell;
        this.searchPath = searchPath;
        this.here = here;
    }

    @Override
    public Integer call() {
        NewSpecs.Present present = specs.present(shell);
        List<String> whole = new ArrayList<>(command);
        whole.set(0, program(command.getFirst()).toString());
        Beginning beginning =
                new Beginning(name, whole, directory(), Optional.ofNullable(user), Optional.ofNullable(port));
        specs.put(shell, present, List.of(new NewSpecs.NewSpec(name, beginning.text(), name)), beginning.text());
        return ExitCode.CLEAN;
    }

    private Path program(String written) {
        Stream<Path> places = written.contains("/")
                ? Stream.of(here.resolve(written))
                : Stream.of(searchPath.split(":", -1))
                        .filter(folder -> folder.startsWith("/"))
                        .map(folder -> Path.of(folder, written));
        return places.map(Path::normalize)
                .filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .findFirst()
                .orElseThrow(() -> Failure.failed(
                        "cannot begin a spec of " + name + ": there is no program " + written,
                        "write the path of a file that can be run"));
    }

    /** Where it is run now, if one of its arguments is a file there; systemd would run it in the root directory. */
    private Optional<String> directory() {
        boolean matters = command.stream()
                .skip(1)
                .anyMatch(argument ->
                        !argument.isEmpty() && !argument.startsWith("/") && Files.exists(here.resolve(argument)));
        return matters ? Optional.of(here.toString()) : Optional.empty();
    }
}
