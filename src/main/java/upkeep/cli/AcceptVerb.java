package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code upkeep accept}: a file was altered on purpose, or that a rollout failed was seen. */
@Command(
        name = "accept",
        description =
                "Record the checksum that a check found as the good one; end the incident of a rollout that failed.")
final class AcceptVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(paramLabel = "NAME", description = "The check, or the service whose probes are meant.")
    private String name = "";

    AcceptVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(online.upkeepd().accept(name));
    }
}
