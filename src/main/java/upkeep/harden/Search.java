package upkeep.harden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.spec.Hardening.Level;

/**
 * The search for the tightest hardening under which a service works, as a value: what is tried next, and by {@link #after} what
 * is known once it was.
 *
 * <p>First the service is tried as it is, which also shows what it writes to. Then with everything taken that there is. Where that
 * fails, it is given what its own words hint at, and where hints lead nowhere, all there is to give; then what it was given is taken
 * again, in halves, the most exposing first, until each that is left was shown to be needed by a try without it alone. What
 * comes out is tried once more, as a whole and for longer. A level that cannot be had even so gives way to the one below.
 *
 * <p>That supposes that a service which works works with more concessions, too; where it does not, or fails by chance, something is
 * left to it that it does not need.
 */
public final class Search {

    /** Rounds of hints at one level: each refusal may hide the next. */
    private static final int MOST_GUESSES = 6;

    /** How often what was found may fail when it is tried as a whole, before a level is given up. */
    private static final int MOST_CONFIRMATIONS = 2;

    private final Start start;
    private final Phase phase;
    private final int tries;
    private final Duration spent;
    private final SortedSet<String> writable;
    private final SortedMap<Level, String> givenUp;
    private final Optional<Found> best;

    private Search(
            Start start,
            Phase phase,
            int tries,
            Duration spent,
            SortedSet<String> writable,
            SortedMap<Level, String> givenUp,
            Optional<Found> best) {
        this.start = start;
        this.phase = phase;
        this.tries = tries;
        this.spent = spent;
        this.writable = writable;
        this.givenUp = givenUp;
        this.best = best;
    }

    /**
     * Where it begins.
     *
     * @param kept what the spec concedes already: it is not tried without
     * @param open what else can be conceded, the most exposing first
     * @param writable what the spec lets it write to already
     * @param tries the most that are made, the one for the whole included
     * @param time after which none is begun
     */
    public record Start(
            Set<Concession> kept, List<Concession> open, SortedSet<String> writable, int tries, Duration time) {
        public Start {
            Set<Concession> before = Collections.unmodifiableSet(new LinkedHashSet<>(kept));
            kept = before;
            open = open.stream().filter(each -> !before.contains(each)).toList();
            writable = new TreeSet<>(writable);
        }
    }

    /**
     * One try.
     *
     * @param whole whether it is to be looked at for longer: what was found, and all that follows where that did not hold
     */
    public record Try(Candidate candidate, boolean whole) {}

    /** How it ended. */
    public sealed interface Result {}

    /**
     * A hardening under which it works.
     *
     * @param because what a try without each of the concessions led to
     * @param givenUp what higher levels led to
     * @param complete whether the search came to its end, so that nothing less was seen to do
     */
    public record Found(
            Candidate candidate, Map<Concession, String> because, SortedMap<Level, String> givenUp, boolean complete)
            implements Result {
        public Found {
            because = Collections.unmodifiableMap(new LinkedHashMap<>(because));
            givenUp = Collections.unmodifiableSortedMap(new TreeMap<>(givenUp));
        }
    }

    /** It does not work so much as without hardening, in the surroundings in which it is tried. */
    public record Unfit(Outcome.Failed outcome) implements Result {}

    /** It works under no level. */
    public record Nothing(String why) implements Result {}

    private sealed interface Phase {}

    private record Reference() implements Phase {}

    private record Guess(Level level, Set<Concession> given, int round, int confirmations) implements Phase {}

    private record Loosest(Level level, int confirmations) implements Phase {}

    /** What was given is taken again: the first of these parts next. */
    private record Narrow(Level level, List<List<Concession>> parts, Map<Concession, String> needed, int confirmations)
            implements Phase {}

    private record Confirm(Level level, Map<Concession, String> needed, int confirmations) implements Phase {}

    private record End(Result result) implements Phase {}

    public static Search begin(Start start) {
        return new Search(
                start, new Reference(), 0, Duration.ZERO, start.writable(), new TreeMap<>(), Optional.empty());
    }

    /** What is to be tried now; nothing once it has ended. */
    public Optional<Try> next() {
        return switch (phase) {
            case Reference _ -> Optional.of(new Try(Candidate.NONE, false));
            case Guess guess ->
                Optional.of(new Try(candidate(guess.level(), guess.given()), guess.confirmations() > 0));
            case Loosest loosest ->
                Optional.of(new Try(candidate(loosest.level(), start.open()), loosest.confirmations() > 0));
            case Narrow narrow ->
                Optional.of(new Try(candidate(narrow.level(), without(narrow)), narrow.confirmations() > 0));
            case Confirm confirm ->
                Optional.of(new Try(candidate(confirm.level(), confirm.needed().keySet()), true));
            case End _ -> Optional.empty();
        };
    }

    /** How many were made. */
    public int tries() {
        return tries;
    }

    /** How it ended. */
    public Result result() {
        if (phase instanceof End end) {
            return end.result();
        }
        throw new IllegalStateException("the search goes on");
    }

    private Candidate candidate(Level level, Collection<Concession> given) {
        Set<Concession> all = new LinkedHashSet<>(start.kept());
        all.addAll(given);
        return new Candidate(level, all, writable);
    }

    private static Set<Concession> without(Narrow narrow) {
        Set<Concession> given = new LinkedHashSet<>(narrow.needed().keySet());
        narrow.parts().stream().skip(1).forEach(given::addAll);
        return given;
    }

