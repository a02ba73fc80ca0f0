package upkeep.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.store.Life;

/**
 * Lets another plan decide on the same inputs. What units did is what they did: nobody knows how they would have taken
 * an order that was never given. So
 *
 * <ul>
 *   <li>an order that the other plan gives at the same event as the recorded one ends as that one did;
 *   <li>an order that it gives alone is taken to have succeeded at once;
 *   <li>the end of an order that it did not give is left out; what the unit did meanwhile looks like somebody else's doing;
 *   <li>a probe's result counts if the other plan has the check, with the same target, and wants it by then;
 *   <li>wake-ups come when the other plan wants them.
 * </ul>
 */
final class WhatIf implements Follower {

    private static final String ASSUMED = "taken to have succeeded, since it was never asked of systemd";

    /** More than this at one event is a plan that goes round in circles. */
    private static final int MOST_AT_ONCE = 1_000;

    private final Plan other;
    private final Supervisor supervisor;
    private final Orders orders;
    private final Wishes recordedWishes = new Wishes();
    private final Wishes wishes = new Wishes();
    /** The other plan's number of a job or a look-up, by the recorded one. */
    private final Map<Long, Long> numbers = new HashMap<>();

    private final Set<CheckId> seen = new HashSet<>();
    private final Set<CheckId> retargeted = new TreeSet<>();
    private @Nullable State state;

    WhatIf(Plan other, Orders orders) {
        this.other = other;
        this.supervisor = new Supervisor(other);
        this.orders = orders;
    }

    @Override
    public void begun(Life life) {
        State before = state;
        Life.Beginning beginning = life.beginning();
        state = before == null
                ? State.begin(other, beginning.hardStates(), beginning.lastNumber(), beginning.at(), beginning.booted())
                : State.begin(
                        other,
                        before.hard().values(),
                        Math.max(before.lastNumber(), beginning.lastNumber()),
                        beginning.at(),
                        beginning.booted());
        forget();
    }

    @Override
    public void resumed(State recorded, Event at) {
        state = recorded;
        forget();
        decide(new Event.PlanReplaced(at.at()));
    }

    private void forget() {
        numbers.clear();
        wishes.clear();
        recordedWishes.clear();
    }

    @Override
    public void decided(Plan plan, Event event, Decision recorded) {
        if (state == null) {
            return;
        }
        wake(event);
        boolean isSameWish = event instanceof Event.Probed probed && isSameWish(probed);
        if (event instanceof Event.Woken woken) {
            recordedWishes.woken(woken.service());
        }
        recordedWishes.take(recorded);
        Optional<Event> translated = translate(plan, event, isSameWish);
        List<Decision> otherwise = new ArrayList<>();
        translated.ifPresent(it -> otherwise.add(decide(it)));
        List<Action.Job> alone = new ArrayList<>();
        otherwise.forEach(it -> alone.addAll(pair(recorded, it)));
        settle(event.at(), alone, otherwise);
        orders.add(event.at().wall(), List.of(recorded), otherwise);
    }

    private boolean isSameWish(Event.Probed probed) {
        Optional<Moment> wish = wishes.probe(probed.check());
        return wish.isPresent() && wish.equals(recordedWishes.probe(probed.check()));
    }

