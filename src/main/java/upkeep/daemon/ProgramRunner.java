package upkeep.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Action.Verb;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/**
 * Runs the programs of {@code exec:} as the oneshot units that {@code apply} rendered for them. What a program is told lies
 * in a file that its unit has as standard input. Never two of one at once: what is asked for while it runs comes after it,
 * and of several such only the last.
 */
final class ProgramRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramRunner.class);
    private static final int LONGEST_VALUE = 4_096;

    /** Above the longest time that a spec can give a program. */
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final Path folder;
    private final ServiceManager manager;
    private final Map<UnitName, Action.Run> next = new HashMap<>();

    /**
     * @param folder where units look for what they are told, {@code /run/upkeep/events}
     */
    ProgramRunner(Path folder, ServiceManager manager) {
        this.folder = folder;
        this.manager = manager;
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
        try {
            tell(asked);
            ServiceManager.JobEnd end = manager.run(asked.unit(), Verb.START, true, DEADLINE);
            LOG.info("ran {}: {}", asked.unit(), end.result().word());
        } catch (IOException e) {
            LOG.warn("cannot run {}: cannot write what it is told: {}", asked.unit(), e.getMessage());
        } catch (ManagerException e) {
            LOG.warn("cannot run {}: {}", asked.unit(), e.getMessage());
        }
    }

    private void tell(Action.Run asked) throws IOException {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(asked.variables())
                .forEach((name, value) ->
                        lines.append(name).append('=').append(line(value)).append('\n'));
        Path file = folder.resolve(asked.unit().text());
        Path fresh = folder.resolve(asked.unit().text() + ".new");
        Files.writeString(fresh, lines, StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** One line, since each variable is one; what others wrote may be in it. */
    private static String line(String value) {
        String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
