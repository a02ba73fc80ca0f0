package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.host.FileSystems.Answer;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileSystemsTest {

    private static final FileSystemUse USE = new FileSystemUse(1000, 400, 300, 10, 4);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch server = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void theServerComesBack() {
        server.countDown();
    }

    private FileSystems hanging() {
        return new FileSystems(new ProcFiles(), path -> {
            calls.incrementAndGet();
            if (path.startsWith("/hung")) {
                try {
                    server.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return USE;
        });
    }

    private static FileSystems failing(IOException failure) {
        return new FileSystems(new ProcFiles(), _ -> {
            throw failure;
        });
    }

    @Test
    void asksTheSystem(@TempDir Path folder) throws IOException {
        FileSystems real = new FileSystems(new ProcFiles());
        Answer.Use answer = assertInstanceOf(Answer.Use.class, real.use(folder.toString(), LONG));
        FileStore same = Files.getFileStore(folder);
        assertEquals(same.getTotalSpace(), answer.use().total());
        assertTrue(answer.use().free() >= answer.use().available());
        assertTrue(answer.use().inodes() >= answer.use().inodesFree());
    }

    @Test
    void whatIsNotThereIsBroken() {
        Answer answer = new FileSystems(new ProcFiles()).use("/nonexistent/folder", LONG);
        assertEquals(new Answer.Broken("/nonexistent/folder: there is no such folder"), answer);
        assertEquals(
                new Answer.Broken("the device does not answer"),
                failing(new IOException("the device does not answer")).use("/srv", LONG));
    }

    @Test
    void aServerThatIsAwayHoldsNobodyUp() {
        FileSystems fileSystems = hanging();
        Answer.Unasked late = assertInstanceOf(Answer.Unasked.class, fileSystems.use("/hung", SHORT));
        assertEquals("it did not answer within 1000 ms; is its server away?", late.why());
        assertEquals(
                USE,
                assertInstanceOf(Answer.Use.class, fileSystems.use("/srv", LONG))
                        .use());
    }

    @Test
    void oneThreadHangsForEachMountPointAndNoMore() {
        FileSystems fileSystems = hanging();
        for (int i = 0; i < 2; i++) {
            assertInstanceOf(Answer.Unasked.class, fileSystems.use("/hung", SHORT));
        }
        assertEquals(1, calls.get());
        server.countDown();
        assertInstanceOf(Answer.Use.class, fileSystems.use("/hung", LONG));
    }

    @Test
    void thereAreNoMoreThreadsThanThat() {
        FileSystems fileSystems = hanging();
        for (int i = 0; i < FileSystems.THREADS; i++) {
            fileSystems.use("/hung" + i, Duration.ZERO);
        }
        Answer.Unasked full = assertInstanceOf(Answer.Unasked.class, fileSystems.use("/srv", SHORT));
        assertEquals("all 8 threads wait for file systems that do not answer", full.why());
        server.countDown();
        assertEquals(
                USE,
                assertInstanceOf(Answer.Use.class, fileSystems.use("/srv", LONG))
                        .use());
    }

    @Test
    void percentagesAreThoseOfUsers() {
        assertEquals(600, USE.used());
        assertEquals(100.0 * 600 / 900, USE.percent());
        assertEquals(60, USE.inodesPercent());
        FileSystemUse nothing = new FileSystemUse(0, 0, 0, 0, 0);
        assertEquals(0, nothing.percent());
        assertEquals(0, nothing.inodesPercent());
    }
}
