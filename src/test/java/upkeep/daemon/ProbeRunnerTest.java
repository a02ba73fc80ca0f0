package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.core.Event;
import upkeep.core.Observation;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Retries;
import upkeep.spec.Timing;
import upkeep.target.Endpoint;
import upkeep.target.HttpCall;
import upkeep.target.HttpTarget;
import upkeep.target.HttpVersion;
import upkeep.target.HttpWanted;
import upkeep.target.StatusRange;
import upkeep.target.Target;
import upkeep.target.TlsOptions;

class ProbeRunnerTest {

    private static final CheckId ID = new CheckId("page");

    private static Check check(int port) {
        HttpCall call = new HttpCall(
                java.net.URI.create("http://127.0.0.1:" + port + "/"),
                Optional.empty(),
                Endpoint.Family.ANY,
                Optional.empty(),
                new TlsOptions(TlsOptions.Start.AT_ONCE, true, Optional.empty()),
                HttpVersion.HTTP_1_1,
                "GET",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                0);
        Target page = new HttpTarget(call, HttpWanted.status(List.of(new StatusRange(200, 299))));
        TimeSpan long10 = TimeSpan.ofSeconds(10);
        return new Check(
                ID,
                SourcePos.NONE,
                page,
                Timing.every(long10),
                long10,
                Retries.NONE,
                3,
                1,
                List.of(),
                List.of(),
                List.of());
    }

    private static void answer(Socket socket) throws IOException {
        byte[] reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(reply);
        socket.close();
    }

    @Test
    void aCheckThatComesDueWhileItRunsBeginsAfterThat() throws Exception {
        LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ProbeRunner runner = new ProbeRunner(
                        new Probers("test"),
                        Memory.soft(),
                        id -> Optional.of(check(server.getLocalPort())),
                        () -> false,
                        () -> 1,
                        _ -> {},
                        events::add)) {
            runner.at(ID, Now.moment());
            Socket first = server.accept();
            runner.at(ID, Now.moment());
            runner.at(ID, Now.moment());
            answer(first);
            assertInstanceOf(
                    Observation.Passed.class,
                    assertInstanceOf(Event.Probed.class, events.poll(10, TimeUnit.SECONDS))
                            .observation());
            Socket second = server.accept();
            assertEquals(2, runner.lateness().probes());
            answer(second);
            assertNotNull(events.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void beforeAFailureIsToldSomebodyMayLook() throws Exception {
        LinkedBlockingQueue<Object> happened = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ProbeRunner runner = new ProbeRunner(
                        new Probers("test"),
                        Memory.soft(),
                        id -> Optional.of(check(server.getLocalPort())),
                        () -> false,
                        () -> 1,
                        happened::add,
                        happened::add)) {
            runner.at(ID, Now.moment());
            answer(server.accept());
            assertInstanceOf(Event.Probed.class, happened.poll(10, TimeUnit.SECONDS));
            runner.at(ID, Now.moment());
            server.accept().close();
            assertEquals(ID, happened.poll(10, TimeUnit.SECONDS));
            assertInstanceOf(Event.Probed.class, happened.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aProbeThatWasDueAWhileAgoIsThatLate() throws Exception {
        LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ProbeRunner runner = new ProbeRunner(
                        new Probers("test"),
                        Memory.soft(),
                        id -> Optional.of(check(server.getLocalPort())),
                        () -> false,
                        () -> 1,
                        _ -> {},
                        events::add)) {
            runner.at(ID, Now.moment().plus(Duration.ofSeconds(-100)));
            answer(server.accept());
            assertNotNull(events.poll(10, TimeUnit.SECONDS));
            assertEquals(100, runner.lateness().max(), 50);
        }
    }

    @Test
    void aCheckThatThePlanDoesNotKnowAnyMoreIsNotRun() throws Exception {
        LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<CheckId> asked = new LinkedBlockingQueue<>();
        try (ProbeRunner runner = new ProbeRunner(
                new Probers("test"),
                Memory.soft(),
                id -> {
                    asked.add(id);
                    return Optional.empty();
                },
                () -> false,
                () -> 1,
                _ -> {},
                events::add)) {
            runner.at(ID, Now.moment());
            assertEquals(ID, asked.poll(10, TimeUnit.SECONDS));
            assertEquals(0, events.size());
        }
    }
}
