package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SelfCheckTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final InetAddress[] FOUND = {InetAddress.ofLiteral("192.0.2.1")};

    @TempDir
    Path folder;

    private Path configuration = Path.of("/");

    @BeforeEach
    void configure() throws IOException {
        configuration = folder.resolve("resolv.conf");
        Files.writeString(configuration, "search example.org\nnameserver 192.0.2.53\n");
    }

    @Test
    void connectsToItself() {
        assertEquals(Optional.empty(), new SelfCheck().loopback());
        assertEquals(Optional.empty(), new Loopback(InetAddress.ofLiteral("127.0.0.9")).fault(LONG));
    }

    /** An address that is not this machine's cannot be listened at. */
    @Test
    void saysWhyItCannotConnect() {
        String fault =
                new Loopback(InetAddress.ofLiteral("192.0.2.1")).fault(LONG).orElse("none");
        assertTrue(fault.startsWith("cannot connect to 192.0.2.1: "), fault);
    }

    @Test
    void anAnswerOfEitherKindIsGood() {
        assertEquals(Optional.empty(), new Resolver(configuration, _ -> FOUND).fault("host", LONG));
        assertEquals(
                Optional.empty(), failing("host: Name or service not known").fault("host", LONG));
        assertEquals(
                Optional.empty(),
                failing("host: No address associated with hostname").fault("host", LONG));
    }

    @Test
    void noAnswerIsBad() {
        assertEquals(
                Optional.of("cannot look up host: Temporary failure in name resolution"),
                failing("host: Temporary failure in name resolution").fault("host", LONG));
    }

    @Test
    void withoutAServerNothingIsAsked() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Resolver resolver = new Resolver(configuration, _ -> {
            asked.incrementAndGet();
            return FOUND;
        });
        Files.writeString(configuration, "# nameserver 192.0.2.53\noptions edns0\nnameserver\n");
        assertEquals(
                Optional.of("cannot look up names: " + configuration + " names no server"),
                resolver.fault("host", LONG));
        Files.delete(configuration);
        assertTrue(resolver.fault("host", LONG).isPresent());
        assertEquals(0, asked.get());
    }

    @Test
    void aLookUpThatHangsIsGivenUpAndNoOtherBegins() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Resolver resolver = new Resolver(configuration, _ -> {
            asked.incrementAndGet();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return FOUND;
        });
        Duration once = Duration.ofMillis(20);
        assertEquals(
                Optional.of("cannot look up a: the resolver did not answer within 20 ms"), resolver.fault("a", once));
        assertEquals(
                Optional.of("cannot look up a: the resolver did not answer within 20 ms"), resolver.fault("b", once));
        answer.countDown();
        assertEquals(Optional.empty(), resolver.fault("a", LONG));
        assertTrue(asked.get() <= 2, asked::toString);
    }

    private Resolver failing(String message) {
        return new Resolver(configuration, _ -> {
            throw new UnknownHostException(message);
        });
    }
}
