package upkeep.core;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pcollections.TreePMap;
import upkeep.base.Moment;
import upkeep.core.ServiceState.Hold;

/**
 * What is known of the machine as a whole. Nearly all of it is learned again by another upkeepd.
 *
 * @param listed whether the bus is there and every unit was looked at
 * @param stopping whether the machine is shutting down
 * @param panicSince since when most services are bad at once
 * @param restarts when services were last restarted on a probe's word, within the last minute at least, by name
 * @param facts what was last seen of the machine
 * @param pressureSince since when probes are not believed since the machine is short of processor, memory or disk
 * @param packagesSince since when packages are being installed
 * @param packagesEnded when that ended, until things have settled
 * @param heard when the last event came, which shows that a clock was stepped or the machine slept
 * @param wentDown when services last went down, within the last half minute, by name
 * @param boot what is to be told of after a boot
 * @param connected the entry that tells that all units were looked at, the cause of what is done about what was found then
 * @param handsOff suspends supervision of every service; this alone outlives upkeepd
 */
public record HostState(
        boolean listed,
        boolean stopping,
        Optional<Moment> panicSince,
        Map<String, Moment> restarts,
        HostFacts facts,
        Optional<Moment> pressureSince,
        Optional<Moment> packagesSince,
        Optional<Moment> packagesEnded,
        Moment heard,
        Map<String, Moment> wentDown,
        Optional<Boot> boot,
        long connected,
        Optional<Hold> handsOff) {

    /** Units are left to settle for this long after packages were installed. */
    static final Duration PACKAGES_SETTLE = Duration.ofSeconds(30);

    /** A run of dpkg that takes longer most likely waits for a person, and is waited for no more. */
    static final Duration PACKAGES_LONGEST = Duration.ofHours(1);

    public HostState {
        restarts = restarts instanceof TreePMap ? restarts : TreePMap.from(restarts);
        wentDown = wentDown instanceof TreePMap ? wentDown : TreePMap.from(wentDown);
    }

    /** The machine has been booted since upkeepd last ran: at {@code due}, tell what became of what ran before. */
    public record Boot(Moment due, Set<String> wanted) {
        public Boot {
            wanted = Set.copyOf(wanted);
        }
    }

    static HostState fresh(Moment now) {
        return new HostState(
                false,
                false,
                Optional.empty(),
                Map.of(),
                HostFacts.CALM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Map.of(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    /** Whether units may be stopped and started by a package's scripts now. */
    boolean packagesAtWork(Moment now) {
        boolean running = packagesSince
                .filter(since -> !now.reached(since.plus(PACKAGES_LONGEST)))
                .isPresent();
        boolean settling = packagesEnded
                .filter(ended -> !now.reached(ended.plus(PACKAGES_SETTLE)))
                .isPresent();
        return running || settling;
    }

    HostState listed(boolean value) {
        return with(edit -> edit.listed = value);
    }

    HostState stopping(boolean value) {
        return with(edit -> edit.stopping = value);
    }

    HostState panicSince(Optional<Moment> value) {
        return with(edit -> edit.panicSince = value);
    }

    HostState restarts(Map<String, Moment> value) {
        return with(edit -> edit.restarts = value);
    }

    HostState facts(HostFacts value) {
        return with(edit -> edit.facts = value);
    }

    HostState pressureSince(Optional<Moment> value) {
        return with(edit -> edit.pressureSince = value);
    }

    HostState packages(Optional<Moment> since, Optional<Moment> ended) {
        return with(edit -> {
            edit.packagesSince = since;
            edit.packagesEnded = ended;
        });
    }

    HostState heard(Moment value) {
        return with(edit -> edit.heard = value);
    }

    HostState wentDown(Map<String, Moment> value) {
        return with(edit -> edit.wentDown = value);
    }

    HostState boot(Optional<Boot> value) {
        return with(edit -> edit.boot = value);
    }

    HostState connected(long value) {
        return with(edit -> edit.connected = value);
    }

    HostState handsOff(Optional<Hold> value) {
        return with(edit -> edit.handsOff = value);
    }

    private HostState with(Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.done();
    }

    /** A copy in the making. */
    private static final class Edit {
        private boolean listed;
        private boolean stopping;
        private Optional<Moment> panicSince;
        private Map<String, Moment> restarts;
        private HostFacts facts;
        private Optional<Moment> pressureSince;
        private Optional<Moment> packagesSince;
        private Optional<Moment> packagesEnded;
        private Moment heard;
        private Map<String, Moment> wentDown;
        private Optional<Boot> boot;
        private long connected;
        private Optional<Hold> handsOff;

        Edit(HostState from) {
            this.listed = from.listed;
            this.stopping = from.stopping;
            this.panicSince = from.panicSince;
            this.restarts = from.restarts;
            this.facts = from.facts;
            this.pressureSince = from.pressureSince;
            this.packagesSince = from.packagesSince;
            this.packagesEnded = from.packagesEnded;
            this.heard = from.heard;
            this.wentDown = from.wentDown;
            this.boot = from.boot;
            this.connected = from.connected;
            this.handsOff = from.handsOff;
        }

        HostState done() {
            return new HostState(
                    listed,
                    stopping,
                    panicSince,
                    restarts,
                    facts,
                    pressureSince,
                    packagesSince,
                    packagesEnded,
                    heard,
                    wentDown,
                    boot,
                    connected,
                    handsOff);
        }
    }
}
