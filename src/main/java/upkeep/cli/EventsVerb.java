package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep events}: the newest entries of the ledger. */
@Command(name = "events", description = "List what was seen, decided and done, the newest last.")
final class EventsVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only what is about this service or check.")
    private String name = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many at most, up to 10000; 50 unless given.")
    private int lines = 50;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    EventsVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().events(name, lines, json));
    }
}
