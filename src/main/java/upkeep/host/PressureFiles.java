package upkeep.host;

import java.nio.file.Path;
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
    private static final Pattern LINE = Pattern.compile("(?m)^(some|full) avg10=([0-9]{1,3}(?:\\.[0-9]{1,6})?) ");

    private final Path folder;

    /** Reads this machine's. */
    public PressureFiles() {
        this(Path.of("/proc/pressure"));
    }

    PressureFiles(Path folder) {
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
        return parse(KernelText.read(folder.resolve(resource), LIMIT));
    }

    static Stall parse(Optional<String> text) {
        OptionalDouble some = OptionalDouble.empty();
        OptionalDouble full = OptionalDouble.empty();
        Matcher lines = LINE.matcher(text.orElse(""));
        while (lines.find()) {
            OptionalDouble share = OptionalDouble.of(Math.min(100, Double.parseDouble(lines.group(2))));
            if (lines.group(1).equals("some")) {
                some = share;
            } else {
                full = share;
            }
        }
        return new Stall(some, full);
    }
}
