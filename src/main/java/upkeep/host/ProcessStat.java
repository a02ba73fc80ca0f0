package upkeep.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What /proc/PID/stat says of a process, proc_pid_stat(5).
 *
 * @param name of the program, at most 15 characters of it
 * @param state a letter: R runs, S sleeps, D waits for a device, T is stopped, Z has ended
 * @param ticks what it has used of the processors, in clock ticks, its ended children not included
 * @param begun in clock ticks after the boot
 */
record ProcessStat(int pid, String name, char state, int parent, long ticks, int threads, long begun) {

    static final int LIMIT = 4096;

    /** The name may hold anything, so the fields are counted from the last parenthesis. */
    private static final Pattern LINE = Pattern.compile(
            "(?<pid>[0-9]{1,9}) \\((?<name>.*)\\) (?<state>[A-Za-z]) (?<parent>[0-9]{1,9})(?: -?[0-9]+){9}"
                    + " (?<user>[0-9]{1,18}) (?<system>[0-9]{1,18})(?: -?[0-9]+){4} (?<threads>[0-9]{1,9}) -?[0-9]+"
                    + " (?<begun>[0-9]{1,18}) .*",
            Pattern.DOTALL);

    static Optional<ProcessStat> parse(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ProcessStat(
                Integer.parseInt(line.group("pid")),
                line.group("name"),
                line.group("state").charAt(0),
                Integer.parseInt(line.group("parent")),
                Long.parseLong(line.group("user")) + Long.parseLong(line.group("system")),
                Integer.parseInt(line.group("threads")),
                Long.parseLong(line.group("begun"))));
    }

    boolean isZombie() {
        return state == 'Z' || state == 'X';
    }
}
