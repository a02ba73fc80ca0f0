package upkeep.daemon;

import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.core.Event;

/** Whether the ledger can be written, told once when that changes: to the log, and as an event. Thread-safe. */
final class LedgerHealth {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerHealth.class);

    private final Consumer<Event> events;
    private final Optional<String> elsewhere;
    private Optional<String> failure = Optional.empty();
    private Optional<String> slowness = Optional.empty();
    private boolean isIll;

    /**
     * @param elsewhere why the ledger is not where it belongs, as long as this life lasts
     */
    LedgerHealth(Consumer<Event> events, Optional<String> elsewhere) {
        this.events = events;
        this.elsewhere = elsewhere;
    }

    /** What came of the last attempt to write. */
    void written(Optional<String> why) {
        synchronized (this) {
            failure = why;
        }
        tell();
    }

    /** Whether writing keeps up. */
    void pace(Optional<String> why) {
        synchronized (this) {
            slowness = why;
        }
        tell();
    }

    private void tell() {
        Optional<String> fault;
        synchronized (this) {
            fault = failure.or(() -> elsewhere).or(() -> slowness);
            if (fault.isPresent() == isIll) {
                return;
            }
            isIll = fault.isPresent();
        }
        if (fault.isPresent()) {
            LOG.error("the ledger fails, and supervision goes on: {}", fault.get());
        } else {
            LOG.warn("the ledger is written again; what happened meanwhile may be missing in it");
        }
        events.accept(new Event.LedgerSeen(Now.moment(), fault));
    }
}
