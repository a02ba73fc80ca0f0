package upkeep.host;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pressure stall information of the whole machine (https://docs.kernel.org/accounting/psi.html), from /proc/pressure.
 * Thread-safe.
 */
public final class PressureFiles {

    private static final int LIMIT = 1024;
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(some|full) avg10=([0-9]{1,3}(?:\\.[0-9]{1,6})?) avg60=([0-9]{1,3}(?:\\.[0-9]{1,6})?) ");

    private final ProcFiles files;
    private final String folder;

    /** Reads this machine's. */
    public PressureFiles() {
        this(new ProcFiles());
    }

    PressureFiles(ProcFiles files) {
        this(files, "proc/pressure/");
    }

    PressureFiles(Path folder) {
        this(new ProcFiles(folder), "");
    }

    private PressureFiles(ProcFiles files, String folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * The share of the last ten seconds, in percent, in which at least one task ({@code some}) or every task
     * ({@code full}) waited. A value is absent where the kernel was built or booted without it.
     */
    public record Stall(OptionalDouble some, OptionalDouble full) {}

    /** Waiting for a processor; before Linux 5.13 without {@code full}. */
    public Stall cpu() {
        return stall("cpu");
    }

    public Stall memory() {
        return stall("memory");
    }

    /** Waiting for block devices. */
    public Stall io() {
        return stall("io");
    }

    private Stall stall(String resource) {
        return parse(files.text(folder + resource, LIMIT));
    }

    /** Every share in percent, over 10 and 60 seconds, by name: {@code cpu.some10}, {@code memory.full60}. */
    Map<String, Double> all() {
        Map<String, Double> shares = new HashMap<>();
        for (String resource : List.of("cpu", "memory", "io")) {
            Matcher lines = LINE.matcher(files.text(folder + resource, LIMIT).orElse(""));
            while (lines.find()) {
                String name = resource + "." + lines.group(1);
                shares.put(name + "10", share(lines.group(2)));
                shares.put(name + "60", share(lines.group(3)));
            }
        }
        return shares;
    }

    private static double share(String percent) {
        return Math.min(100, Double.parseDouble(percent));
    }

    static Stall parse(Optional<String> text) {
        OptionalDouble some = OptionalDouble.empty();
        OptionalDouble full = OptionalDouble.empty();
        Matcher lines = LINE.matcher(text.orElse(""));
        while (lines.find()) {
            OptionalDouble share = OptionalDouble.of(share(lines.group(2)));
            if (lines.group(1).equals("some")) {
                some = share;
            } else {
                full = share;
            }
        }
        return new Stall(some, full);
    }
}
