package upkeep.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.spec.Settings;
import upkeep.store.Ledger;
import upkeep.store.Retention;
import upkeep.store.StoreException;

/** Drops each hour what is too old or too much in the ledger, by the settings of the plan. */
final class Tidying implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Ledger ledger;
    private final Supplier<Settings> settings;
    private final long most;
    private final Schedule<String> schedule = new Schedule<>("ledger-retention", _ -> tidy());

    /**
     * @param most bytes of it, whatever the settings say
     */
    Tidying(Ledger ledger, Supplier<Settings> settings, long most) {
        this.ledger = ledger;
        this.settings = settings;
        this.most = most;
    }

    /** Begins a minute from now, when a machine that boots has other things to do. */
    void start() {
        next(Duration.ofMinutes(1));
    }

    /** What is kept at present. */
    Retention retention() {
        Settings.History history = settings.get().ledger();
        return Retention.of(history.keep().toDuration(), Math.min(history.size().bytes(), most));
    }

    private void tidy() {
        try {
            ledger.prune(retention(), Instant.now());
        } catch (StoreException e) {
            LOG.warn("cannot tidy the ledger: {}", e.getMessage());
        }
        next(EVERY);
    }

    private void next(Duration wait) {
        Moment due = Now.moment().plus(wait);
        schedule.at("prune", due);
    }

    @Override
    public void close() {
        schedule.close();
    }
}
