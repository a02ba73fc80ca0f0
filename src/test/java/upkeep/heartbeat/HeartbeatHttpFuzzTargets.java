package upkeep.heartbeat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;

/** Requests of whoever tells of a job. */
public final class HeartbeatHttpFuzzTargets {

    private HeartbeatHttpFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.of(
                        "heartbeat-request",
                        HeartbeatHttpFuzzTargets::exchange,
                        Exchange.class,
                        Request.class,
                        Routes.class)
                .from(
                        "POST /heartbeat/etl HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "POST /heartbeat/etl/3?x=y HTTP/1.1\r\nAuthorization: Bearer abc\r\nContent-Length: 9\r\n\r\nno space\n",
                        "POST /heartbeat/etl/start HTTP/1.0\nExpect: 100-continue\nContent-Length: 3\n\nabc",
                        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    /** Every request has one answer, and what is told is within its limits. */
    private static void exchange(byte[] bytes) {
        TestChannel channel = new TestChannel(bytes);
        try {
            new Exchange(channel, Optional.of(new Sender.User("etl", false)), (report, sender) -> {
                        assertTrue(report.check().matches("[a-z][a-z0-9-]{0,99}"), report.check());
                        if (report.what() instanceof Report.What.Ended ended) {
                            assertTrue(ended.status() >= 0 && ended.status() <= 255);
                            assertTrue(ended.note().lines().count() <= 1);
                        }
                        return Reports.Outcome.NOTED;
                    })
                    .run();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        String answer = channel.written(StandardCharsets.US_ASCII).replaceFirst("^HTTP/1.1 100 Continue\r\n\r\n", "");
        assertTrue(answer.startsWith("HTTP/1.1 ") && answer.indexOf("HTTP/1.1 ", 1) < 0, answer);
    }
}
