package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    @ParameterizedTest
    @CsvSource({
        "'every: 10s, timeout: 5s, failures: 3', 5s, 25s",
        "'every: 10s, timeout: 1s, failures: 3', 1s, 15s",
        "'every: 30s, timeout: 5s, failures: 1, retries: 2', 17s, 47s",
        "'every: 30s, timeout: 5s, failures: 3, retries: 2, retry-after: 0', 15s, 1min 15s",
        "'every: 1min, timeout: 1s, failures: 2, retries: 9, retry-after: 1min', 9min 10s, 19min 20s",
        "'every: 5s, timeout: 500ms, failures: 3, retries: 1, retry-after: 100ms', 1s 100ms, 10s 100ms",
        "'every: hourly, timeout: 5s, retries: 1', 11s, infinity",
    })
    void aFaultIsSeenWithin(String keys, String longest, String bound) {
        String text = "checks: {c: {tcp: 80, " + keys + "}}";
        Check check = Specs.load(List.of(new Source("f", text)))
                .value()
                .map(plan -> plan.checks().get("c"))
                .orElseThrow();
        assertEquals(longest, check.longestProbe().toString());
        assertEquals(bound, check.detectionBound().toString());
    }
}
