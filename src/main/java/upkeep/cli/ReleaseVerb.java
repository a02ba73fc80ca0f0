package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code upkeep release}: supervision goes on, whatever suspended it. */
@Command(name = "release", description = "End a hold and start afresh with a whole restart budget.")
final class ReleaseVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(paramLabel = "NAME", description = "The service to release.")
    private String name = "";

    ReleaseVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().release(name));
    }
}
