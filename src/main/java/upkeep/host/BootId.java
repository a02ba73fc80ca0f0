package upkeep.host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The identity of this boot, proc_sys_kernel(5): what the monotonic clock says means nothing in another one. */
public final class BootId {

    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int LIMIT = 64;

    private BootId() {}

    /** 32 hexadecimal digits, as the journal writes it; absent if the kernel does not tell. */
    public static Optional<String> read() {
        return read(FILE);
    }

    static Optional<String> read(Path file) {
        return KernelText.read(file, LIMIT)
                .map(String::strip)
                .filter(text -> FORM.matcher(text).matches())
                .map(text -> text.replace("-", ""));
    }
}
