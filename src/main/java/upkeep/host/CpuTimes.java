package upkeep.host;

import java.util.Optional;

/**
 * How long the processors together have been at what since the boot, in clock ticks, as proc_stat(5) has it. Guests are
 * counted apart here, while the kernel counts them as user or nice, too.
 *
 * @param processors how many there are; at least 1
 */
public record CpuTimes(
        int processors,
        long user,
        long nice,
        long system,
        long idle,
        long waiting,
        long hardIrq,
        long softIrq,
        long steal,
        long guest) {

    /** The first line of /proc/stat, and how many more begin as it does. */
    static Optional<CpuTimes> parse(String text) {
        String[] fields = new String[0];
        int processors = 0;
        for (String line : text.lines().toList()) {
            if (line.startsWith("cpu ")) {
                fields = line.split(" +");
            } else if (line.startsWith("cpu")) {
                processors++;
            } else if (fields.length > 0) {
                break;
            }
        }
        if (fields.length < 5) {
            return Optional.empty();
        }
        long guest = Figures.count(fields, 9);
        long niceGuest = Figures.count(fields, 10);
        return Optional.of(new CpuTimes(
                Math.max(1, processors),
                Math.max(0, Figures.count(fields, 1) - guest),
                Math.max(0, Figures.count(fields, 2) - niceGuest),
                Figures.count(fields, 3),
                Figures.count(fields, 4),
                Figures.count(fields, 5),
                Figures.count(fields, 6),
                Figures.count(fields, 7),
                Figures.count(fields, 8),
                guest + niceGuest));
    }

    public long total() {
        return busy() + idle + waiting;
    }

    /** All but idle and waiting for input and output. */
    public long busy() {
        return user + nice + system + hardIrq + softIrq + steal + guest;
    }
}
