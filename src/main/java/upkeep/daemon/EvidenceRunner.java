package upkeep.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.core.Action.LookUp;
import upkeep.core.Event;
import upkeep.core.Evidence;
import upkeep.systemd.journal.JournalEvidence;

/**
 * Asks the journal about what happened, a little later, since it learns of it later than the bus does. A few at a time, and
 * when much happens at once, only of the first of it: evidence explains, and nothing waits for it.
 */
final class EvidenceRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceRunner.class);
    private static final Duration LATER = Duration.ofMillis(500);
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 32;

    private final Schedule<LookUp> schedule = new Schedule<>("evidence-schedule", this::due);
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final AtomicInteger waiting = new AtomicInteger();
    private final JournalEvidence journal;
    private final Consumer<Event> events;

    EvidenceRunner(JournalEvidence journal, Consumer<Event> events) {
        this.journal = journal;
        this.events = events;
    }

    void lookUp(LookUp asked) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        Moment due = Now.moment().plus(LATER);
        schedule.at(asked, due);
    }

    private void due(LookUp asked) {
        Thread.ofVirtual().name("evidence-" + asked.entry()).start(() -> {
            try {
                slots.acquire();
                try {
                    Evidence evidence =
                            journal.find(asked.unit(), asked.since().wall(), asked.job(), asked.invocation());
                    if (!evidence.isEmpty()) {
                        events.accept(new Event.EvidenceFound(Now.moment(), asked.unit(), asked.entry(), evidence));
                    }
                } finally {
                    slots.release();
                }
            } catch (IOException e) {
                LOG.debug("cannot ask the journal about {}: {}", asked.unit(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.decrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        schedule.close();
    }
}
