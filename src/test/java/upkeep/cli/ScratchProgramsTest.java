package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends when a process that has changed the machine for a while is told to end. */
@Timeout(60)
class ScratchProgramsTest {

    private final List<List<String>> run = new CopyOnWriteArrayList<>();

    private final ScratchPrograms programs = new ScratchPrograms(new Programs() {
        @Override
        Result run(Duration deadline, List<String> command) {
            run.add(command);
            return new Result(0, "", "");
        }
    });

    private static Thread start(Runnable task) {
        return Thread.ofPlatform().daemon().start(task);
    }

    private static void await(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothingBeginsAfterTheEnd() {
        programs.run(Duration.ofSeconds(1), List.of("before"));
        programs.end();
        Thread late = start(() -> programs.run(Duration.ofSeconds(1), List.of("after")));
        await(late, Thread.State.WAITING);
        programs.awaitQuiet(Duration.ofSeconds(50));
        assertEquals(List.of(List.of("before")), run);
    }

    @Test
    void whatWasUnderWayIsWaitedFor() throws InterruptedException {
        ScratchPrograms.Change change = programs.begin();
        programs.end();
        Thread waiting = start(() -> programs.awaitQuiet(Duration.ofSeconds(50)));
        await(waiting, Thread.State.TIMED_WAITING);
        change.close();
        waiting.join();
    }
}
