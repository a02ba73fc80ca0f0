package upkeep.host;

import java.util.HashMap;
import java.util.Map;

/**
 * What a block device has done since the boot, from /proc/diskstats (https://docs.kernel.org/admin-guide/iostats.html).
 *
 * @param read bytes
 * @param written bytes
 * @param milliseconds what all operations took together, waiting included
 */
public record DiskCounters(long reads, long read, long writes, long written, long milliseconds) {

    static final int LIMIT = 1024 * 1024;

    /** Linux counts in these units, whatever the device has. */
    private static final int SECTOR_BYTES = 512;

    /** By {@code major:minor} as well as by name. */
    static Map<String, DiskCounters> parse(String text) {
        Map<String, DiskCounters> disks = new HashMap<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split(" +");
            if (fields.length >= 11) {
                DiskCounters counters = new DiskCounters(
                        Figures.count(fields, 3),
                        Figures.count(fields, 5) * SECTOR_BYTES,
                        Figures.count(fields, 7),
                        Figures.count(fields, 9) * SECTOR_BYTES,
                        Figures.count(fields, 6) + Figures.count(fields, 10));
                disks.put(fields[0] + ":" + fields[1], counters);
                disks.put(fields[2], counters);
            }
        }
        return disks;
    }
}
