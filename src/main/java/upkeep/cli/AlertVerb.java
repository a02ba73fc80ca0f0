package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code upkeep alert test}: whether messages arrive. */
@Command(
        name = "alert",
        description = "alert test sends a message that says that nothing is wrong, and tells what became of it.")
final class AlertVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(index = "0", paramLabel = "test", description = "What to do: test.")
    private String what = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "RECEIVER",
            description = "Whom to send it to; each receiver of the specs unless named.")
    private List<String> receivers = new ArrayList<>();

    AlertVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        if (!what.equals("test")) {
            throw Failure.usage("cannot do " + what + " with alerts", "upkeep alert test");
        }
        return receivers.isEmpty()
                ? online.show(online.upkeepd().testAlert(""))
                : online.each(receivers, (upkeepd, receiver) -> upkeepd.testAlert(receiver));
    }
}
