package upkeep.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import upkeep.base.Problem;
import upkeep.spec.Service;

/** What must succeed before services are started or restarted: whether they could. */
final class PreChecks {

    private PreChecks() {}

    /** Ends the verb where one does not succeed: nothing is touched that would not come up again. */
    static void require(Ground ground, Collection<Service> services, String verb) {
        List<Problem> refused = new ArrayList<>();
        for (Service service : services) {
            ground.preCheck(service)
                    .ifPresent(why -> refused.add(Problem.error(
                            service.position(),
                            "cannot " + verb + ": the pre-check of " + service.name() + " did not succeed: " + why,
                            "nothing was touched; mend what it complains of, and " + verb + " again")));
        }
        if (!refused.isEmpty()) {
            throw new Failure(ExitCode.FAILED, refused);
        }
    }

    /** Says which commands come first, and what that means. */
    static void print(Shell shell, Collection<Service> services) {
        byCommand(services)
                .forEach((commands, names) -> shell.say("first of all, by the pre-check of " + String.join(", ", names)
                        + ": " + commands + " must succeed, or nothing is touched"));
    }

    /** The commands, with the services that have them. */
    static Map<String, List<String>> byCommand(Collection<Service> services) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        services.forEach(service ->
                all.computeIfAbsent(commands(service), _ -> new ArrayList<>()).add(service.name()));
        return all;
    }

    private static String commands(Service service) {
        return service.rollout().preCheck().stream()
                .map(command -> String.join(" ", command.arguments()))
                .collect(Collectors.joining(", then "));
    }
}
