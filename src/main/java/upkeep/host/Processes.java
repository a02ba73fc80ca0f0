package upkeep.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.MeteredText;

/**
 * The processes of this machine, by unit, by the file with the number of one, or by command line. What other users' processes
 * have open or have read is absent where upkeepd may not see it. Thread-safe.
 */
public final class Processes {

    /** Characters of command lines that one search may read. */
    private static final int MOST_SEARCHED = 20_000_000;

    private static final int MOST = 100_000;
    private static final int COMMAND_LIMIT = 8192;
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +([0-9]{1,18}|unlimited) ");

    /** What sysconf(3) tells as _SC_CLK_TCK; it is the same on all machines of Debian. */
    public static final int TICKS_PER_SECOND = 100;

    private final ProcFiles files;
    private final ControlGroups groups;

    public Processes(ProcFiles files) {
        this.files = files;
        this.groups = new ControlGroups(files);
    }

    /**
     * Some processes at one moment, taken together.
     *
     * @param nanos when, by the clock of {@link ProcFiles}
     * @param count how many there are, those that have ended and were not waited for included
     * @param main the outermost one, the eldest if there are several
     * @param ticks of the processors, by process and its beginning, in units of {@link #TICKS_PER_SECOND}
     * @param children those that {@code main} has begun, and theirs
     * @param memory bytes; shared memory is divided among those that share it, or else counted for each
     * @param isMemoryDivided whether that could be done
     * @param openFiles absent where not all of them could be counted
     * @param openFilesPercent the largest share that one process has of its own limit
     * @param outdated how many run a program or library that was replaced since; absent where that is not for us to see
     * @param io since the processes began; absent where that is not for us to see
     */
    public record Sample(
            long nanos,
            int count,
            Main main,
            Map<String, Long> ticks,
            int threads,
            int zombies,
            int children,
            long memory,
            boolean isMemoryDivided,
            OptionalLong openFiles,
            OptionalDouble openFilesPercent,
            OptionalLong outdated,
            Optional<Io> io) {}

    /**
     * One process.
     *
     * @param state such as {@code running} or {@code sleeping}
     * @param uptime seconds since it began
     * @param label of AppArmor or SELinux
     */
    public record Main(
            int pid,
            int parent,
            String name,
            String state,
            long uid,
            long euid,
            long gid,
            OptionalDouble uptime,
            Optional<String> label) {}

    /** Bytes; {@code read} and {@code written} by any call, the others on devices alone. */
    public record Io(long read, long written, long diskRead, long diskWritten) {}

