package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep hold}: upkeep keeps its hands off services until a time; there always is an end. */
@Command(name = "hold", description = "Suspend supervision of services for a time: upkeep watches, but does nothing.")
final class HoldVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The services to hold.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30min, 4h, 2d; 4h unless given.")
    private String length = "4h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks at the status.")
    private String reason = "";

    HoldVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.each(names, (upkeepd, name) -> upkeepd.hold(name, length, reason));
    }
}
