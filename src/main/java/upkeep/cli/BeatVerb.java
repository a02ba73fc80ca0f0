package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep beat}, for help and completion: the launcher does it without a Java, since jobs are many. */
@Command(
        name = "beat",
        description =
                "Tell upkeepd of a job that a heartbeat waits for: run it, and tell when it begins and how it ends; or only"
                        + " tell.")
@SuppressWarnings("UnusedVariable") // picocli lists them
final class BeatVerb implements Callable<Integer> {

    @Option(names = "--start", description = "It begins.")
    private boolean start;

    @Option(
            names = "--failure",
            paramLabel = "STATUS",
            arity = "0..1",
            fallbackValue = "1",
            description = "It has failed, with that exit status; 1 unless given.")
    private Optional<Integer> failure = Optional.empty();

    @Option(names = "--note", paramLabel = "TEXT", description = "What there is to say to it.")
    private String note = "";

    @Parameters(index = "0", paramLabel = "NAME", description = "The check that waits for the job.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "Behind a --: what is run, with its arguments.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() {
        throw Failure.usage(
                "cannot tell of the job " + name + ": only the command upkeep itself can",
                "/usr/bin/upkeep is the launcher, which does it");
    }
}
