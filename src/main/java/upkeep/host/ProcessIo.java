package upkeep.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has read and written since it began, proc_pid_io(5).
 *
 * @param read bytes by all its calls, from pipes and sockets as well
 * @param diskRead bytes that a device had to be asked for
 */
record ProcessIo(long read, long written, long diskRead, long diskWritten) {

    static final int LIMIT = 1024;

    private static final Pattern TEXT = Pattern.compile("rchar: ([0-9]{1,18})\\nwchar: ([0-9]{1,18})\\nsyscr: [0-9]+\\n"
            + "syscw: [0-9]+\\nread_bytes: ([0-9]{1,18})\\nwrite_bytes: ([0-9]{1,18})\\n(?s:.*)");

    static Optional<ProcessIo> parse(String text) {
        Matcher found = TEXT.matcher(text);
        return found.matches()
                ? Optional.of(new ProcessIo(
                        Long.parseLong(found.group(1)),
                        Long.parseLong(found.group(2)),
                        Long.parseLong(found.group(3)),
                        Long.parseLong(found.group(4))))
                : Optional.empty();
    }
}
