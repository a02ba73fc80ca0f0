package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep check}: runs probes once, by upkeepd, so with the rights and from the place that count. */
@Command(name = "check", description = "Run the probes of a service, or one check, now; exit 1 if one fails.")
final class CheckVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(paramLabel = "NAME", description = "The service or check.")
    private String name = "";

    @Option(names = "--debug", description = "Show every step of every probe.")
    private boolean debug;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    CheckVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().check(name, debug, json));
    }
}
