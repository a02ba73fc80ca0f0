package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.spec.Execution;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * How a command is run as {@code upkeep-pre-check-NAME.service} would run it, which is not there yet, or as it was before: in a
 * transient unit of systemd-run(1).
 */
final class PreCheckRun {

    private static final String NOTHING = "/usr/bin/true";

    /** Longer than systemd gives it. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private PreCheckRun() {}

    /** Runs them one after the other; why the first does not succeed, if one does not. */
    static Optional<String> failure(Programs programs, Service service) {
        for (Execution.Command command : service.rollout().preCheck()) {
            Programs.Result result = programs.run(DEADLINE, line(service, command));
            if (!result.isSuccess()) {
                return Optional.of(command.arguments().getFirst() + ": " + SystemctlActivation.reason(result));
            }
        }
        return Optional.empty();
    }

    static List<String> line(Service service, Execution.Command command) {
        List<String> line = new ArrayList<>(List.of(
                "systemd-run",
                "--quiet",
                "--wait",
                "--pipe",
                "--collect",
                "--property=NoNewPrivileges=yes",
                "--property=Type=oneshot",
                "--property=TimeoutStartSec=" + Rollout.PRE_CHECK_TIMEOUT));
        service.execution().ifPresent(execution -> as(execution, line));
        // systemd-run's own command cannot be run otherwise than as the unit says, while a property takes the signs for
        // that.
        line.add("--property=ExecStart=" + written(command));
        line.addAll(List.of("--", NOTHING));
        return line;
    }

    private static void as(Execution execution, List<String> line) {
        switch (execution.identity()) {
            case Execution.Identity.Dynamic _ -> line.add("--property=DynamicUser=yes");
            case Execution.Identity.Named(String user, Optional<String> group) -> {
                line.add("--property=User=" + user);
                group.ifPresent(name -> line.add("--property=Group=" + name));
            }
        }
        execution.directory().ifPresent(path -> line.add("--working-directory=" + path));
        execution.environment().forEach((name, value) -> line.add("--setenv=" + name + "=" + value));
        execution
                .environmentFiles()
                .forEach(file -> line.add("--property=EnvironmentFile=" + (file.optional() ? "-" : "") + file.path()));
    }

    /** As systemd-run reads it, which knows no specifiers; variables are filled in by systemd even where they are quoted. */
    private static String written(Execution.Command command) {
        List<String> arguments = command.arguments();
        Stream<String> rest = Stream.concat(command.argv0().stream(), arguments.subList(1, arguments.size()).stream());
        return command.signs()
                + Stream.concat(
                                Stream.of(arguments.getFirst()),
                                rest.map(word -> command.expands() ? word : word.replace("$", "$$")))
                        .map(PreCheckRun::quoted)
                        .collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
