package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code upkeep silence}: nobody is told for a time; there always is an end. */
@Command(
        name = "silence",
        description =
                "Tell nobody of some things for a time. They are watched and cured all the same; who was told that"
                        + " something is wrong is told when it ends.")
final class SilenceVerb implements Callable<Integer> {

    private final Online online;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Services and checks; * stands for any letters, host for the machine.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--target", paramLabel = "NAME", description = "Only what is part of that target.")
    private String target = "";

    @Option(names = "--severity", paramLabel = "WORD", description = "Only that severity and what is louder.")
    private String severity = "";

    @Option(names = "--for", paramLabel = "TIME", description = "For how long: 30min, 4h, 2d; 4h unless given.")
    private String length = "4h";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever looks.")
    private String reason = "";

    @Option(names = "--end", paramLabel = "NUMBER", description = "End the silence of that number now.")
    private Optional<Long> end = Optional.empty();

    SilenceVerb(Online online) {
        this.online = online;
    }

    @Override
    public Integer call() {
        if (end.isPresent()) {
            return online.show(online.upkeepd().unsilence(end.get()));
        }
        if (names.isEmpty() && target.isEmpty() && severity.isEmpty()) {
            throw Failure.usage(
                    "cannot silence: it is not said what",
                    "upkeep silence web --for 2h; upkeep silence '*' silences all");
        }
        return online.show(online.upkeepd().silence(names, target, severity, length, reason));
    }
}
