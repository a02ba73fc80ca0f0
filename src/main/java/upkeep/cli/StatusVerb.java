package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep status}: how services stand; exit 1 if one is unhealthy. */
@Command(name = "status", description = "Show how services and checks stand; exit 1 if one is unhealthy.")
final class StatusVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Show only these services or checks, in detail.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().status(names, json));
    }
}
