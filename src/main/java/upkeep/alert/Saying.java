package upkeep.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import upkeep.alert.Told.Stage;
import upkeep.base.TimeSpan;

/** What a group has to say of one of its cases. */
final class Saying {

    /** So long at most what is being healed is not told. */
    private static final Duration HEALING = Duration.ofMinutes(5);

    /** What is being healed may go wrong again: so often it is looked at. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Suppression suppression;
    private final Instant now;

    Saying(Suppression suppression, Instant now) {
        this.suppression = suppression;
        this.now = now;
    }

    /** What is to be said now, if anything is. */
    Optional<Reason> reason(Case of, Told told, TimeSpan repeat) {
        if (!of.isOpen() && !of.isUnstable(now)) {
            return told.isNothing() ? Optional.empty() : Optional.of(Reason.RESOLVED);
        }
        if (keptBack(of, told).isPresent()) {
            return Optional.empty();
        }
        if (of.isUnstable(now)) {
            return told.stage() == Stage.UNSTABLE ? reminder(of, told, repeat) : Optional.of(Reason.UNSTABLE);
        }
        if (told.stage() != Stage.FIRING) {
            return Optional.of(Reason.FIRING);
        }
        return of.facts().severity().isLouderThan(told.severity())
                ? Optional.of(Reason.WORSE)
                : reminder(of, told, repeat);
    }

    /** When to look again at what is not to be told now; nothing if it is. */
    private Optional<Instant> keptBack(Case of, Told told) {
        Optional<Instant> suppressed = suppression.until(of.facts(), now);
        Instant latest = of.since(now).plus(HEALING);
        return suppressed.isEmpty() && told.isNothing() && of.facts().isHealing() && latest.isAfter(now)
                ? earlier(Optional.of(now.plus(LOOK)), Optional.of(latest))
                : suppressed;
    }

    private Optional<Reason> reminder(Case of, Told told, TimeSpan repeat) {
        boolean isSeenTo =
                of.acknowledged().filter(it -> it.until().isAfter(now)).isPresent();
        boolean isDue =
                !repeat.isInfinite() && !told.at().plus(repeat.toDuration()).isAfter(now);
        return isDue && !isSeenTo ? Optional.of(Reason.REMINDER) : Optional.empty();
    }

    /** Whether nothing will ever be said of it: it is over, and nobody was told of it. */
    boolean isDone(Case of, Told told) {
        return !of.isOpen() && !of.isUnstable(now) && told.isNothing();
    }

    /** When there may be something to say, if nothing happens before; nothing if never. */
    Optional<Instant> next(Case of, Told told, TimeSpan repeat) {
        Optional<Instant> next = of.isUnstable(now) ? Optional.of(of.stableAgain()) : Optional.empty();
        Optional<Instant> suppressed = keptBack(of, told);
        if (suppressed.isPresent()) {
            return earlier(next, suppressed);
        }
        if (told.isNothing() || repeat.isInfinite()) {
            return next;
        }
        Instant reminder = told.at().plus(repeat.toDuration());
        Instant due = of.acknowledged()
                .map(Acknowledgement::until)
                .filter(until -> until.isAfter(reminder))
                .orElse(reminder);
        return earlier(next, Optional.of(due));
    }

    static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isBefore(other.get()) ? one : other;
    }

    /** What was told once that was said. */
    Told after(Told told, Case of, Reason reason) {
        return switch (reason) {
            case FIRING, WORSE -> new Told(Stage.FIRING, now, of.facts().severity());
            case UNSTABLE -> new Told(Stage.UNSTABLE, now, of.facts().severity());
            case REMINDER -> new Told(told.stage(), now, told.severity());
            case RESOLVED, HEALED, NEWS -> Told.nothing(now);
        };
    }
}
