package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.TimeSpan;

/** A check that is written on its own, to be tried. */
class TriedCheckTest {

    private static Checked<Check> read(String body, String... timeout) {
        Optional<Source> span = source(timeout);
        return Specs.check(new Source("--now", body), span);
    }

    private static Optional<Source> source(String... timeout) {
        return timeout.length == 0 ? Optional.empty() : Optional.of(new Source("--timeout", timeout[0]));
    }

    @Test
    void itIsReadAsACheckOfASpecAndNamedByItsKind() {
        Checked<Check> read = read("http: {url: http://a.example.org/}\ntimeout: 2s\nevery: 10s\nfailures: 2\n"
                + "otherwise: alert\nneeds: database\nrules: [{if: total > 1s, then: alert}]");
        assertEquals(List.of(), read.problems());
        Check check = read.value().orElseThrow();
        assertEquals("http", check.id().text());
        assertEquals("http://a.example.org/", check.target().text());
        assertEquals(TimeSpan.ofSeconds(2), check.timeout());
        assertEquals(1, check.rules().size());
    }

    @Test
    void theTimeoutBesideItCounts() {
        assertEquals(
                TimeSpan.ofSeconds(5), read("tcp: 80").value().orElseThrow().timeout());
        assertEquals(
                TimeSpan.ofSeconds(7),
                read("{tcp: 80, timeout: 2s}", "7s").value().orElseThrow().timeout());
        assertEquals(
                TimeSpan.ofSeconds(7),
                read("tcp: 80", "7s").value().orElseThrow().timeout());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {url: 1} | --now:1:13: error: cannot read url \"1\": it must begin with http:// or https://",
                "htpp: {} | --now:1:1: error: cannot use \"htpp\": a check has no such key",
                "'' | --now:1:1: error: cannot check anything here: it is not said what to look at",
                "tcp:80 | --now:1:1: error: cannot read the spec: it is a single value, but must be a map",
                "{tcp: 80, udp: 53} | --now:1:11: error: cannot use tcp and udp together: a check looks at one thing",
                "{tcp: 80, timeout: 1h} | --now:1:20: error: cannot read timeout \"1h\": it must be from 1ms to 10min",
                "http: {path: /} | --now:1:14: error: cannot ask for \"/\": the service has no port",
                "{filesystem: /, rules: [{if: space > 9% for 4 checks, then: alert}]} | --now:1:25: error: cannot"
                        + " judge \"space > 9% for 4 checks\" here: it takes more than one look",
                "{file: /a, rules: [{if: changed, then: alert}]} | --now:1:20: error: cannot judge \"changed\" here:"
                        + " it takes more than one look"
            })
    void whatIsWrongIsToldWithItsPlace(String body, String problem) {
        assertEquals(problem, first(read(body)));
    }

    @Test
    void whatIsWrongWithTheTimeoutBesideItHasThatPlace() {
        assertEquals(
                "--timeout: error: cannot read timeout \"soon\": it is not a time span",
                first(read("{tcp: 80, timeout: 2s}", "soon")));
    }

    private static String first(Checked<Check> read) {
        return read.problems().stream()
                .map(Problem::toString)
                .findFirst()
                .flatMap(problem -> problem.lines().findFirst())
                .orElse("nothing is wrong");
    }
}
