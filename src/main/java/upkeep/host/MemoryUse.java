package upkeep.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Memory and swap of the machine in bytes, from /proc/meminfo (proc_meminfo(5)). Used is what is not available to a new
 * program, MemTotal less MemAvailable: caches that give way do not count. free(1) since procps 4 and Monit have the same.
 */
public record MemoryUse(long total, long used, long swapTotal, long swapUsed) {

    static final int LIMIT = 16 * 1024;

    static Optional<MemoryUse> parse(String text) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split("[: ]+", 4);
            if (fields.length == 3 && fields[2].equals("kB")) {
                OptionalLong kibibytes = Figures.whole(fields[1]);
                if (kibibytes.isPresent()
                        && kibibytes.getAsLong() >= 0
                        && kibibytes.getAsLong() <= Long.MAX_VALUE / 1024) {
                    bytes.putIfAbsent(fields[0], kibibytes.getAsLong() * 1024);
                }
            }
        }
        Long total = bytes.get("MemTotal");
        Long available = bytes.get("MemAvailable");
        if (total == null || available == null || total == 0) {
            return Optional.empty();
        }
        long swap = bytes.getOrDefault("SwapTotal", 0L);
        long swapFree = bytes.getOrDefault("SwapFree", 0L);
        return Optional.of(new MemoryUse(total, Math.max(0, total - available), swap, Math.max(0, swap - swapFree)));
    }
}
