package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import upkeep.target.TcpTarget;

/** How many ask one host at once. */
class HostSlotsTest {

    private final HostSlots slots = new HostSlots();

    @Test
    void neverMoreThanTheLimitAskOneHost() throws Exception {
        AtomicInteger asking = new AtomicInteger();
        LinkedBlockingQueue<Integer> most = new LinkedBlockingQueue<>();
        for (int i = 0; i < 100; i++) {
            Thread.ofVirtual().start(() -> {
                try (HostSlots.Slot _ = slots.take(new TcpTarget("far.example", 25), 4)) {
                    most.add(asking.incrementAndGet());
                    asking.decrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        for (int i = 0; i < 100; i++) {
            Integer now = most.poll(10, TimeUnit.SECONDS);
            assertTrue(now != null && now <= 4, () -> now + " at once");
        }
    }

    @Test
    void anotherHostAndThisMachineAndAnotherLimitDoNotWait() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        try (HostSlots.Slot _ = slots.take(new TcpTarget("far.example", 25), 1)) {
            Thread waiting = Thread.ofVirtual().start(() -> {
                try (HostSlots.Slot _ = slots.take(new TcpTarget("far.example", 26), 1)) {
                    taken.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            slots.take(new TcpTarget("other.example", 25), 1);
            slots.take(new TcpTarget("127.0.0.1", 25), 1);
            slots.take(new TcpTarget("127.0.0.1", 25), 1);
            slots.take(new TcpTarget("::1", 25), 1);
            slots.take(new TcpTarget("localhost", 25), 1);
            assertEquals(1, taken.getCount(), "the same host waits");
            slots.take(new TcpTarget("far.example", 25), 2);
            assertTrue(waiting.isAlive());
        }
        assertTrue(taken.await(10, TimeUnit.SECONDS));
    }
}
