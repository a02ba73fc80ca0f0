package upkeep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.control.Answer;

/** The program {@code upkeep}. Exit codes are those of {@link ExitCode}. */
@Command(
        name = "upkeep",
        description = "Keeps services running: YAML to systemd units, and a daemon that sees whether they answer.",
        versionProvider = Upkeep.Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommandsRepeatable = false,
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "Starting and stopping stay with systemctl.",
            "Exit codes: 0 clean, 1 failed or differs, 2 usage or invalid spec, 3 done but for specs in error."
        })
public final class Upkeep {

    /** Has {@code check} answer a monitoring system, also where it cannot so much as begin. */
    static final String NAGIOS = "--nagios";

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Option(names = "--debug", description = "Show the stack trace of an unexpected error.")
    private boolean debug;

    private Upkeep() {}

    /** Runs a verb and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        Shell shell = new Shell(
                out,
                err,
                isTerminal() && System.getenv().getOrDefault("NO_COLOR", "").isEmpty(),
                isRoot(),
                () -> Systemd.version(new Programs()),
                layout -> Systemd.activation(layout, new Programs()),
                new SystemHost(new Programs()));
        int exitCode = run(shell, args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    static int run(Shell shell, String... args) {
        return run(shell, Verbs.all(), args);
    }

    static int run(Shell shell, Map<String, Function<Shell, Callable<Integer>>> all, String... args) {
        Upkeep root = new Upkeep();
        CommandLine command = new CommandLine(root);
        Map<String, Function<Shell, Callable<Integer>>> verbs = new LinkedHashMap<>(all);
        String named = Arrays.stream(args)
                .filter(arg -> !arg.startsWith("-"))
                .findFirst()
                .orElse("");
        if (verbs.containsKey(named)) {
            verbs.keySet().retainAll(java.util.Set.of(named));
        }
        verbs.forEach((name, verb) -> command.addSubcommand(name, verb.apply(shell)));
        command.setOut(shell.out());
        command.setErr(shell.err());
        command.setColorScheme(CommandLine.Help.defaultColorScheme(
                shell.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        boolean isPlugIn = named.equals("check") && List.of(args).contains(NAGIOS);
        command.setParameterExceptionHandler((e, _) -> {
            Problem problem = Problem.error(
                    SourcePos.NONE,
                    "cannot read the command line: " + lower(String.valueOf(e.getMessage())),
                    e.getCommandLine().getCommandSpec().qualifiedName() + " --help shows what it takes");
            return refused(shell, isPlugIn, ExitCode.USAGE, List.of(problem));
        });
        command.setExecutionExceptionHandler((e, _, _) -> {
            if (root.debug) {
                e.printStackTrace(shell.err());
            }
            return e instanceof Failure failure
                    ? refused(shell, isPlugIn, failure.exitCode(), failure.problems())
                    : refused(shell, isPlugIn, ExitCode.FAILED, List.of(fault(e)));
        });
        if (args.length == 0) {
            command.usage(shell.err());
            return ExitCode.USAGE;
        }
        return command.execute(args);
    }

    private static Problem fault(Exception e) {
        return Problem.error(
                SourcePos.NONE,
                "cannot go on: unexpected " + e.getClass().getSimpleName()
                        + (e.getMessage() == null ? "" : ": " + firstLine(e.getMessage())),
                "this is a fault of upkeep; --debug shows where it happened");
    }

    /** Tells why a verb does not do its work, where whoever called it looks for that. */
    private static int refused(Shell shell, boolean isPlugIn, int exitCode, List<Problem> problems) {
        if (isPlugIn) {
            String why = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
            Answer answer = new Answer(exitCode, "", why).forPlugIn();
            shell.out().print(answer.out());
            shell.out().flush();
            return answer.exitCode();
        }
        problems.forEach(problem -> print(shell, problem));
        return exitCode;
    }

    static void print(Shell shell, Problem problem) {
        shell.err().print(problem + "\n");
        shell.err().flush();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String lower(String text) {
        String line = firstLine(text);
        return line.isEmpty() ? line : Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /** Standard output leads to a terminal: pty(7) or a console, by the name of what descriptor 1 is. */
    static boolean isTerminal() {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRoot() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version as the build wrote it into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"upkeep " + upkeep.base.Version.CURRENT};
        }
    }
}
