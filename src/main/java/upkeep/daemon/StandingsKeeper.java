package upkeep.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.availability.Burn;
import upkeep.availability.Change;
import upkeep.core.Event;
import upkeep.core.Standing;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.Objective;
import upkeep.spec.Plan;
import upkeep.store.Ledger;
import upkeep.store.Stood;
import upkeep.store.StoreException;

/**
 * Writes down how everything stands, as it changes: looked at every ten seconds, if anything has been decided since, and each minute, for what
 * time alone changes. While upkeepd is away nothing is known, from when it was last
 * looked. Tells the event loop where an objective will not hold. A ledger that cannot be written costs what happened meanwhile, and no
 * more.
 */
final class StandingsKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandingsKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** That nothing has changed is written so often, and how fast budgets go is reckoned. */
    private static final int LOOKS_A_MINUTE = 6;

    private final Ledger ledger;
    private final Supplier<Snapshot> snapshots;
    private final Consumer<Event> events;
    private final Clock clock;
    private final Schedule<String> schedule = new Schedule<>("standings", _ -> look());
    /** What is written; as what follows, guarded by this. */
    private final Map<String, Standing> written = new HashMap<>();

    private final Map<String, Optional<Boolean>> burning = new HashMap<>();
    private long looks;
    private @Nullable Snapshot seen;
    private boolean isFailing;

    StandingsKeeper(Ledger ledger, Supplier<Snapshot> snapshots, Consumer<Event> events, Clock clock) {
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.events = events;
        this.clock = clock;
    }

    synchronized void start() {
        try {
            Instant looked = ledger.standingsLooked();
            List<Stood> unseen = new ArrayList<>();
            for (Stood last : ledger.lastStandings()) {
                if (last.standing() != Standing.UNKNOWN) {
                    Instant since = last.at().isAfter(looked) ? last.at().plusMillis(1) : looked;
                    unseen.add(new Stood(last.subject(), since, Standing.UNKNOWN));
                }
                written.put(last.subject(), Standing.UNKNOWN);
            }
            ledger.saveStandings(unseen, looked);
        } catch (StoreException failure) {
            LOG.warn("cannot tell how things stood before: {}", failure.getMessage());
        }
        schedule.at("look", Now.moment().plus(EVERY));
    }

    /** Looks now. Each decision makes a snapshot, so that whether it is the same one says it all. */
    @SuppressWarnings("ReferenceEquality")
    synchronized void look() {
        try {
            Snapshot snapshot = snapshots.get();
            boolean isMinute = ++looks % LOOKS_A_MINUTE == 0;
            if (snapshot != seen || isMinute) {
                write(snapshot.supervisor().standings(snapshot.state(), Now.moment()), isMinute);
                seen = snapshot;
            }
            if (isMinute) {
                burns(snapshot.plan());
            }
            isFailing = false;
        } catch (StoreException failure) {
            if (!isFailing) {
                LOG.warn("cannot write down how things stand: {}", failure.getMessage());
            }
            isFailing = true;
        } catch (RuntimeException bug) {
            LOG.error("cannot tell how things stand: a fault in upkeepd itself", bug);
        } finally {
            schedule.at("look", Now.moment().plus(EVERY));
        }
    }

    private void write(Map<String, Standing> now, boolean isMinute) throws StoreException {
        Instant at = clock.instant();
        Map<String, Standing> changed = new TreeMap<>();
        now.forEach((subject, standing) -> {
            if (written.getOrDefault(subject, Standing.UNKNOWN) != standing) {
                changed.put(subject, standing);
            }
        });
        written.forEach((subject, standing) -> {
            if (standing != Standing.UNKNOWN && !now.containsKey(subject)) {
                changed.put(subject, Standing.UNKNOWN);
            }
        });
        if (!changed.isEmpty() || isMinute) {
            List<Stood> stood = new ArrayList<>();
            changed.forEach((subject, standing) -> stood.add(new Stood(subject, at, standing)));
            ledger.saveStandings(stood, at);
            written.putAll(changed);
        }
    }

    private void burns(Plan plan) throws StoreException {
        List<String> subjects = Stream.concat(plan.services().keySet().stream(), plan.apps().keySet().stream())
                .toList();
        for (String subject : subjects) {
            Optional<Objective> objective = plan.alerting().concern(subject).objective();
            if (objective.isPresent()) {
                burns(subject, objective.get());
            } else {
                burning.remove(subject);
            }
        }
        burning.keySet().retainAll(subjects);
    }

    private void burns(String subject, Objective objective) throws StoreException {
        Instant now = clock.instant();
        List<Change> changes = ledger.standings(subject, now.minus(Burn.looksBack(objective))).stream()
                .map(stood -> new Change(stood.at(), stood.standing()))
                .toList();
        Optional<Burn> burn = Burn.of(objective, changes, now);
        Optional<Boolean> isFast = burn.map(Burn::isFast);
        if (!isFast.equals(burning.put(subject, isFast))) {
            events.accept(new Event.ObjectiveSeen(
                    Now.moment(), subject, burn.map(it -> it.text(objective)), isFast.orElse(false)));
        }
    }

    private synchronized void writeLast() throws StoreException {
        Snapshot snapshot = snapshots.get();
        write(snapshot.supervisor().standings(snapshot.state(), Now.moment()), true);
    }

    /** That upkeepd ends now is no time in which nobody looked. */
    @Override
    public void close() {
        schedule.close();
        try {
            writeLast();
        } catch (StoreException failure) {
            LOG.warn("cannot write down how things stand: {}", failure.getMessage());
        }
    }
}
