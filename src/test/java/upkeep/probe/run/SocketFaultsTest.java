package upkeep.probe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.wire.Connector;

class SocketFaultsTest {

    private static Stop of(IOException error) {
        return SocketFaults.of(error, "192.0.2.1:80", Deadline.in(Duration.ofMinutes(1)));
    }

    @Test
    void whatSaysSomethingOfTheTargetIsItsFailure() {
        Map<IOException, FailureKind> table = Map.of(
                new ConnectException("Connection refused"), FailureKind.REFUSED,
                new PortUnreachableException(), FailureKind.REFUSED,
                new ConnectException("Connection timed out"), FailureKind.TIMEOUT,
                new SocketTimeoutException("Connect timed out"), FailureKind.TIMEOUT,
                new NoRouteToHostException("No route to host"), FailureKind.UNREACHABLE,
                new SocketException("Connection reset"), FailureKind.CLOSED,
                new SocketException("Broken pipe"), FailureKind.CLOSED);
        table.forEach((error, kind) -> assertEquals(
                kind,
                assertInstanceOf(Stop.Sick.class, of(error), error::toString).kind()));
    }

    @Test
    void whatSaysSomethingOfOurselvesIsUnknown() {
        for (IOException error : List.of(
                new SocketException("Too many open files"),
                new SocketException("Network is unreachable"),
                new ConnectException("Network is unreachable"),
                new BindException("Permission denied"),
                new SocketException("Operation not permitted"),
                new BindException("Cannot assign requested address"),
                new SocketException("Address family not supported by protocol"),
                new SocketException("No buffer space available"),
                new IOException("something nobody has seen yet"))) {
            Stop stop = assertInstanceOf(Stop.Unasked.class, of(error), error::toString);
            assertTrue(stop.text().startsWith("cannot ask 192.0.2.1:80: "), stop.text());
        }
    }

    @Test
    void oneSickAddressMakesTheVerdictOverAll() {
        Stop both = Connector.combined(List.of(
                of(new SocketException("Network is unreachable")), of(new ConnectException("Connection refused"))));
        assertEquals(
                FailureKind.REFUSED, assertInstanceOf(Stop.Sick.class, both).kind());
        assertTrue(both.text().contains("no route"), both.text());
        assertInstanceOf(
                Stop.Unasked.class, Connector.combined(List.of(of(new SocketException("Network is unreachable")))));
    }
}
