package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code upkeep hands-off}: upkeep does nothing on the machine until a time; there always is an end. */
@Command(
        name = "hands-off",
        description = "Have upkeep do nothing on this machine for a time: it watches and tells, and restarts nothing.")
final class HandsOffVerb implements Callable<Integer> {

    private final Online online;

    @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30min, 4h, 2d; 4h unless given.")
    private String length = "4h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks at the status.")
    private String reason = "";

    @Option(names = "--end", description = "Act again, before that time is over.")
    private boolean end;

    HandsOffVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        return online.show(end ? online.upkeepd().handsOn() : online.upkeepd().handsOff(length, reason));
    }
}
