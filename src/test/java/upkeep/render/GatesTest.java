package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.TimeSpan;
import upkeep.spec.GateProbe;
import upkeep.spec.GateProbe.Place;
import upkeep.spec.Ready;
import upkeep.spec.Watch;
import upkeep.target.StatusRange;
import upkeep.unit.UnitFile;

/** What stands in units so that a start waits for a probe, and so that a dead probe is systemd's watchdog. */
class GatesTest {

    private static final String GATE = "/usr/lib/upkeep/upkeep-gate";
    private static final String READY =
            "/bin/sh -c 'test ! -x \"$$0\" || exec \"$$0\" \"$$@\"' " + GATE + " ready --pid=${MAINPID} ";
    private static final String WATCH = "-" + GATE + " watch --pid=${MAINPID} ";

    private static UnitFile unit(String spec, String path) {
        UnitTree tree = new Renderer().render(Plans.parse(spec), 252).value().orElseThrow();
        return UnitFile.parse(
                        path, Plans.file(tree, "/etc/systemd/system/" + path).content())
                .value()
                .orElseThrow();
    }

    private static UnitFile web(String... lines) {
        return unit(
                "services:\n  web:\n    exec: [/usr/bin/web]\n    port: 3001\n    " + String.join("\n    ", lines)
                        + "\n",
                "web.service");
    }

    private static List<String> started(UnitFile unit) {
        return unit.values("Service", "ExecStartPost");
    }

    @Test
    void theStartWaitsForAPageOfTheService() {
        UnitFile unit = web("user: web", "ready: {http: {path: /healthz}}");
        assertEquals(List.of(READY + "--deadline=90s --timeout=5s --path=/healthz http 127.0.0.1 3001"), started(unit));
        assertEquals(Optional.of("2min"), unit.value("Service", "TimeoutStartSec"));
        assertEquals(Optional.empty(), unit.value("Service", "NotifyAccess"));
    }

    /** To {@code Type=exec} a program that ends well at once has started well, and no gate is run. */
    @Test
    void noProgramPassesByEndingBeforeItsGate() {
        assertEquals(Optional.of("exec"), web("user: web").value("Service", "Type"));
        assertEquals(
                Optional.of("simple"),
                web("user: web", "type: exec", "ready: {stays-up: 1s}").value("Service", "Type"));
        assertEquals(
                Optional.of("notify"),
                web("user: web", "type: notify", "ready: {stays-up: 1s}").value("Service", "Type"));
    }

    @Test
    void aLongerStartTimeoutIsKept() {
        UnitFile unit = web("user: web", "start-timeout: 10min", "ready: {tcp: {}, deadline: 5min}");
        assertEquals(List.of(READY + "--deadline=300s --timeout=5s tcp 127.0.0.1 3001"), started(unit));
        assertEquals(Optional.of("10min"), unit.value("Service", "TimeoutStartSec"));
    }

    /** WatchdogSec= would end the service, since nobody feeds. */
    @Test
    void theHelperComesLastAndIsHeard() {
        UnitFile unit = web(
                "user: web",
                "type: notify",
                "ready: {tcp: /run/web.sock}",
                "watchdog: {by: liveness}",
                "probes: {liveness: {http: {path: /healthz, status: [200, 300-302]}, every: 500ms, failures: 4}}");
        assertEquals(
                List.of(
                        READY + "--deadline=90s --timeout=5s unix /run/web.sock",
                        WATCH + "--interval=500ms --timeout=5s --failures=4 --path=/healthz --status=200,300-302"
                                + " http 127.0.0.1 3001"),
                started(unit));
        assertEquals(List.of("all"), unit.values("Service", "NotifyAccess"));
        assertEquals(Optional.empty(), unit.value("Service", "WatchdogSec"));
    }

    @Test
    void aDynamicUserIsNotAsked() {
        UnitFile unit = web("dynamic-user: true", "watchdog: {by: liveness}", "probes: {liveness: {tcp: {}}}");
        assertEquals(List.of(WATCH + "--interval=10s --timeout=5s --failures=3 tcp 127.0.0.1 3001"), started(unit));
    }