    /** Wakes what is due before the event and would not be woken by the recording. */
    private void wake(Event event) {
        Moment now = event.at();
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Optional<String> service = wishes.nextWake(now, recordedWishes)
                    .filter(due -> !(event instanceof Event.Woken woken
                            && woken.service().equals(due)));
            if (service.isEmpty()) {
                return;
            }
            Moment due = wishes.wake(service.get()).orElse(now);
            wishes.woken(service.get());
            List<Decision> otherwise = new ArrayList<>();
            otherwise.add(decide(new Event.Woken(due, service.get())));
            settle(due, jobs(otherwise.getFirst()).toList(), otherwise);
            orders.add(due.wall(), List.of(), otherwise);
        }
    }

    /** The event as the other plan would have come to know it; nothing if it would not. */
    private Optional<Event> translate(Plan plan, Event event, boolean isSameWish) {
        if (event instanceof Event.PlanReplaced) {
            return Optional.empty();
        }
        if (event instanceof Event.Woken woken) {
            boolean isDue =
                    wishes.wake(woken.service()).filter(woken.at()::reached).isPresent();
            if (isDue) {
                wishes.woken(woken.service());
            }
            return Optional.of(event).filter(it -> isDue);
        }
        if (event instanceof Event.Probed probed) {
            seen.add(probed.check());
            return Optional.of(event).filter(it -> isWanted(plan, probed, isSameWish));
        }
        if (event instanceof Event.ActionEnded ended) {
            return Optional.ofNullable(numbers.remove(ended.action()))
                    .map(number -> new Event.ActionEnded(ended.at(), ended.service(), number, ended.outcome()));
        }
        if (event instanceof Event.EvidenceFound found) {
            return Optional.ofNullable(numbers.remove(found.entry()))
                    .map(number -> new Event.EvidenceFound(found.at(), found.unit(), number, found.evidence()));
        }
        return Optional.of(event);
    }

    private boolean isWanted(Plan plan, Event.Probed probed, boolean isSameWish) {
        Optional<Check> theirs = check(plan, probed.check());
        Optional<Check> ours = check(other, probed.check());
        if (ours.isEmpty()) {
            return false;
        }
        if (theirs.isPresent() && !theirs.get().target().equals(ours.get().target())) {
            retargeted.add(probed.check());
            return false;
        }
        return isSameWish
                || wishes.probe(probed.check()).filter(probed.begun()::reached).isPresent();
    }

    private static Stream<Check> checks(Plan plan) {
        return Stream.concat(
                plan.services().values().stream()
                        .flatMap(service -> service.probes().all()),
                plan.checks().values().stream());
    }

    private static Optional<Check> check(Plan plan, CheckId id) {
        return checks(plan).filter(check -> check.id().equals(id)).findFirst();
    }

    private Decision decide(Event event) {
        State before = Objects.requireNonNull(state);
        Decision decision;
        try {
            decision = supervisor.decide(before, event);
        } catch (RuntimeException fault) {
            decision = new Decision(before, List.of(), List.of(), Set.of());
        }
        state = decision.state();
        wishes.take(decision);
        return decision;
    }

    private static Stream<Action.Job> jobs(Decision decision) {
        return decision.actions().stream()
                .filter(action -> action instanceof Action.Job)
                .map(action -> (Action.Job) action);
    }

    /** Notes which jobs and look-ups are the recorded ones; the jobs that only the other plan asks for. */
    private List<Action.Job> pair(Decision recorded, Decision otherwise) {
        List<Action.Job> alone = new ArrayList<>();
        List<Action.Job> theirs = new ArrayList<>(jobs(recorded).toList());
        jobs(otherwise).forEach(ours -> {
            Optional<Action.Job> same = theirs.stream()
                    .filter(job -> job.service().equals(ours.service()) && job.verb() == ours.verb())
                    .findFirst();
            same.ifPresentOrElse(
                    job -> {
                        theirs.remove(job);
                        numbers.put(job.number(), ours.number());
                    },
                    () -> alone.add(ours));
        });
        for (Action action : recorded.actions()) {
            for (Action ours : otherwise.actions()) {
                if (action instanceof Action.LookUp one
                        && ours instanceof Action.LookUp same
                        && one.unit().equals(same.unit())) {
                    numbers.put(one.entry(), same.entry());
                }
            }
        }
        return alone;
    }

    /** Ends the jobs that were never asked of systemd, and those that their ends lead to. */
    private void settle(Moment at, List<Action.Job> alone, List<Decision> otherwise) {
        List<Action.Job> open = new ArrayList<>(alone);
        for (int i = 0; i < MOST_AT_ONCE && !open.isEmpty(); i++) {
            Action.Job job = open.removeFirst();
            Event.ActionOutcome outcome = new Event.ActionOutcome(true, ASSUMED, Optional.empty());
            Decision decision = decide(new Event.ActionEnded(at, job.service(), job.number(), outcome));
            otherwise.add(decision);
            jobs(decision).forEach(open::add);
        }
    }

    /** Of what the recording knows nothing, or nothing that fits. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        checks(other).map(Check::id).distinct().forEach(id -> {
            if (retargeted.contains(id)) {
                notes.add(id + " has another target by that plan; its recorded results were left out");
            } else if (!seen.contains(id)) {
                notes.add(id + " has no result in the recording; it counts as never probed");
            }
        });
        return notes;
    }
}
