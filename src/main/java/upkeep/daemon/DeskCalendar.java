package upkeep.daemon;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.alert.Signal;
import upkeep.alert.Trend;
import upkeep.base.Calendar;
import upkeep.store.Ledger;
import upkeep.store.StoreException;

/** What people are told by the calendar: the digest, with trends in it, and the test of receivers. The desk's own. */
final class DeskCalendar {

    private static final Logger LOG = LoggerFactory.getLogger(DeskCalendar.class);

    /** Under this the ledger remembers when the last digest was due. */
    private static final String DIGEST = "digest";

    /** Under these, when receivers were last tried, and when it was last told that restarts of a service have become more. */
    private static final String SELF_TEST = "self-test";

    private static final String TREND = "trend ";
    private static final Duration WEEK = Duration.ofDays(7);

    private final Ledger ledger;
    private final Clock clock;
    private Instant digest;
    private Instant selfTest;

    DeskCalendar(Ledger ledger, Clock clock) throws StoreException {
        this.ledger = ledger;
        this.clock = clock;
        this.digest = ledger.recall(DIGEST).flatMap(DeskCalendar::instant).orElse(clock.instant());
        this.selfTest = ledger.recall(SELF_TEST).flatMap(DeskCalendar::instant).orElse(clock.instant());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException foreign) {
            return Optional.empty();
        }
    }

    void digest(DeskTurn turn) {
        if (isDue(turn, turn.alerting().digest(), digest)) {
            trends(turn);
            turn.learn(new Signal.DigestDue(digest));
            digest = turn.now();
            remember(DIGEST, digest);
        }
    }

    /** Whoever has accepted something since the last time needs no test. */
    void selfTest(DeskTurn turn) {
        if (isDue(turn, turn.alerting().selfTest(), selfTest)) {
            Set<String> unheard = turn.alerting().receivers().keySet().stream()
                    .filter(receiver -> !wasTold(receiver, selfTest))
                    .collect(Collectors.toSet());
            turn.test(unheard);
            selfTest = turn.now();
            remember(SELF_TEST, selfTest);
        }
    }

    /** Whether the moment after {@code last} has come; if not, it is looked again then. */
    private boolean isDue(DeskTurn turn, Optional<Calendar> calendar, Instant last) {
        Optional<Instant> due =
                calendar.flatMap(it -> it.next(last.atZone(clock.getZone()))).map(ZonedDateTime::toInstant);
        boolean isDue = due.filter(at -> !at.isAfter(turn.now())).isPresent();
        if (!isDue) {
            due.ifPresent(turn::due);
        }
        return isDue;
    }

    private void trends(DeskTurn turn) {
        Instant now = turn.now();
        try {
            Map<String, Integer> lately = ledger.restarts(now.minus(WEEK), now);
            Map<String, Integer> before = ledger.restarts(now.minus(WEEK.multipliedBy(2)), now.minus(WEEK));
            for (Map.Entry<String, Integer> each : new TreeMap<>(lately).entrySet()) {
                String subject = each.getKey();
                Trend trend = new Trend(before.getOrDefault(subject, 0), each.getValue());
                if (trend.rises() && wasBefore(ledger.recall(TREND + subject), now.minus(WEEK))) {
                    turn.warn(subject, trend.text());
                    remember(TREND + subject, now);
                }
            }
        } catch (StoreException unreadable) {
            LOG.warn("cannot read how often services were restarted: {}", unreadable.getMessage());
        }
    }

    private boolean wasTold(String receiver, Instant since) {
        try {
            return !wasBefore(ledger.recall(Outbox.TOLD + receiver), since);
        } catch (StoreException unreadable) {
            return false;
        }
    }

    /** Whether what is remembered was before that, or is not. */
    private static boolean wasBefore(Optional<String> remembered, Instant moment) {
        return remembered
                .flatMap(DeskCalendar::instant)
                .filter(at -> !at.isBefore(moment))
                .isEmpty();
    }

    private void remember(String key, Instant moment) {
        try {
            ledger.remember(key, moment.toString());
        } catch (StoreException failure) {
            LOG.warn("cannot note when people were last told of {}: {}", key, failure.getMessage());
        }
    }
}
