package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import upkeep.control.ControlClient;

/** {@code upkeep release}: supervision goes on, whatever suspended it. */
@Command(name = "release", description = "End a hold and start afresh with a whole restart budget.")
final class ReleaseVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The services to release.")
    private List<String> names = new ArrayList<>();

    ReleaseVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.each(names, ControlClient::release);
    }
}
