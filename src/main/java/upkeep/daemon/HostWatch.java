package upkeep.daemon;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Event;
import upkeep.core.HostFacts;
import upkeep.core.HostFacts.Pressure;
import upkeep.host.PackageActivity;
import upkeep.host.PressureFiles;
import upkeep.host.SelfCheck;

/**
 * Looks at the machine every five seconds, and at upkeepd's own means every ten, and tells when something about them has
 * changed. Whether packages are being installed is looked at when a job is heard of as well, since what that job is for
 * may hang on it, and when a probe has failed. Not more often: to read the kernel's locks makes whoever locks a file wait.
 */
final class HostWatch implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int SELF_CHECK_EVERY = 2;
    /** Thousands of probes may fail at a time. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** A wish to be woken that comes true later than this means that upkeepd itself was held up. */
    private static final Duration HELD_UP = Duration.ofSeconds(5);

    private static final String KEY = "host";

    private final Schedule<String> schedule = new Schedule<>("host-watch", key -> turn());
    private final PackageActivity packages;
    private final PressureFiles pressure;
    private final SelfCheck self;
    private final Supplier<Optional<String>> lookedUp;
    private final Consumer<Event> events;
    private HostFacts told = HostFacts.CALM;
    private Moment due = Now.moment();
    private volatile Moment looked = Now.moment();
    private int turns;
    private Optional<String> loopback = Optional.empty();
    private Optional<String> resolver = Optional.empty();

    /**
     * @param lookedUp a name that probes look up, if there is one
     */
    HostWatch(Supplier<Optional<String>> lookedUp, Consumer<Event> events) {
        this.packages = new PackageActivity();
        this.pressure = new PressureFiles();
        this.self = new SelfCheck();
        this.lookedUp = lookedUp;
        this.events = events;
    }

    void start() {
        next();
    }

    /** A job was heard of: whatever is known of packages goes before it. */
    void beforeJob() {
        boolean going = look();
        synchronized (this) {
            tell(new HostFacts(told.pressure(), going, told.guard(), told.resolver(), told.zone()));
        }
    }

    /** A probe has failed: the same, but what was seen a second ago will do. */
    void beforeFailure() {
        if (Now.moment().since(looked).compareTo(FRESH) > 0) {
            beforeJob();
        }
    }

    private boolean look() {
        looked = Now.moment();
        return packages.isGoingOn();
    }

    private void turn() {
        Duration late = Now.moment().since(due);
        if (turns++ % SELF_CHECK_EVERY == 0) {
            loopback = self.loopback();
            resolver = lookedUp.get().flatMap(self::resolver);
        }
        Optional<String> heldUp = late.compareTo(HELD_UP) > 0
                ? Optional.of("upkeepd was held up for " + Humane.duration(late))
                : Optional.empty();
        Optional<Pressure> stalls = stalls();
        boolean going = look();
        synchronized (this) {
            tell(new HostFacts(
                    stalls,
                    going,
                    heldUp.or(() -> loopback),
                    resolver,
                    ZoneId.systemDefault().getId()));
        }
        next();
    }

    private void next() {
        due = Now.moment().plus(PERIOD);
        schedule.at(KEY, due);
    }

    private Optional<Pressure> stalls() {
        OptionalDouble cpu = pressure.cpu().some();
        OptionalDouble memory = pressure.memory().full();
        OptionalDouble io = pressure.io().full();
        if (cpu.isEmpty() && memory.isEmpty() && io.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Pressure(cpu.orElse(0), memory.orElse(0), io.orElse(0)));
    }

    /** Tells what has changed; of pressure, only that it has become high or is so no more. */
    private void tell(HostFacts facts) {
        boolean was = told.pressure().filter(it -> it.isHigh(false)).isPresent();
        boolean high = facts.pressure().filter(it -> it.isHigh(was)).isPresent();
        boolean changed = was != high
                || facts.packages() != told.packages()
                || !facts.guard().equals(told.guard())
                || !facts.resolver().equals(told.resolver())
                || !facts.zone().equals(told.zone());
        if (changed) {
            told = facts;
            events.accept(new Event.HostSeen(Now.moment(), facts));
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
