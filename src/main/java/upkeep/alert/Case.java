package upkeep.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that is wrong, or was a moment ago. Incidents of one key, such as a service or a check with its rule, are one case for as
 * long as they follow each other: one that comes and goes is told of once, as unstable, and not each time.
 *
 * @param isOpen whether an incident is open
 * @param changed when the last one was opened or resolved
 * @param openings the last times that one was opened, at least one and {@value #MOST_OPENINGS} at most
 * @param how it ended, while it is not open
 * @param acknowledged that somebody sees to it
 */
public record Case(
        String key,
        Facts facts,
        boolean isOpen,
        Instant changed,
        List<Instant> openings,
        String how,
        Optional<Acknowledgement> acknowledged) {

    /** So many openings within {@link #WINDOW} make it unstable. */
    static final int UNSTABLE = 4;

    static final Duration WINDOW = Duration.ofMinutes(30);

    private static final int MOST_OPENINGS = 100;

    public Case {
        openings = List.copyOf(openings);
    }

    static Case opened(String key, Facts facts, Instant now) {
        return new Case(key, facts, true, now, List.of(now), "", Optional.empty());
    }

    /** Its incident is open again; a second word of one that is open changes what is known of it. */
    Case opened(Facts facts, Instant now) {
        if (isOpen) {
            return new Case(key, facts, true, changed, openings, how, acknowledged);
        }
        List<Instant> times = new ArrayList<>(openings);
        times.add(now);
        return new Case(
                key,
                facts,
                true,
                now,
                times.subList(Math.max(0, times.size() - MOST_OPENINGS), times.size()),
                "",
                Optional.empty());
    }

    Case closed(String how, Instant now) {
        return isOpen ? new Case(key, facts, false, now, openings, how, Optional.empty()) : this;
    }

    Case acknowledged(Acknowledgement acknowledgement) {
        return new Case(key, facts, isOpen, changed, openings, how, Optional.of(acknowledgement));
    }

    /** How often it came within the window. */
    int count(Instant now) {
        Instant earliest = now.minus(WINDOW);
        return (int)
                openings.stream().filter(opening -> opening.isAfter(earliest)).count();
    }

    /** Whether it has come and gone so often that neither is worth telling. */
    boolean isUnstable(Instant now) {
        return count(now) >= UNSTABLE;
    }

    /** When it began: for an unstable one, the first time that counts. */
    Instant since(Instant now) {
        return openings.get(openings.size() - Math.max(1, isUnstable(now) ? count(now) : 1));
    }

    /** When it is no longer unstable if it stays as it is. */
    Instant stableAgain() {
        return openings.size() < UNSTABLE
                ? changed
                : openings.get(openings.size() - UNSTABLE).plus(WINDOW);
    }

    /** Whether it is over for so long that another incident would be another case. */
    boolean isPast(Instant now) {
        return !isOpen && !changed.plus(WINDOW).isAfter(now);
    }
}
