package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteQueueTest {

    private final WriteQueue<String> queue = new WriteQueue<>(4, 2);

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private List<String> taken(Duration patience) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        queue.take(taken, in(patience));
        return taken;
    }

    @Test
    void whatIsUrgentBringsAlongWhatCameBeforeIt() throws Exception {
        CompletableFuture<List<String>> writer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                writer.complete(taken(Duration.ofMinutes(5)));
            } catch (InterruptedException e) {
                writer.completeExceptionally(e);
            }
        });
        queue.offer("quiet", false);
        queue.offer("urgent", true);
        assertEquals(List.of("quiet", "urgent"), writer.get(10, TimeUnit.SECONDS));
    }

    @Test
    void enoughIsWorthIt() throws Exception {
        queue.offer("a", false);
        queue.offer("b", false);
        queue.offer("c", false);
        assertEquals(List.of("a", "b"), taken(Duration.ofMinutes(5)));
        assertEquals(1, queue.size());
    }

    @Test
    void whatIsNeitherIsTakenWhenTheTimeIsUp() throws Exception {
        queue.offer("a", false);
        assertEquals(List.of("a"), taken(Duration.ZERO));
        assertEquals(List.of(), taken(Duration.ofMillis(1)));
    }

    @Test
    void oneIsEnoughForWhoWaitsForAny() throws Exception {
        CompletableFuture<Integer> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                queue.awaitAny();
                waiting.complete(queue.size());
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });
        queue.offer("quiet", false);
        assertEquals(1, waiting.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whatIsUrgentBehindManyOthersIsNotWaitedForAnew() throws Exception {
        queue.offer("a", false);
        queue.offer("b", false);
        queue.offer("urgent", true);
        assertEquals(List.of("a", "b"), taken(Duration.ofMinutes(5)));
        assertEquals(List.of("urgent"), taken(Duration.ofMinutes(5)));
    }

    @Test
    void aFullOneTakesNoMoreButTheLastOfAll() {
        for (int i = 0; i < 4; i++) {
            assertTrue(queue.offer("item", false));
        }
        assertFalse(queue.offer("one too many", true));
        queue.last("last");
        assertEquals(5, queue.size());
    }
}
