package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep hold}: upkeep keeps its hands off a service until a time; there always is an end. */
@Command(name = "hold", description = "Suspend supervision of a service for a time: upkeep watches, but does nothing.")
final class HoldVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(paramLabel = "NAME", description = "The service to hold.")
    private String name = "";

    @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30min, 4h, 2d; 4h unless given.")
    private String length = "4h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks at the status.")
    private String reason = "";

    HoldVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().hold(name, length, reason));
    }
}