    /** What the helper may outlive, or comes before the unit is active. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop: {exec: /usr/bin/bye}",
                "stop: {signal: PIPE}",
                "unit: {Service: {KillMode: mixed}}",
                "unit: {Service: {ExecStop: /usr/bin/bye}}",
                "unit: {Service: {ExecStartPost: /usr/bin/more}}",
            })
    void itAsksWhereAStopDoesNotEndIt(String line) {
        UnitFile unit = web("user: web", line, "watchdog: {by: liveness}", "probes: {liveness: {tcp: {}}}");
        assertEquals(
                WATCH + "--unit=%n --interval=10s --timeout=5s --failures=3 tcp 127.0.0.1 3001",
                started(unit).getFirst());
    }

    @Test
    void itDoesNotAskForNothing() {
        UnitFile unit = web(
                "user: web",
                "unit: {Service: {KillMode: control-group, ExecStop: \"\"}}",
                "watchdog: {by: liveness}",
                "probes: {liveness: {tcp: {}}}");
        assertEquals(List.of(WATCH + "--interval=10s --timeout=5s --failures=3 tcp 127.0.0.1 3001"), started(unit));
    }

    @Test
    void theDropInOfAnAdoptedUnitAlwaysAsks() {
        UnitFile unit = unit(
                "services: {nginx: {adopt: nginx.service, restart: on-failure, watchdog: {by: liveness},"
                        + " probes: {liveness: {tcp: 80}}}}",
                "nginx.service.d/50-upkeep.conf");
        assertEquals(
                List.of(WATCH + "--unit=%n --interval=10s --timeout=5s --failures=3 tcp 127.0.0.1 80"), started(unit));
        assertEquals(Optional.of("all"), unit.value("Service", "NotifyAccess"));
        assertEquals(Optional.empty(), unit.value("Service", "TimeoutStartSec"));
    }

    @Test
    void whatIsWrittenIsOneArgumentAndNothingIsFilledIn() {
        UnitFile unit = web(
                "user: web",
                "ready: {http: {path: \"/a?b=%20c\", headers: {X-Own: \"100% $HOME 'a' \\\"b\\\"\"},"
                        + " contains: \"a\\nb\"}}");
        assertEquals(
                List.of(READY + "--deadline=90s --timeout=5s \"--path=/a?b=%%20c\""
                        + " \"--header=X-Own: 100%% $$HOME 'a' \\\"b\\\"\" \"--contains=a\\nb\" http 127.0.0.1 3001"),
                started(unit));
    }

    @Test
    void everyOptionHasItsPlace() {
        GateProbe page = new GateProbe.Page(
                new Place.Socket("/run/web.sock"),
                "HEAD",
                "/",
                List.of("Accept: */*", "Host: web"),
                List.of(new StatusRange(204, 204)),
                Optional.of("ok"));
        assertEquals(
                List.of(
                        "--deadline=1500ms",
                        "--timeout=1s",
                        "--method=HEAD",
                        "--path=/",
                        "--header=Accept: */*",
                        "--header=Host: web",
                        "--status=204",
                        "--contains=ok",
                        "http-unix",
                        "/run/web.sock"),
                GateCommand.arguments(new Ready(page, TimeSpan.ofMillis(1_500), TimeSpan.ofSeconds(1))));
        GateProbe program = new GateProbe.Program(List.of("/usr/bin/ask", "--all"), List.of(new StatusRange(0, 2)));
        assertEquals(
                List.of(
                        "--interval=10s",
                        "--timeout=5s",
                        "--failures=1",
                        "--status=0-2",
                        "exec",
                        "/usr/bin/ask",
                        "--all"),
                GateCommand.arguments(new Watch(program, TimeSpan.ofSeconds(10), TimeSpan.ofSeconds(5), 1, false)));
    }

    @ParameterizedTest
    @CsvSource({"90s,90s", "1h,3600s", "1500ms,1500ms", "1500us,2ms", "1ms,1ms", "30d,2592000s"})
    void timesAreWrittenAsUpkeepGateReadsThem(String span, String written) {
        assertEquals(written, GateCommand.time(TimeSpan.parse(span).orElseThrow()));
    }

    /** Only the beginning may be filled in by systemd, and it must be the one that was asked for. */
    @Test
    void whatComesOutOtherwiseIsFound() {
        Asked.Meaning.FilledIn meaning = new Asked.Meaning.FilledIn("/x ${MAINPID}", List.of("a b", "$c"));
        Asked asked = new Asked("Service", "ExecStartPost", "", meaning);
        assertEquals(true, asked.isMeantBy("/x ${MAINPID} \"a b\" \"$$c\""));
        for (String other : List.of("/x ${MAINPID} a b $$c", "/x ${MAINPID} \"a b\" $c", "/y ${MAINPID} \"a b\" $$c")) {
            assertEquals(false, asked.isMeantBy(other), other);
        }
        assertThrows(
                UnsupportedOperationException.class, () -> meaning.arguments().add("c"));
    }
}
