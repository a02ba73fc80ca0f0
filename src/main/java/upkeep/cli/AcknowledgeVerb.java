package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep acknowledge}: somebody sees to it; there always is an end. */
@Command(
        name = "acknowledge",
        description = "Say that you see to what is wrong: nobody is reminded of it for a time, or until it has ended.")
final class AcknowledgeVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Services and checks; host for the machine.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30min, 4h, 2d; 8h unless given.")
    private String length = "8h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "What you do about it, for whoever looks.")
    private String reason = "";

    AcknowledgeVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.each(names, (upkeepd, name) -> upkeepd.acknowledge(name, length, reason));
    }
}
