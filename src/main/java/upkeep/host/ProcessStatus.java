package upkeep.host;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What /proc/PID/status says of a process, proc_pid_status(5).
 *
 * @param resident bytes in memory, those shared with others included
 */
record ProcessStatus(long uid, long euid, long gid, long egid, long resident) {

    static final int LIMIT = 8192;

    private static final Pattern UIDS = Pattern.compile("(?m)^Uid:\\t([0-9]{1,10})\\t([0-9]{1,10})\\t");
    private static final Pattern GIDS = Pattern.compile("(?m)^Gid:\\t([0-9]{1,10})\\t([0-9]{1,10})\\t");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:[ \\t]*([0-9]{1,15}) kB$");
    private static final Pattern SHARE = Pattern.compile("(?m)^Pss:[ \\t]*([0-9]{1,15}) kB$");

    static Optional<ProcessStatus> parse(String text) {
        Matcher uids = UIDS.matcher(text);
        Matcher gids = GIDS.matcher(text);
        if (!uids.find() || !gids.find()) {
            return Optional.empty();
        }
        return Optional.of(new ProcessStatus(
                Long.parseLong(uids.group(1)),
                Long.parseLong(uids.group(2)),
                Long.parseLong(gids.group(1)),
                Long.parseLong(gids.group(2)),
                kibibytes(RESIDENT, text).orElse(0)));
    }

    /** Of /proc/PID/smaps_rollup: memory that several processes share is divided among them. */
    static OptionalLong proportional(String text) {
        return kibibytes(SHARE, text);
    }

    private static OptionalLong kibibytes(Pattern line, String text) {
        Matcher found = line.matcher(text);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) * 1024) : OptionalLong.empty();
    }
}
