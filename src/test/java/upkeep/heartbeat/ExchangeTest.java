package upkeep.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.heartbeat.Reports.Outcome;

/** Requests, and what is answered. */
class ExchangeTest {

    private static final Sender.User ETL = new Sender.User("etl", false);

    private final List<Object> told = new ArrayList<>();
    private Outcome outcome = Outcome.NOTED;

    private String ask(String request) throws IOException {
        return ask(request, Optional.of(ETL));
    }

    private String ask(String request, Optional<Sender.User> peer) throws IOException {
        TestChannel channel = new TestChannel(request.getBytes(StandardCharsets.UTF_8));
        new Exchange(channel, peer, (report, sender) -> {
                    told.add(List.of(report, sender));
                    return outcome;
                })
                .run();
        return channel.written(StandardCharsets.US_ASCII);
    }

    private static String status(String answer) {
        return answer.lines().findFirst().orElse("");
    }

    @Test
    void aPathSaysWhatHappenedAndTheBodyWhatThereIsToSay() throws IOException {
        assertEquals(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\nConnection: close\r\n\r\nnoted\n",
                ask("POST /heartbeat/etl/start HTTP/1.1\r\nHost: x\r\n\r\n"));
        ask("POST /heartbeat/etl HTTP/1.1\nContent-Length: 0\n\n");
        ask("POST /heartbeat/etl/failure?at=night HTTP/1.1\r\nContent-Length: 13\r\n\r\n\n no\u00a0space \nx");
        ask("POST /heartbeat/etl/75/ HTTP/1.0\r\n\r\n");
        assertEquals(
                List.of(
                        List.of(Report.begun("etl"), ETL),
                        List.of(Report.ended("etl", 0, Optional.empty(), ""), ETL),
                        List.of(Report.ended("etl", 1, Optional.empty(), "no\u00a0space"), ETL),
                        List.of(Report.ended("etl", 75, Optional.empty(), ""), ETL)),
                told);
    }

    @Test
    void aTokenCountsBeforeTheUser() throws IOException {
        ask("POST /heartbeat/etl HTTP/1.1\r\nAuthorization: bearer  abc \r\n\r\n");
        ask("POST /heartbeat/etl HTTP/1.1\r\nAuthorization: Basic abc\r\n\r\n", Optional.empty());
        Report done = Report.ended("etl", 0, Optional.empty(), "");
        assertEquals(List.of(List.of(done, new Sender.Bearer("abc")), List.of(done, new Sender.Bearer(""))), told);
    }

    @Test
    void whoeverExpectsToGoOnIsToldTo() throws IOException {
        String answer = ask("POST /heartbeat/etl HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok");
        assertEquals("HTTP/1.1 100 Continue", status(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /heartbeat/etl HTTP/1.1, 405 Method Not Allowed",
        "POST /heartbeat/etl/256 HTTP/1.1, 404 Not Found",
        "POST /heartbeat/../etc HTTP/1.1, 404 Not Found",
        "POST /heartbeat/Etl HTTP/1.1, 404 Not Found",
        "POST /heartbeat/etl HTTP/2.0, 400 Bad Request",
        "POST  /heartbeat/etl HTTP/1.1, 400 Bad Request",
        "nonsense, 400 Bad Request"
    })
    void whatIsNoReportIsRefused(String line, String status) throws IOException {
        assertEquals("HTTP/1.1 " + status, status(ask(line + "\r\nHost: x\r\n\r\n")));
        assertEquals(List.of(), told);
    }

    @ParameterizedTest
    @CsvSource({
        "Transfer-Encoding: chunked, 400 Bad Request",
        "Content-Length: -1, 400 Bad Request",
        "Content-Length: 65537, 413 Content Too Large",
        "Content-Length: 5, 400 Bad Request",
        "no header, 400 Bad Request"
    })
    void aHeaderThatCannotBeIsRefused(String header, String status) throws IOException {
        assertEquals("HTTP/1.1 " + status, status(ask("POST /heartbeat/etl HTTP/1.1\r\n" + header + "\r\n\r\nabc")));
        assertEquals(List.of(), told);
    }

    @Test
    void aHeaderThatComesTwiceAndAHeadWithoutEndAreRefused() throws IOException {
        String twice = "POST /heartbeat/etl HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n";
        assertEquals("HTTP/1.1 400 Bad Request", status(ask(twice)));
        assertEquals("HTTP/1.1 400 Bad Request", status(ask("POST /heartbeat/etl HTTP/1.1\r\n" + "a".repeat(9_000))));
        assertEquals("HTTP/1.1 400 Bad Request", status(ask("\n\n\n")));
    }

    @Test
    void aStrangerDoesNotLearnWhichJobsThereAre() throws IOException {
        outcome = Outcome.DENIED;
        String request = "POST /heartbeat/etl HTTP/1.1\r\n\r\n";
        assertEquals("HTTP/1.1 403 Forbidden", status(ask(request)));
        assertEquals("HTTP/1.1 404 Not Found", status(ask(request, Optional.empty())));
        outcome = Outcome.NOT_KEPT;
        assertEquals("HTTP/1.1 503 Service Unavailable", status(ask(request)));
    }
}
