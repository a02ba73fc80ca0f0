package upkeep.host;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the kernel has done since the boot.
 *
 * @param contextSwitches how often a processor went over to another task
 * @param pagedIn bytes read from block devices
 * @param pagedOut bytes written to them
 * @param swappedIn pages fetched back from swap
 * @param swappedOut pages moved there
 */
public record Activity(long contextSwitches, long pagedIn, long pagedOut, long swappedIn, long swappedOut) {

    /** From /proc/stat and /proc/vmstat. */
    static Activity parse(String stat, String vmstat) {
        Map<String, Long> counts = (stat + "\n" + vmstat)
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(fields -> fields.length >= 2)
                .collect(
                        Collectors.toMap(fields -> fields[0], fields -> Figures.count(fields, 1), (one, other) -> one));
        return new Activity(
                counts.getOrDefault("ctxt", 0L),
                counts.getOrDefault("pgpgin", 0L) * 1024,
                counts.getOrDefault("pgpgout", 0L) * 1024,
                counts.getOrDefault("pswpin", 0L),
                counts.getOrDefault("pswpout", 0L));
    }
}
