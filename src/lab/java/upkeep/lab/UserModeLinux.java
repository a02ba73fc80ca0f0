package upkeep.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** A Debian booted with a kernel of its own, for one job: what needs cgroup controllers, or a clock that may be set. */
public final class UserModeLinux {
    /** Longer than two boots may take. */
    private static final Duration LIMIT = Duration.ofMinutes(21);

    private static final Path PROGRAMS = Path.of("src/lab/programs");

    private UserModeLinux() {}

    /**
     * Boots, runs one of {@code src/lab/programs} as root, and powers off.
     *
     * @param folder is /mnt in there: gets the program as job.sh, the package as upkeep.deb, what installs it as install.sh, and
     *     the other programs by their names
     * @throws AssertionError when the job fails, with what it printed
     */
    public static String run(Suite suite, Path folder, String job, String... programs) {
        try {
            Files.copy(Packaged.deb(), folder.resolve("upkeep.deb"));
            for (String program : programs) {
                Files.copy(PROGRAMS.resolve(program), folder.resolve(program));
            }
            executable("install.sh", folder.resolve("install.sh"));
            executable(job, folder.resolve("job.sh"));
            Result result = LabScript.call(List.of("uml", suite.codename(), folder.toString()), new byte[0], LIMIT);
            Path printed = folder.resolve("out.txt");
            String out = Files.exists(printed) ? Files.readString(printed) : "";
            if (!result.ok()) {
                throw new AssertionError(out + "\n" + result);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + job + " in User-mode Linux", e);
        }
    }

    private static void executable(String program, Path as) throws IOException {
        Files.copy(PROGRAMS.resolve(program), as);
        Files.setPosixFilePermissions(as, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
