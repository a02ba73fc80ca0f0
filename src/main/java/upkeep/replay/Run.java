package upkeep.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import upkeep.base.Checked;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.store.Checkpoint;
import upkeep.store.Input;
import upkeep.store.Life;
import upkeep.store.Recorded;
import upkeep.store.Recording;
import upkeep.store.StoreException;

/** One replay under way: goes along a recording, decides on every input again, and compares. */
final class Run {

    private final RecordedEntries recorded;
    private final Set<String> subjects;
    private final Follower follower;
    private final Map<PlanSources, Optional<Supervisor>> supervisors = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Difference first;
    private long lives;
    private long life = -1;
    private long inputs;
    private long skipped;
    private long entries;
    private long states;

    /** What is known for certain; absent from a gap on until a state is found again. */
    private @Nullable State state;

    /** The number of the input that must come next. */
    private long next;

    /** Whether the follower has yet to be told where the replay goes on. */
    private boolean isResuming;

    Run(Recording recording, Set<String> subjects, Follower follower) throws StoreException {
        this.recorded = new RecordedEntries(recording);
        this.subjects = subjects;
        this.follower = follower;
    }

    ReplayResult go(Recording recording, Recording.Cursor cursor) throws StoreException {
        for (Optional<Recorded> one = cursor.next(); one.isPresent(); one = cursor.next()) {
            switch (one.get()) {
                case Recorded.Begun begun -> begun(begun);
                case Recorded.Told told -> told(told);
                case Recorded.Kept kept -> kept(kept);
                case Recorded.Unreadable unreadable -> {
                    count(unreadable.life());
                    note("life " + unreadable.life() + ": " + unreadable.why());
                    state = null;
                }
            }
        }
        return new ReplayResult(
                recording.checkChain(), lives, inputs, skipped, entries, states, notes, Optional.ofNullable(first));
    }

    private void count(long number) {
        if (number != life) {
            life = number;
            lives++;
        }
    }

    private void note(String note) {
        if (notes.size() < ReplayResult.MOST_NOTES && !notes.contains(note)) {
            notes.add(note);
        }
    }

    private void begun(Recorded.Begun begun) throws StoreException {
        count(begun.life());
        endOfLife(begun);
        state = null;
        Optional<Supervisor> supervisor = supervisor(begun.begun().plan());
        if (supervisor.isPresent()) {
            Life.Beginning beginning = begun.begun().beginning();
            state = State.begin(
                    supervisor.get().plan(),
                    beginning.hardStates(),
                    beginning.lastNumber(),
                    beginning.at(),
                    beginning.booted());
            next = begun.firstInput();
            isResuming = false;
            follower.begun(begun.begun());
        }
    }

    /** What the ledger held when the next life began must have come from inputs too. */
    private void endOfLife(Recorded.Begun next) {
        State last = state;
        long number = next.begun().beginning().lastNumber();
        if (last != null && number > last.lastNumber()) {
            differ(new Difference(
                    last.lastNumber() + 1,
                    next.begun().beginning().at().wall(),
                    "",
                    "the ledger went on where the inputs end",
                    Optional.of("entries up to " + number),
                    Optional.empty()));
        }
    }

    private void told(Recorded.Told told) throws StoreException {
        count(told.life());
        Input input = told.input();
        State before = state;
        if (before != null && input.number() != next) {
            gap(told.life(), input.number());
            before = null;
            state = null;
        }
        Optional<Supervisor> supervisor = before == null ? Optional.empty() : supervisor(input.plan());
        if (before == null || supervisor.isEmpty()) {
            state = null;
            skipped++;
            return;
        }
        if (isResuming) {
            follower.resumed(before, input.event());
            isResuming = false;
        }
        next = input.number() + 1;
        inputs++;
        Decision decision = decide(supervisor.get(), before, input.event());
        state = decision.state();
        for (Entry entry : decision.entries()) {
            compare(input.event(), Recording.asKept(entry));
        }
        follower.decided(supervisor.get().plan(), input.event(), decision);
    }

    private void gap(long in, long found) {
        note("life " + in + ": the inputs " + next + " to " + (found - 1)
                + " are not recorded; it goes on at the next whole state");
    }

    /** As the event loop does it: an event that cannot be decided on changes nothing. */
    private static Decision decide(Supervisor supervisor, State before, Event event) {
        try {
            return supervisor.decide(before, event);
        } catch (RuntimeException fault) {
            return new Decision(before, List.of(), List.of(), Set.of());
        }
    }

    private void compare(Event event, Entry replayed) throws StoreException {
        boolean isWanted = subjects.isEmpty() || subjects.contains(replayed.subject());
        if (first != null || replayed.number() < recorded.oldest() || !isWanted) {
            return;
        }
        Optional<Entry> kept = recorded.get(replayed.number());
        entries++;
        if (!kept.equals(Optional.of(replayed))) {
            differ(new Difference(
                    replayed.number(),
                    event.at().wall(),
                    replayed.subject(),
                    kept.map(other -> what(other, replayed)).orElse("the entry is missing"),
                    kept.map(Run::text),
                    Optional.of(text(replayed))));
        }
    }

    private static String what(Entry a, Entry b) {
        if (!a.text().equals(b.text())) {
            return "the text";
        }
        if (!a.at().equals(b.at())) {
            return "the time";
        }
        if (!a.subject().equals(b.subject()) || a.kind() != b.kind()) {
            return "what it is about";
        }
        return a.fields().equals(b.fields()) ? "the causes" : "the fields";
    }

    private static String text(Entry entry) {
        return entry.kind().word() + (entry.subject().isEmpty() ? "" : " " + entry.subject()) + ": " + entry.text()
                + (entry.causes().isEmpty() ? "" : " (from " + entry.causes() + ")")
                + (entry.fields().isEmpty() ? "" : " " + entry.fields());
    }

    private void kept(Recorded.Kept kept) throws StoreException {
        count(kept.life());
        Checkpoint checkpoint = kept.checkpoint();
        State reached = state;
        if (reached != null && next == checkpoint.after() + 1) {
            states++;
            if (!reached.equals(checkpoint.state())) {
                differ(new Difference(
                        0,
                        checkpoint.at(),
                        "",
                        "the state after input " + checkpoint.after(),
                        Optional.of(Parts.differing(checkpoint.state(), reached)),
                        Optional.of(Parts.differing(reached, checkpoint.state()))));
                state = checkpoint.state();
            }
            return;
        }
        if (reached != null) {
            gap(kept.life(), checkpoint.after() + 1);
        }
        state = checkpoint.state();
        next = checkpoint.after() + 1;
        isResuming = true;
    }

    private void differ(Difference difference) {
        if (first == null) {
            first = difference;
        }
    }

    private Optional<Supervisor> supervisor(PlanSources sources) {
        Optional<Supervisor> known = supervisors.get(sources);
        if (known == null) {
            Checked<Plan> read = sources.plan();
            if (read.value().isEmpty()) {
                note("a plan of then is none today: " + read.problems().getFirst());
            }
            known = read.value().map(Supervisor::new);
            supervisors.put(sources, known);
        }
        return known;
    }
}
