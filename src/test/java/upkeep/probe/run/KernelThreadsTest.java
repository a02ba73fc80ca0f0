package upkeep.probe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.target.RaidTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelThreadsTest {

    private static final RaidTarget TARGET = new RaidTarget();
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch kernel = new CountDownLatch(1);
    private final CountDownLatch stuck = new CountDownLatch(KernelThreads.MOST);
    private final KernelThreads threads = new KernelThreads();

    @AfterEach
    void theKernelAnswers() {
        kernel.countDown();
    }

    private Observation probe(Prober<RaidTarget> prober, Duration timeout) throws Stop {
        Deadline deadline = Deadline.in(timeout);
        return threads.probe(prober, TARGET, deadline, new Findings(new Steps(Trace.NONE, deadline)));
    }

    private Observation stuck(RaidTarget target, Deadline deadline, Findings findings) throws Stop {
        stuck.countDown();
        try {
            kernel.await();
        } catch (InterruptedException e) {
            throw new Stop.Unasked("interrupted");
        }
        return findings.passed(target.text());
    }

    @Test
    void theAnswerIsTheProbers() throws Stop {
        assertEquals(
                "fine", probe((_, _, findings) -> findings.passed("fine"), LONG).text());
        Stop.Sick sick = assertThrows(
                Stop.Sick.class,
                () -> probe(
                        (_, _, _) -> {
                            throw new Stop.Sick(FailureKind.DOWN, "down");
                        },
                        LONG));
        assertEquals("down", sick.text());
        assertThrows(
                ArithmeticException.class,
                () -> probe(
                        (_, _, _) -> {
                            throw new ArithmeticException("a mistake");
                        },
                        LONG));
    }

    @Test
    void aKernelThatDoesNotAnswerIsUnknownAtTheDeadline() {
        Stop.Unasked late = assertThrows(Stop.Unasked.class, () -> probe(this::stuck, SHORT));
        assertEquals(
                "cannot look at software RAID: the kernel did not answer within 1 s; is a process stuck in state D?",
                late.text());
    }

    @Test
    void noMoreThreadsHangThanThat() throws Exception {
        for (int i = 0; i < KernelThreads.MOST; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    probe(this::stuck, LONG);
                } catch (Stop stop) {
                    throw new AssertionError(stop);
                }
            });
        }
        stuck.await();
        Stop.Unasked full =
                assertThrows(Stop.Unasked.class, () -> probe((_, _, findings) -> findings.passed("fine"), SHORT));
        assertTrue(full.text().contains("all 8 threads wait"), full.text());
        kernel.countDown();
        assertEquals(
                "fine", probe((_, _, findings) -> findings.passed("fine"), LONG).text());
    }
}