    static boolean isProcess(String name) {
        return !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether the control groups of units can be seen; if not, {@link #ofUnit} finds nothing. */
    public boolean seesUnits() {
        return groups.areThere();
    }

    /** Those of a unit. */
    public Set<Integer> ofUnit(String unit) {
        return new HashSet<>(groups.processes(unit).orElse(List.of()));
    }

    public Optional<String> unitOf(int process) {
        return groups.unitOf(process);
    }

    /** A process and all that it has begun, as far as they have not left it; none if it does not run. */
    public Set<Integer> from(int process) {
        return files.text("proc/" + process + "/stat", ProcessStat.LIMIT)
                .flatMap(ProcessStat::parse)
                .map(_ -> withDescendants(Set.of(process)))
                .orElse(Set.of());
    }

    /**
     * Those in whose command line, its words joined by blanks, the pattern is found, and all that they have begun. Absent if
     * the search came to no end in a reasonable time, as some patterns do.
     */
    public Optional<Set<Integer>> matching(Pattern pattern) {
        Set<Integer> found = new HashSet<>();
        String own = Long.toString(ProcessHandle.current().pid());
        MeteredText.Meter allowance = MeteredText.Meter.of(MOST_SEARCHED);
        for (String name : files.names("proc", MOST)) {
            if (isProcess(name) && !name.equals(own)) {
                String line = commandLine(name);
                try {
                    if (!line.isEmpty()
                            && pattern.matcher(new MeteredText(line, allowance)).find()) {
                        found.add(Integer.valueOf(name));
                    }
                } catch (MeteredText.SpentException | StackOverflowError tooMuch) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(found.isEmpty() ? found : withDescendants(found));
    }

    /** Empty for the kernel's own. */
    private String commandLine(String pid) {
        String command = files.text("proc/" + pid + "/cmdline", COMMAND_LIMIT).orElse("");
        return new String(command.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replace('\0', ' ')
                .strip();
    }

    private Set<Integer> withDescendants(Set<Integer> eldest) {
        Map<Integer, List<Integer>> children = new HashMap<>();
        for (String name : files.names("proc", MOST)) {
            if (isProcess(name)) {
                stat(Integer.parseInt(name))
                        .ifPresent(stat -> children.computeIfAbsent(stat.parent(), _ -> new ArrayList<>())
                                .add(stat.pid()));
            }
        }
        return descendants(eldest, children);
    }

    private static Set<Integer> descendants(Collection<Integer> eldest, Map<Integer, List<Integer>> children) {
        Set<Integer> all = new HashSet<>(eldest);
        Deque<Integer> left = new ArrayDeque<>(eldest);
        while (!left.isEmpty()) {
            for (int child : children.getOrDefault(left.removeFirst(), List.of())) {
                if (all.add(child)) {
                    left.addLast(child);
                }
            }
        }
        return all;
    }

    /** Looks at the processes with these numbers; absent if none of them is there any more. */
    public Optional<Sample> sample(Set<Integer> pids) {
        List<ProcessStat> stats =
                pids.stream().flatMap(pid -> stat(pid).stream()).toList();
        if (stats.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Long> ticks = new HashMap<>();
        Map<Integer, List<Integer>> children = new HashMap<>();
        for (ProcessStat stat : stats) {
            ticks.put(stat.pid() + "@" + stat.begun(), stat.ticks());
            children.computeIfAbsent(stat.parent(), _ -> new ArrayList<>()).add(stat.pid());
        }
        ProcessStat main = stats.stream()
                .min(Comparator.comparing((ProcessStat stat) -> pids.contains(stat.parent()))
                        .thenComparing(ProcessStat::isZombie)
                        .thenComparingLong(ProcessStat::begun)
                        .thenComparingInt(ProcessStat::pid))
                .orElseThrow();
        List<Integer> living = stats.stream()
                .filter(stat -> !stat.isZombie())
                .map(ProcessStat::pid)
                .toList();
        Optional<Long> divided = sum(living, this::proportional);
        Optional<Long> open = sum(living, this::openFiles);
        Optional<Long> outdated = sum(living, this::outdated);
        return Optional.of(new Sample(
                files.now(),
                stats.size(),
                main(main),
                ticks,
                stats.stream().mapToInt(ProcessStat::threads).sum(),
                stats.size() - living.size(),
                descendants(Set.of(main.pid()), children).size() - 1,
                divided.orElseGet(() -> living.stream()
                        .flatMap(pid -> status(pid).stream())
                        .mapToLong(ProcessStatus::resident)
                        .sum()),
                divided.isPresent(),
                optional(open),
                open.isPresent() ? largestShare(living) : OptionalDouble.empty(),
                optional(outdated),
                io(living)));
    }

    /**
     * The file that a process runs, as /proc/PID/exe has it: its path, and {@code (deleted)} behind that where it is no longer
     * there by this name. Absent for the kernel's own, and where it is not for us to see.
     */
    public Optional<String> program(int pid) {
        return files.link("proc/" + pid + "/exe");
    }

    /**
     * The programs and libraries that some processes run and that were replaced or removed since they were loaded, each once and
     * sorted; absent if that is not for us to see of one that is still there.
     */
    public Optional<List<String>> replaced(Set<Integer> pids) {
        Set<String> replaced = new TreeSet<>();
        for (int pid : pids) {
            Optional<String> maps = files.text("proc/" + pid + "/maps", MappedFiles.LIMIT);
            if (maps.isEmpty() && files.isFolder("proc/" + pid)) {
                return Optional.empty();
            }
            MappedFiles.replaced(maps.orElse("")).forEach(replaced::add);
        }
        return Optional.of(List.copyOf(replaced));
    }

    private Optional<ProcessStat> stat(int pid) {
        return files.text("proc/" + pid + "/stat", ProcessStat.LIMIT).flatMap(ProcessStat::parse);
    }

    private Optional<ProcessStatus> status(int pid) {
        return files.text("proc/" + pid + "/status", ProcessStatus.LIMIT).flatMap(ProcessStatus::parse);
    }

    private Main main(ProcessStat stat) {
        Optional<ProcessStatus> status = status(stat.pid());
        OptionalDouble up = files.text("proc/uptime", 128).map(Machine::uptime).orElse(OptionalDouble.empty());
        return new Main(
                stat.pid(),
                stat.parent(),
                stat.name(),
                word(stat.state()),
                status.map(ProcessStatus::uid).orElse(-1L),
                status.map(ProcessStatus::euid).orElse(-1L),
                status.map(ProcessStatus::gid).orElse(-1L),
                up.isPresent()
                        ? OptionalDouble.of(Math.max(0, up.getAsDouble() - (double) stat.begun() / TICKS_PER_SECOND))
                        : up,
                files.text("proc/" + stat.pid() + "/attr/current", 1024)
                        .map(label -> label.replace('\0', ' ').strip())
                        .filter(label -> !label.isEmpty()));
    }

    private static String word(char state) {
        return switch (state) {
            case 'R' -> "running";
            case 'S' -> "sleeping";
            case 'D' -> "waiting";
            case 'T', 't' -> "stopped";
            case 'I' -> "idle";
            default -> "ended";
        };
    }

    /** The sum over all, or nothing if one of those that are still there does not tell. */
    private Optional<Long> sum(List<Integer> pids, Count count) {
        long sum = 0;
        for (int pid : pids) {
            OptionalLong one = count.of(pid);
            if (one.isEmpty() && stat(pid).filter(stat -> !stat.isZombie()).isPresent()) {
                return Optional.empty();
            }
            sum += one.orElse(0);
        }
        return Optional.of(sum);
    }

    private static OptionalLong optional(Optional<Long> number) {
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }

    /** 1 for a process that runs old code, 0 for one that does not. */
    private OptionalLong outdated(int pid) {
        return files.text("proc/" + pid + "/maps", MappedFiles.LIMIT)
                .filter(maps -> !maps.isEmpty())
                .map(maps -> OptionalLong.of(MappedFiles.isOutdated(maps) ? 1 : 0))
                .orElse(OptionalLong.empty());
    }

    @FunctionalInterface
    private interface Count {
        OptionalLong of(int pid);
    }

    private OptionalLong proportional(int pid) {
        return files.text("proc/" + pid + "/smaps_rollup", 4096)
                .map(ProcessStatus::proportional)
                .orElse(OptionalLong.empty());
    }

    /** Since Linux 6.2 the size of the folder is their number, for everybody to see; before, those who may can count. */
    private OptionalLong openFiles(int pid) {
        OptionalLong size = files.size("proc/" + pid + "/fd");
        if (size.isPresent() && size.getAsLong() > 0) {
            return size;
        }
        return files.list("proc/" + pid + "/fd", 1_000_000)
                .map(names -> OptionalLong.of(names.size()))
                .orElse(OptionalLong.empty());
    }

    private OptionalDouble largestShare(List<Integer> pids) {
        OptionalDouble largest = OptionalDouble.empty();
        for (int pid : pids) {
            Matcher limit = OPEN_FILES.matcher(
                    files.text("proc/" + pid + "/limits", 4096).orElse(""));
            if (limit.find() && !limit.group(1).equals("unlimited")) {
                double most = Math.max(1, Double.parseDouble(limit.group(1)));
                double share = 100.0 * openFiles(pid).orElse(0) / most;
                largest = OptionalDouble.of(Math.max(share, largest.orElse(0)));
            }
        }
        return largest;
    }

    private Optional<Io> io(List<Integer> pids) {
        long read = 0;
        long written = 0;
        long diskRead = 0;
        long diskWritten = 0;
        for (int pid : pids) {
            Optional<ProcessIo> one =
                    files.text("proc/" + pid + "/io", ProcessIo.LIMIT).flatMap(ProcessIo::parse);
            if (one.isEmpty()) {
                if (stat(pid).filter(stat -> !stat.isZombie()).isPresent()) {
                    return Optional.empty();
                }
                continue;
            }
            read += one.get().read();
            written += one.get().written();
            diskRead += one.get().diskRead();
            diskWritten += one.get().diskWritten();
        }
        return Optional.of(new Io(read, written, diskRead, diskWritten));
    }
}
