package upkeep.probe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;

/** What becomes of a look at a file system that refuses, is broken, or never answers. */
@Timeout(60)
class DiskTest {

    private final Disk disk = new Disk();

    private static Deadline in(int milliseconds) {
        return Deadline.in(Duration.ofMillis(milliseconds));
    }

    private <T extends Stop> T stopped(Class<T> kind, IOException error) {
        return assertThrows(
                kind,
                () -> disk.ask("/a", in(10_000), _ -> {
                    throw error;
                }));
    }

    @Test
    void whatWeMayNotReadIsUnknownWithTheCure() {
        String text =
                stopped(Stop.Unasked.class, new AccessDeniedException("/a")).text();
        assertTrue(text.contains("CAP_DAC_READ_SEARCH"), text);
    }

    @Test
    void aBrokenDiskIsTheFaultOfTheTarget() {
        IOException broken = new FileSystemException("/a", null, "Input/output error");
        assertEquals(FailureKind.UNREADABLE, stopped(Stop.Sick.class, broken).kind());
        IOException stale = new IOException("Stale file handle");
        assertEquals(FailureKind.UNREADABLE, stopped(Stop.Sick.class, stale).kind());
        stopped(Stop.Unasked.class, new IOException("Too many open files"));
    }

    @Test
    void aFileSystemThatHangsHoldsOneThreadAndNoProbe() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        Disk.Question<String> hanging = _ -> {
            begun.countDown();
            while (answers.getCount() > 0) {
                try {
                    answers.await();
                } catch (InterruptedException deaf) {
                    // As the kernel is, while it waits for a file server.
                }
            }
            return "late";
        };
        Stop.Sick late = assertThrows(Stop.Sick.class, () -> disk.ask("/mnt/gone", in(200), hanging));
        assertEquals(FailureKind.TIMEOUT, late.kind());
        begun.await();
        Stop.Sick again = assertThrows(Stop.Sick.class, () -> disk.ask("/mnt/gone", in(60_000), _ -> "never asked"));
        assertTrue(again.text().contains("an earlier look"), again.text());
        assertEquals("well", disk.ask("/mnt/other", in(10_000), _ -> "well"));
        answers.countDown();
        while (true) {
            try {
                assertEquals("back", disk.ask("/mnt/gone", in(10_000), _ -> "back"));
                return;
            } catch (Stop.Sick stillHanging) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aQuestionKnowsADeadlineBeforeOurs() throws Exception {
        Deadline ours = in(10_000);
        assertTrue(disk.ask("/a", ours, earlier -> ours.endNanos() - earlier.endNanos()) > 0);
    }
}
