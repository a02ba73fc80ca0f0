package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep availability}: how much of the time things answered; exit 1 if an objective is missed. */
@Command(
        name = "availability",
        description = "Show how much of the time services, checks and apps answered; exit 1 if an objective is missed.")
final class AvailabilityVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these services, checks or apps.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--since", paramLabel = "TIME", description = "In the last 1h, 7d and so on; 30d unless given.")
    private String since = "30d";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    AvailabilityVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().availability(names, since, json));
    }
}
