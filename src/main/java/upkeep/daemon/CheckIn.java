package upkeep.daemon;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.core.Event;
import upkeep.notify.Delivery;
import upkeep.spec.Channel;
import upkeep.spec.Settings;

/**
 * Tells a service elsewhere that upkeepd is alive and sees the machine, as long as it does: whoever watches there learns from silence. That
 * the service cannot be reached is told as of a receiver, after three times.
 */
final class CheckIn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckIn.class);

    /** No receiver has such a name. */
    private static final String NAME = "the check-in";

    private static final String KEY = "check-in";
    private static final int TOLD_AFTER = 3;

    private final Supplier<Optional<Settings.CheckIn>> wanted;
    private final Function<Channel.Address, Delivery> sending;
    private final Supplier<Optional<String>> ailment;
    private final Consumer<Event> events;
    private final Schedule<String> schedule = new Schedule<>("check-in", _ -> due());
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    /** Asked for while one is under way. */
    private final AtomicBoolean isWanted = new AtomicBoolean();

    /** Those of whoever is under way. */
    private volatile int failures;

    private volatile boolean isAiling;

    /**
     * @param wanted by the plan in force
     * @param ailment why upkeepd itself does not see the machine, if so; it does not say then that it does
     */
    CheckIn(
            Supplier<Optional<Settings.CheckIn>> wanted,
            Function<Channel.Address, Delivery> sending,
            Supplier<Optional<String>> ailment,
            Consumer<Event> events) {
        this.wanted = wanted;
        this.sending = sending;
        this.ailment = ailment;
        this.events = events;
    }

    /** The plan is another one, or the first. */
    void look() {
        schedule.at(KEY, Now.moment());
    }

    private void due() {
        isWanted.set(true);
        if (isUnderWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("check-in").start(this::run);
        }
    }

    private void run() {
        Moment begun = Now.moment();
        isWanted.set(false);
        Optional<Settings.CheckIn> plan = wanted.get();
        try {
            if (plan.isEmpty()) {
                seen(Optional.empty());
                return;
            }
            Optional<String> why = ailment.get();
            if (why.isPresent() && !isAiling) {
                LOG.warn("no check-in, since {}", why.get());
            }
            isAiling = why.isPresent();
            if (!isAiling) {
                seen(fault(sending.apply(plan.get().address())));
            }
        } catch (RuntimeException bug) {
            LOG.error("cannot check in: a fault in upkeepd itself", bug);
        } finally {
            isUnderWay.set(false);
            Optional<Moment> next = isWanted.get()
                    ? Optional.of(begun)
                    : plan.map(it -> begun.plus(it.every().toDuration()));
            next.ifPresent(due -> schedule.at(KEY, due));
        }
    }

    private static Optional<String> fault(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Delivered _ -> Optional.empty();
            case Delivery.Retry retry -> Optional.of(retry.why());
            case Delivery.Rejected rejected -> Optional.of(rejected.why());
        };
    }

    private void seen(Optional<String> fault) {
        int before = failures;
        int now = fault.isPresent() ? before + 1 : 0;
        failures = now;
        if (now == TOLD_AFTER || (now == 0 && before >= TOLD_AFTER)) {
            events.accept(new Event.ReceiverSeen(Now.moment(), NAME, fault));
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
