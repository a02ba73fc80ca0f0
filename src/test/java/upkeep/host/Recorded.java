package upkeep.host;

import java.nio.file.Path;

/** What two kernels said, recorded in virtual machines and containers of Debian a few seconds after their boot. */
final class Recorded {

    private static final Path FOLDER = Path.of("src", "test", "resources", "host");

    private Recorded() {}

    /** That of Debian 12, systemd 252. */
    static ProcFiles linux61() {
        return new ProcFiles(FOLDER.resolve("linux-6.1"));
    }

    /** A later one than that of Debian 13, systemd 257. */
    static ProcFiles linux618() {
        return new ProcFiles(FOLDER.resolve("linux-6.18"));
    }
}
