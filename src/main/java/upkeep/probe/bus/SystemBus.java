package upkeep.probe.bus;

import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.base.UnitName;

/**
 * The system bus, as far as probes ask over it: systemd about units, and systemd-timesyncd about the clock. A call blocks the
 * calling thread until the answer or the end of the time given. Thread-safe.
 *
 * <p>Properties are by the names that systemd gives them; those that are not there are left out. Each is a String, a Boolean,
 * a Double, a Long (-1 for an unsigned number beyond that, which is how systemd writes "not set"), or a List of these.
 */
public interface SystemBus {

    /** For a process without a connection to the bus: whatever is asked over it is unknown. */
    SystemBus NONE = new SystemBus() {
        @Override
        public Map<String, Object> unit(UnitName unit, Set<String> wanted, Duration within) throws Unanswered {
            throw new Unanswered("cannot look at " + unit
                    + ": there is no connection to the system bus here; let upkeepd" + " look, by `upkeep check`");
        }

        @Override
        public Optional<Map<String, Object>> timesyncd(Set<String> wanted, Duration within) throws Unanswered {
            throw new Unanswered(
                    "cannot ask systemd-timesyncd: there is no connection to the system bus here; let upkeepd"
                            + " ask, by `upkeep check`");
        }
    };

    /**
     * Properties of a unit, those of its type included. One that does not exist is told by its {@code LoadState}.
     *
     * @throws Unanswered if systemd cannot be asked, refuses, or does not answer in time
     */
    Map<String, Object> unit(UnitName unit, Set<String> wanted, Duration within) throws Unanswered;

    /**
     * Properties of systemd-timesyncd; nothing if it does not run.
     *
     * @throws Unanswered if it cannot be asked, or does not answer in time
     */
    Optional<Map<String, Object>> timesyncd(Set<String> wanted, Duration within) throws Unanswered;

    /** There was no answer; the message says why: "cannot X: why". */
    final class Unanswered extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        public Unanswered(String why) {
            super(why);
        }
    }
}
