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
 * Looks at the machine every ten seconds, and at upkeepd's own loopback every thirty, and tells when something about them has changed.
 * Both are looked at when a probe has failed as well, since what that is worth hangs on it, and whether packages are being installed
 * when a job is heard of. Not more often: to read the kernel's locks makes whoever locks a file wait.
 */
final class HostWatch implements AutoCloseable {

    /** Each turn looks whether it comes in time, some at more. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private static final int LOOK_EVERY = 2;
    private static final int LOOPBACK_EVERY = 6;
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
    /** What is wrong with upkeepd's own means; as what was told, guarded by this. */
    private Optional<String> heldUp = Optional.empty();

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
        boolean going = packages.isGoingOn();
        synchronized (this) {
            tell(told.pressure(), going);
        }
    }

    /** A probe has failed: whether that can be believed goes before it; what was seen a second ago will do. */
    void beforeFailure() {
        if (Now.moment().since(looked).compareTo(FRESH) > 0) {
            look(true);
        }
    }

    private void turn() {
        Duration late = Now.moment().since(due);
        Optional<String> stall = late.compareTo(HELD_UP) > 0
                ? Optional.of("upkeepd was held up for " + Humane.duration(late))
                : Optional.empty();
        Optional<String> lookUp = turns % LOOK_EVERY == 0 ? lookedUp.get().flatMap(self::resolver) : resolver;
        synchronized (this) {
            heldUp = stall;
            resolver = lookUp;
            tell(told.pressure(), told.packages());
        }
        if (turns % LOOK_EVERY == 0) {
            look(turns % LOOPBACK_EVERY == 0);
        }
        turns++;
        next();
    }

    private void look(boolean withLoopback) {
        looked = Now.moment();
        Optional<String> connection = withLoopback ? self.loopback() : Optional.empty();
        Optional<Pressure> stalls = stalls();
        boolean going = packages.isGoingOn();
        synchronized (this) {
            loopback = withLoopback ? connection : loopback;
            tell(stalls, going);
        }
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
    private void tell(Optional<Pressure> pressure, boolean packages) {
        Optional<String> guard = heldUp.or(() -> loopback);
        HostFacts facts = new HostFacts(
                pressure, packages, guard, resolver, ZoneId.systemDefault().getId());
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
