package upkeep;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes, mounted on a folder while a test needs it; only root may mount one. */
public final class SmallDisk {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Ends the test as skipped, which {@code ./test} tells, where it may not be mounted. */
    public static SmallDisk mount(Path folder, int megabytes) throws Exception {
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "upkeep-test", folder.toString());
        assumeTrue(isMounted, "only who may mount has a disk to fill or to make read-only");
        return new SmallDisk(folder);
    }

    /** {@code ro} or {@code rw}. */
    public void allow(String mode) throws Exception {
        assertTrue(run("mount", "-o", "remount," + mode, folder.toString()));
    }

    public void unmount() throws Exception {
        assertTrue(run("umount", folder.toString()));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
