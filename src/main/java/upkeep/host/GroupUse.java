package upkeep.host;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the control group of a unit uses, by files that everybody may read, cgroup v2 only (cgroups(7)). What a controller does
 * not count is absent.
 *
 * @param processor microseconds of processor time since the group was made
 * @param memory bytes, caches included
 * @param tasks processes and threads
 */
public record GroupUse(OptionalLong processor, OptionalLong memory, OptionalLong tasks) {

    private static final String TREE = "sys/fs/cgroup";
    private static final int LIMIT = 16 * 1024;

    /** That of the unit that a process belongs to; nothing if it has ended or belongs to another unit. */
    public static Optional<GroupUse> of(ProcFiles files, long process, String unit) {
        return files.text("proc/" + process + "/cgroup", LIMIT)
                .flatMap(text -> folder(text, unit))
                .map(folder -> read(files, TREE + folder));
    }

    /** The group of the unit itself, where the process is in one below it. */
    static Optional<String> folder(String groups, String unit) {
        for (String line : groups.lines().toList()) {
            String path = line.startsWith("0::/") ? line.substring("0::".length()) + "/" : "";
            int end = path.indexOf("/" + unit + "/");
            if (end >= 0) {
                return Optional.of(path.substring(0, end + 1 + unit.length()));
            }
        }
        return Optional.empty();
    }

    private static GroupUse read(ProcFiles files, String folder) {
        OptionalLong processor = files.text(folder + "/cpu.stat", LIMIT).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("usage_usec "))
                .map(line -> Figures.whole(line.substring("usage_usec ".length())))
                .findFirst()
                .orElse(OptionalLong.empty());
        return new GroupUse(
                processor, number(files, folder + "/memory.current"), number(files, folder + "/pids.current"));
    }

    private static OptionalLong number(ProcFiles files, String path) {
        return files.text(path, LIMIT).map(text -> Figures.whole(text.strip())).orElse(OptionalLong.empty());
    }
}
