package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code upkeep alerts}: what is wrong and who was told, what is silenced, and what is not delivered yet. */
@Command(
        name = "alerts",
        description = "Show what is wrong and who was told of it, silences, and what waits to be delivered.")
final class AlertsVerb implements Callable<Integer> {

    private final Online online;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    AlertsVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().alerts(json));
    }
}
