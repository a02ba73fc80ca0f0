package upkeep.probe.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.host.TrustAnchors;
import upkeep.probe.Probers;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.target.TcpTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LookupTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static Observation probe(Lookup lookup, Duration timeout) {
        return new Probers("1", lookup, new TrustAnchors(Path.of("/nonexistent")))
                .probe(new TcpTarget("name.example", 1), timeout, Trace.NONE);
    }

    private static Lookup failing(String message) {
        return new Lookup(_ -> {
            throw new UnknownHostException(message);
        });
    }

    @Test
    void nameThatDoesNotExistFails() {
        Observation observation = probe(failing("name.example: Name or service not known"), LONG);
        Observation.Failed failed = assertInstanceOf(Observation.Failed.class, observation);
        assertEquals(FailureKind.NAME, failed.kind());
        assertEquals("the name name.example does not exist", failed.text());
    }

    @Test
    void resolverThatCannotAnswerIsNobodysFailure() {
        assertEquals(
                new Observation.Unknown(
                        "cannot look up name.example: Temporary failure in name resolution; look at /etc/resolv.conf"),
                probe(failing("name.example: Temporary failure in name resolution"), LONG));
        assertInstanceOf(Observation.Unknown.class, probe(failing("name.example"), LONG));
    }

    @Test
    void addressLiteralsNeedNoResolver() throws Stop {
        Lookup lookup = failing("asked");
        assertEquals(List.of(InetAddress.ofLiteral("192.0.2.1")), lookup.addresses("192.0.2.1", Deadline.in(LONG)));
        assertEquals(List.of(InetAddress.ofLiteral("::1")), lookup.addresses("::1", Deadline.in(LONG)));
    }

    @Test
    void hungLookUpsAreUnknownAndBounded() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch hung = new CountDownLatch(Lookup.THREADS);
        AtomicInteger asked = new AtomicInteger();
        Lookup lookup = new Lookup(host -> {
            asked.incrementAndGet();
            hung.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.ofLiteral("192.0.2.1")};
        });
        Stop first = assertThrows(Stop.Unasked.class, () -> lookup.addresses("h0", Deadline.in(SHORT)));
        assertTrue(first.text().contains("the resolver did not answer within 100 ms"), first.text());
        for (int i = 1; i < Lookup.THREADS; i++) {
            String host = "h" + i;
            assertThrows(Stop.Unasked.class, () -> lookup.addresses(host, Deadline.in(Duration.ofMillis(1))));
        }
        hung.await();
        Stop late = assertThrows(Stop.Unasked.class, () -> lookup.addresses("late", Deadline.in(SHORT)));
        assertTrue(late.text().contains("all 16 look-up threads"), late.text());
        assertThrows(Stop.Unasked.class, () -> lookup.addresses("h0", Deadline.in(SHORT)));
        assertEquals(Lookup.THREADS, asked.get(), "the same name is asked for once");
        release.countDown();
        assertEquals(1, lookup.addresses("late", Deadline.in(LONG)).size());
    }

    @Test
    void nameIsAskedForAnewEachTime() throws Stop {
        AtomicInteger asked = new AtomicInteger();
        Lookup lookup = new Lookup(host -> {
            if (asked.getAndIncrement() == 0) {
                throw new UnknownHostException(host + ": Temporary failure in name resolution");
            }
            return new InetAddress[] {InetAddress.ofLiteral("192.0.2.1")};
        });
        assertThrows(Stop.Unasked.class, () -> lookup.addresses("a", Deadline.in(LONG)));
        assertEquals(1, lookup.addresses("a", Deadline.in(LONG)).size());
    }
}
