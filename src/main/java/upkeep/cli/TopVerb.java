package upkeep.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.control.Answer;
import upkeep.host.ProcFiles;
import upkeep.systemd.journal.JournalReader;

/** {@code upkeep top}: how services and checks stand, and what they use, as it changes. */
@Command(name = "top", description = "Show live how services and checks stand, and what they use.")
final class TopVerb implements Callable<Integer> {

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(25);
    private static final Duration JOURNAL = Duration.ofSeconds(2);
    private static final int LOG_LINES = 100;

    private final Online online;
    private final boolean isTerminal;
    private final boolean colour;
    private final TopMeter meter = new TopMeter(new ProcFiles());
    private final JournalReader journal = new JournalReader();

    @Option(names = "--once", description = "Print one picture and end, as where the output is no terminal.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "How often it is looked again, 500ms to 25s (${DEFAULT-VALUE}).")
    private String every = "2s";

    /**
     * @param isTerminal whether what is printed goes to a terminal
     * @param colour whether it may be coloured there
     */
    TopVerb(Online online, boolean isTerminal, boolean colour) {
        this.online = online;
        this.isTerminal = isTerminal;
        this.colour = colour;
    }

    @Override
    public Integer call() {
        Duration wait = wait(every);
        return once || !isTerminal ? picture() : live(wait);
    }

    private static Duration wait(String text) {
        return TimeSpan.parse(text)
                .filter(span -> !span.isInfinite())
                .map(TimeSpan::toDuration)
                .filter(span -> span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> Failure.usage(
                        "cannot look every \"" + text + "\": it is no time from 500ms to 25s", "such as --every 1s"));
    }

    private int picture() {
        Answer answer = online.upkeepd().glance();
        Optional<TopView> view = TopView.parse(answer.out());
        if (view.isEmpty()) {
            return refused(answer);
        }
        Instant now = Instant.now();
        Map<String, TopFigures> figures = meter.read(view.get(), now);
        new TopFrame(view.get(), figures, TopState.BEGIN, now, ZoneId.systemDefault())
                .all()
                .forEach(line -> online.out().print(line + "\n"));
        online.out().flush();
        return ExitCode.CLEAN;
    }

    private int refused(Answer answer) {
        if (!answer.err().isEmpty()) {
            return online.show(answer);
        }
        throw Failure.failed("cannot understand what upkeepd says", "it may be of another version: restart upkeepd");
    }

    /** What is shown, and when it was looked. */
    private record Seen(TopView view, Map<String, TopFigures> figures, List<String> log, Instant at) {}

    private int live(Duration wait) {
        Answer first = online.upkeepd().glance();
        Optional<Seen> begin = TopView.parse(first.out()).map(view -> seen(view, TopState.BEGIN));
        if (begin.isEmpty()) {
            return refused(first);
        }
        Seen seen = begin.get();
        TopState state = TopState.BEGIN;
        try (TerminalScreen screen = TerminalScreen.open(new Programs(), online.out(), colour, wait)) {
            while (true) {
                TopFrame frame = new TopFrame(seen.view(), seen.figures(), state, seen.at(), ZoneId.systemDefault());
                TerminalScreen.Size size = screen.size();
                screen.show(frame.lines(seen.log(), size.height(), size.width()));
                TopKey key = screen.key();
                if (key == TopKey.QUIT) {
                    return ExitCode.CLEAN;
                }
                TopState next = state.after(key, frame.names());
                boolean isLogAnother = next.isLogShown() && !next.equals(state);
                state = next;
                if (Duration.between(seen.at(), Instant.now()).compareTo(wait.minusMillis(100)) >= 0) {
                    seen = again(seen, state);
                } else if (isLogAnother) {
                    seen = new Seen(seen.view(), seen.figures(), log(seen.view(), state), seen.at());
                }
            }
        }
    }

    /** What was seen before stays, with a word of why, while upkeepd does not answer. */
    private Seen again(Seen before, TopState state) {
        Answer answer = online.upkeepd().glance();
        TopView view = TopView.parse(answer.out())
                .orElseGet(() -> new TopView(
                        List.of(answer.err().lines().findFirst().orElse("upkeepd does not answer")),
                        before.view().rows()));
        return seen(view, state);
    }

    private Seen seen(TopView view, TopState state) {
        Instant now = Instant.now();
        return new Seen(view, meter.read(view, now), state.isLogShown() ? log(view, state) : List.of(), now);
    }

    /** The last lines of the unit; of a check what it found. */
    private List<String> log(TopView view, TopState state) {
        TopFrame frame = new TopFrame(view, Map.of(), state, Instant.EPOCH, ZoneId.systemDefault());
        Optional<TopView.Row> selected = frame.selected();
        Optional<UnitName> unit = selected.map(TopView.Row::unit).flatMap(UnitName::parse);
        if (unit.isEmpty()) {
            return selected.map(row -> List.of(row.state(), row.remark())).orElse(List.of());
        }
        try {
            return journal.last(unit.get(), LOG_LINES, JOURNAL);
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
