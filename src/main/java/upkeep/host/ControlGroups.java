package upkeep.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which processes a unit of systemd has, by its control group: systemd names a group as it names the unit. Thread-safe; it
 * remembers where a unit was found.
 */
final class ControlGroups {

    /** Where the hierarchy of systemd is: version 2 alone, with version 1 beside it, version 1. */
    private static final List<String> TREES =
            List.of("sys/fs/cgroup", "sys/fs/cgroup/unified", "sys/fs/cgroup/systemd");

    private static final int MOST_FOLDERS = 10_000;
    private static final int MOST_ENTRIES = 4_096;
    private static final int MOST_REMEMBERED = 1_000;

    /** About a hundred thousand numbers. */
    private static final int LIMIT = 1024 * 1024;

    private final ProcFiles files;
    private final Map<String, String> folders = new ConcurrentHashMap<>();

    ControlGroups(ProcFiles files) {
        this.files = files;
    }

    /** Whether units can be found at all: whether the hierarchy is there for us to see. */
    boolean areThere() {
        return TREES.stream()
                .anyMatch(tree -> files.isFolder(tree + "/system.slice") || files.isFolder(tree + "/init.scope"));
    }

    /** The processes of a unit, those of groups below its own included; absent if it has no group, which is to say none. */
    Optional<List<Integer>> processes(String unit) {
        String known = folders.get(unit);
        if (known != null && files.isFolder(known)) {
            return Optional.of(below(known));
        }
        folders.remove(unit);
        Optional<String> found = find(unit);
        found.filter(_ -> folders.size() < MOST_REMEMBERED).ifPresent(folder -> folders.put(unit, folder));
        return found.map(this::below);
    }

    /** The unit that a process belongs to: the innermost group with the name of one. */
    Optional<String> unitOf(int process) {
        return files.text("proc/" + process + "/cgroup", 16 * 1024).flatMap(ControlGroups::unit);
    }

    static Optional<String> unit(String text) {
        String found = "";
        for (String line : text.lines().toList()) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && (fields[0].equals("0") || fields[1].equals("name=systemd"))) {
                for (String part : fields[2].split("/", -1)) {
                    found = part.endsWith(".service") || part.endsWith(".scope") ? part : found;
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private Optional<String> find(String unit) {
        for (String tree : TREES) {
            String usual = tree + "/system.slice/" + unit;
            if (files.isFolder(usual)) {
                return Optional.of(usual);
            }
        }
        for (String tree : TREES) {
            for (String folder : walk(tree)) {
                if (folder.endsWith("/" + unit)) {
                    return Optional.of(folder);
                }
            }
        }
        return Optional.empty();
    }

    private List<Integer> below(String group) {
        List<Integer> processes = new ArrayList<>();
        for (String folder : walk(group)) {
            files.text(folder + "/cgroup.procs", LIMIT).stream()
                    .flatMap(String::lines)
                    .map(Figures::whole)
                    .filter(OptionalLong::isPresent)
                    .forEach(pid -> processes.add((int) pid.getAsLong()));
        }
        return processes;
    }

    /** A folder and all below it, nearest first. Files have a dot in their names where groups seldom have; both are tried. */
    private List<String> walk(String from) {
        List<String> found = new ArrayList<>();
        Deque<String> left = new ArrayDeque<>(List.of(from));
        while (!left.isEmpty() && found.size() < MOST_FOLDERS) {
            String folder = left.removeFirst();
            found.add(folder);
            for (String name : files.names(folder, MOST_ENTRIES)) {
                if (!isControlFile(name) && files.isFolder(folder + "/" + name)) {
                    left.addLast(folder + "/" + name);
                }
            }
        }
        return found;
    }

    /** Every group has some forty of these; asking for each what it is would take most of the time. */
    private static boolean isControlFile(String name) {
        return name.matches("(cgroup|cpu|cpuset|memory|io|pids|irq|misc|hugetlb|rdma|dmem)\\.[a-z0-9._-]+")
                && !name.endsWith(".service")
                && !name.endsWith(".scope")
                && !name.endsWith(".slice");
    }
}