    /** What is known once {@link #next} was tried, which took so long. */
    public Search after(Outcome outcome, Duration time) {
        Try tried = next().orElseThrow();
        SortedSet<String> written = new TreeSet<>(writable);
        written.addAll(outcome.writes());
        boolean isSpared = outcome instanceof Outcome.Passed && !(phase instanceof Reference);
        Optional<Found> tightest =
                isSpared ? Optional.of(new Found(tried.candidate(), because(), givenUp, false)) : best;
        Search seen = new Search(start, phase, tries + 1, spent.plus(time), written, givenUp, tightest);
        Search next = seen.go(outcome);
        return next.phase instanceof End || !next.isSpent() ? next : next.cutShort();
    }

    private boolean isSpent() {
        return tries >= start.tries() || spent.compareTo(start.time()) >= 0;
    }

    private Search cutShort() {
        return best.isPresent()
                ? end(best.get())
                : end(new Nothing("after " + tries + " tries and " + spent.toSeconds() + " s none had passed"));
    }

    private Map<Concession, String> because() {
        return phase instanceof Narrow narrow ? narrow.needed() : Map.of();
    }

    private Search go(Outcome outcome) {
        return switch (phase) {
            case Reference _ ->
                switch (outcome) {
                    case Outcome.Passed _ -> to(new Guess(Level.PARANOID, Set.of(), 0, 0));
                    case Outcome.Failed failed -> end(new Unfit(failed));
                };
            case Guess guess ->
                switch (outcome) {
                    case Outcome.Passed _ -> to(narrow(guess.level(), guess.given(), guess.confirmations()));
                    case Outcome.Failed failed -> guessAgain(guess, failed);
                };
            case Loosest loosest ->
                switch (outcome) {
                    case Outcome.Passed _ -> to(narrow(loosest.level(), start.open(), loosest.confirmations()));
                    case Outcome.Failed failed -> giveUp(loosest.level(), failed);
                };
            case Narrow narrow -> to(narrowed(narrow, outcome));
            case Confirm confirm ->
                switch (outcome) {
                    case Outcome.Passed _ ->
                        end(new Found(
                                candidate(confirm.level(), confirm.needed().keySet()),
                                confirm.needed(),
                                givenUp,
                                true));
                    case Outcome.Failed failed -> notConfirmed(confirm, failed);
                };
            case End _ -> throw new IllegalStateException("the search has ended");
        };
    }

    private Search guessAgain(Guess guess, Outcome.Failed failed) {
        Set<Concession> given = new LinkedHashSet<>(guess.given());
        Suspicion.of(failed.lines()).stream().filter(start.open()::contains).forEach(given::add);
        return given.size() > guess.given().size() && guess.round() < MOST_GUESSES
                ? to(new Guess(guess.level(), ordered(given), guess.round() + 1, guess.confirmations()))
                : to(new Loosest(guess.level(), guess.confirmations()));
    }

    private Search notConfirmed(Confirm confirm, Outcome.Failed failed) {
        int confirmations = confirm.confirmations() + 1;
        return confirmations < MOST_CONFIRMATIONS
                ? guessAgain(new Guess(confirm.level(), confirm.needed().keySet(), 0, confirmations), failed)
                : giveUp(confirm.level(), failed);
    }

    private Search giveUp(Level level, Outcome.Failed failed) {
        SortedMap<Level, String> all = new TreeMap<>(givenUp);
        all.put(level, failed.evidence());
        Search without = new Search(start, phase, tries, spent, writable, all, Optional.empty());
        return switch (level) {
            case PARANOID -> without.to(new Guess(Level.STRICT, Set.of(), 0, 0));
            case STRICT -> without.to(new Guess(Level.BASELINE, Set.of(), 0, 0));
            case BASELINE, NONE -> without.end(new Nothing(failed.evidence()));
        };
    }

    /** All of it at once was shown to be too much to take, so it begins with halves. */
    private Phase narrow(Level level, Collection<Concession> given, int confirmations) {
        List<Concession> ordered = List.copyOf(ordered(given));
        return ordered.isEmpty()
                ? new Confirm(level, Map.of(), confirmations)
                : new Narrow(level, halves(ordered), new LinkedHashMap<>(), confirmations);
    }

    private static Phase narrowed(Narrow narrow, Outcome outcome) {
        List<List<Concession>> parts = new ArrayList<>(narrow.parts());
        List<Concession> taken = parts.removeFirst();
        Map<Concession, String> needed = new LinkedHashMap<>(narrow.needed());
        if (outcome instanceof Outcome.Failed failed) {
            if (taken.size() == 1) {
                needed.put(taken.getFirst(), failed.evidence());
            } else {
                parts.addAll(0, halves(taken));
            }
        }
        return parts.isEmpty()
                ? new Confirm(narrow.level(), needed, narrow.confirmations())
                : new Narrow(narrow.level(), parts, needed, narrow.confirmations());
    }

    private static List<List<Concession>> halves(List<Concession> whole) {
        if (whole.size() == 1) {
            return List.of(whole);
        }
        int middle = (whole.size() + 1) / 2;
        return List.of(whole.subList(0, middle), whole.subList(middle, whole.size()));
    }

    /** The most exposing first. */
    private Set<Concession> ordered(Collection<Concession> given) {
        Set<Concession> ordered = new LinkedHashSet<>();
        start.open().stream().filter(given::contains).forEach(ordered::add);
        return ordered;
    }

    private Search to(Phase other) {
        return new Search(start, other, tries, spent, writable, givenUp, best);
    }

    private Search end(Result result) {
        return to(new End(result));
    }
}
