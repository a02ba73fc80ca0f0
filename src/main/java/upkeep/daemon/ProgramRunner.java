package upkeep.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.notify.Programs;

/**
 * Runs the programs of {@code exec:} of checks and rules. Never two of one at once: what is asked for while it runs comes after it, and
 * of several such only the last.
 */
final class ProgramRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramRunner.class);

    /** Above the longest time that a spec can give a program. */
    private static final Duration DEADLINE = Duration.ofMinutes(65);

    private final Programs units;
    private final String host;
    private final Map<UnitName, Action.Run> next = new HashMap<>();

    /** @param host the name of this machine */
    ProgramRunner(Programs units, String host) {
        this.units = units;
        this.host = host;
    }

    void run(Action.Run asked) {
        synchronized (next) {
            boolean running = next.containsKey(asked.unit());
            next.put(asked.unit(), asked);
            if (running) {
                return;
            }
        }
        Thread.ofVirtual().name("program-" + asked.number()).start(() -> runAll(asked.unit()));
    }

    private void runAll(UnitName unit) {
        Action.Run done = null;
        while (true) {
            Action.Run asked;
            synchronized (next) {
                asked = next.get(unit);
                if (asked == null || asked.equals(done)) {
                    next.remove(unit);
                    return;
                }
            }
            runOne(asked);
            done = asked;
        }
    }

    private void runOne(Action.Run asked) {
        Map<String, String> variables = new TreeMap<>(asked.variables());
        variables.put("UPKEEP_HOST", host);
        variables.put("MONIT_HOST", host);
        switch (units.run(asked.unit(), variables, "", DEADLINE)) {
            case Programs.End.Exited exited when exited.status() == 0 -> LOG.info("ran {}: done", asked.unit());
            case Programs.End.Exited exited ->
                LOG.warn("ran {}: it ended with status {}", asked.unit(), exited.status());
            case Programs.End.Failed failed -> LOG.warn("cannot run {}: {}", asked.unit(), failed.why());
        }
    }
}
