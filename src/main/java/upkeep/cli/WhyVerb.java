package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep why}: what was seen, decided and done about a service, and what came of it. */
@Command(name = "why", description = "Explain why a service is as it is, from what was seen to what was done.")
final class WhyVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(paramLabel = "NAME", description = "The service or check to explain.")
    private String name = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Explain how it was then: 14:05, 14:05:30, \"2026-11-22 14:05\" or 2026-11-22T14:05:00Z.")
    private String at = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    WhyVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().why(name, at, json));
    }
}
