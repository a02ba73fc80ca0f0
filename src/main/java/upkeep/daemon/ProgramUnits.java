package upkeep.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.JobResult;
import upkeep.notify.Programs;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/**
 * Runs programs as the oneshot units that {@code apply} rendered for them. What a program is told lies in a file that its unit has as
 * standard input: lines of variables, an empty one, and what the program itself reads there. Nobody but upkeepd and root can read it, and
 * it is gone once the program is; what a kill of upkeepd leaves, systemd removes. Thread-safe.
 */
final class ProgramUnits implements Programs {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramUnits.class);
    private static final int LONGEST_VALUE = 4_096;
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Set<String> PROPERTIES = Set.of("Result", "ExecMainStatus");

    private final Path folder;
    private final ServiceManager manager;
    private final Map<UnitName, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** @param folder where units look for what they are told, {@code /run/upkeep/events} */
    ProgramUnits(Path folder, ServiceManager manager) {
        this.folder = folder;
        this.manager = manager;
    }

    @Override
    public End run(UnitName unit, Map<String, String> variables, String input, Duration deadline) {
        ReentrantLock lock = locks.computeIfAbsent(unit, _ -> new ReentrantLock());
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return new End.Failed("upkeepd stops");
        }
        try {
            return runAlone(unit, variables, input, deadline);
        } finally {
            lock.unlock();
        }
    }

    private End runAlone(UnitName unit, Map<String, String> variables, String input, Duration deadline) {
        Path file = folder.resolve(unit.text());
        try {
            write(file, variables, input);
            ServiceManager.JobEnd end = manager.run(unit, Verb.START, true, deadline);
            return end.result() == JobResult.DONE ? new End.Exited(0) : failed(unit, end.result());
        } catch (IOException e) {
            return new End.Failed("what it is told cannot be written: " + e.getMessage());
        } catch (ManagerException e) {
            return new End.Failed(String.valueOf(e.getMessage()));
        } finally {
            delete(file);
        }
    }

    private End failed(UnitName unit, JobResult job) throws ManagerException {
        if (job != JobResult.FAILED) {
            return new End.Failed("systemd ended its job: " + job.word());
        }
        Map<String, Object> seen = manager.properties(unit, PROPERTIES, LOOK);
        String result = String.valueOf(seen.get("Result"));
        return result.equals("exit-code") && seen.get("ExecMainStatus") instanceof Number status
                ? new End.Exited(status.intValue())
                : new End.Failed(
                        switch (result) {
                            case "timeout" -> "it took longer than its timeout";
                            case "signal", "core-dump" -> "it was killed by signal " + seen.get("ExecMainStatus");
                            case "oom-kill" -> "it ran out of memory";
                            default -> "systemd says " + result;
                        });
    }

    private static void write(Path file, Map<String, String> variables, String input) throws IOException {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(variables)
                .forEach((name, value) ->
                        lines.append(name).append('=').append(line(value)).append('\n'));
        lines.append('\n').append(input);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (var out = Files.newByteChannel(
                fresh,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** One line, since each variable is one; what others wrote may be in it. */
    private static String line(String value) {
        String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}, which a program was told: {}", file, e.getMessage());
        }
    }
}
