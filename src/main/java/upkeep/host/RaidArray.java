package upkeep.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A software RAID of the kernel, as /proc/mdstat has it, md(4).
 *
 * @param level such as {@code raid1}; empty for one that is not running
 * @param wanted how many members make it whole; 0 for levels that cannot be without one
 * @param working how many it has
 * @param failed members that the kernel has given up
 * @param work what is being done to all of it, if anything is
 */
public record RaidArray(
        String name,
        boolean isActive,
        boolean isReadOnly,
        String level,
        int wanted,
        int working,
        List<String> failed,
        int spares,
        Optional<Work> work) {

    static final int LIMIT = 256 * 1024;

    private static final Pattern FIRST = Pattern.compile(
            "(?<name>md[A-Za-z0-9_.-]{1,64}) : (?<state>active|inactive)(?<mode> \\((?:auto-)?read-only\\)| \\(read-only\\))?"
                    + "(?<rest>( [^ ]+)*) ?");
    private static final Pattern MEMBER = Pattern.compile("(?<device>[^ \\[]+)\\[[0-9]+](?<flags>(\\([A-Z]\\))*)");
    private static final Pattern MEMBERS =
            Pattern.compile(" \\[(?<wanted>[0-9]{1,4})/(?<working>[0-9]{1,4})] \\[[U_]+]");
    private static final Pattern WORK =
            Pattern.compile("(?<action>resync|recovery|reshape|check|repair) *= *(?<percent>[0-9]{1,3}(\\.[0-9]+)?)%"
                    + "(?: \\([0-9]+/[0-9]+\\))?(?: finish=(?<minutes>[0-9]{1,9}(\\.[0-9]+)?)min)?"
                    + "(?: speed=(?<speed>[0-9]{1,12})K/sec)?");
    private static final Pattern WAITING =
            Pattern.compile("(?<action>resync|recovery|reshape|check|repair) *= *(DELAYED|PENDING|REMOTE)");

    public RaidArray {
        failed = List.copyOf(failed);
    }

    /**
     * A resynchronisation, recovery, reshaping, check or repair.
     *
     * @param percent how much of it is done; absent where it waits for another one
     * @param secondsLeft what the kernel expects
     * @param speed bytes a second
     */
    public record Work(String action, OptionalDouble percent, OptionalDouble secondsLeft, OptionalDouble speed) {}

    /** Whether a further member may fail without loss no more, or all is lost. */
    public boolean isDegraded() {
        return !isActive || working < wanted;
    }

    /** All of a text. */
    static List<RaidArray> parse(String text) {
        List<RaidArray> arrays = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.startsWith(" ") && !line.isEmpty()) {
                array(block).ifPresent(arrays::add);
                block.clear();
            }
            block.add(line);
        }
        array(block).ifPresent(arrays::add);
        return arrays;
    }

    private static Optional<RaidArray> array(List<String> block) {
        Matcher first = FIRST.matcher(block.isEmpty() ? "" : block.getFirst());
        if (!first.matches()) {
            return Optional.empty();
        }
        String details = String.join("\n", block.subList(1, block.size()));
        String level = "";
        List<String> failed = new ArrayList<>();
        int spares = 0;
        for (String word : first.group("rest").strip().split(" ", -1)) {
            Matcher member = MEMBER.matcher(word);
            if (!member.matches()) {
                level = level.isEmpty() ? word : level;
            } else if (member.group("flags").contains("(F)")) {
                failed.add(member.group("device"));
            } else if (member.group("flags").contains("(S)")) {
                spares++;
            }
        }
        Matcher members = MEMBERS.matcher(details);
        boolean counts = members.find();
        return Optional.of(new RaidArray(
                first.group("name"),
                first.group("state").equals("active"),
                first.group("mode") != null,
                level,
                counts ? Integer.parseInt(members.group("wanted")) : 0,
                counts ? Integer.parseInt(members.group("working")) : 0,
                failed,
                spares,
                work(details)));
    }

    private static Optional<Work> work(String details) {
        Matcher work = WORK.matcher(details);
        if (work.find()) {
            return Optional.of(new Work(
                    work.group("action"),
                    OptionalDouble.of(Math.min(100, Double.parseDouble(work.group("percent")))),
                    times(work.group("minutes"), 60),
                    times(work.group("speed"), 1024)));
        }
        Matcher waiting = WAITING.matcher(details);
        return waiting.find()
                ? Optional.of(new Work(
                        waiting.group("action"),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()))
                : Optional.empty();
    }

    private static OptionalDouble times(@Nullable String digits, int factor) {
        return digits == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(digits) * factor);
    }
}
