package upkeep.probe.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.Probers;
import upkeep.probe.RecordedUnits;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.target.UnitTarget;

/** What systemd said in lab machines, judged; see {@link RecordedUnits}. */
class UnitProberTest {

    private final RecordedUnits systemd = new RecordedUnits(257);
    private Moment now = systemd.at();
    private final UnitProber prober = new UnitProber(systemd, () -> now);

    private static Observation probe(UnitProber prober, String unit, Optional<Boolean> enabled, String... states) {
        UnitTarget target = new UnitTarget(new UnitName(unit), List.of(states), enabled);
        Deadline deadline = Deadline.in(Duration.ofSeconds(10));
        Findings findings = new Findings(new Steps(Trace.NONE, deadline));
        try {
            return prober.probe(target, deadline, findings);
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    private Observation probe(String unit, String... states) {
        return probe(prober, unit, Optional.empty(), states);
    }

    private Passed passed(String unit, String... states) {
        Observation observation = probe(unit, states);
        return assertInstanceOf(Passed.class, observation, observation.text());
    }

    private String failed(FailureKind kind, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed.text();
    }

    @Test
    void aServiceThatRunsIsMeasured() {
        Passed nginx = passed("nginx.service");
        assertEquals("nginx.service is active (running) for 18 min 4 s", nginx.text());
        assertEquals(Depth.VALUE, nginx.depth());
        assertEquals(1083.513244, nginx.measurements().getOrDefault("uptime", Double.NaN), 1e-6);
        assertEquals(0.0, nginx.measurements().get("restarts"));
        assertEquals(0.051781, nginx.measurements().getOrDefault("cpu-time", Double.NaN), 1e-9);
        // Not accounted for in that machine, and it has not ended.
        assertFalse(nginx.measurements().containsKey("memory"));
        assertFalse(nginx.measurements().containsKey("exit-status"));
        assertEquals("active", nginx.texts().get("state"));
        assertEquals("running", nginx.texts().get("sub-state"));
        assertEquals("loaded", nginx.texts().get("load-state"));
        assertEquals("disabled", nginx.texts().get("unit-file-state"));
        assertEquals("success", nginx.texts().get("result"));
    }

    @Test
    void theNextProbeKnowsTheShareOfAProcessor() {
        passed("nginx.service");
        now = now.plus(Duration.ofSeconds(10));
        systemd.with("nginx.service", "CPUUsageNSec", 51_781_000L + 2_500_000_000L)
                .with("nginx.service", "MemoryCurrent", 5L << 20)
                .with("nginx.service", "NRestarts", 2L);
        Passed nginx = passed("nginx.service");
        assertEquals(25.0, nginx.measurements().getOrDefault("cpu", Double.NaN), 1e-9);
        assertEquals(5.0 * 1024 * 1024, nginx.measurements().get("memory"));
        assertEquals(
                "nginx.service is active (running) for 18 min 14 s, 2 automatic restarts, memory 5.0 MiB",
                nginx.text());
    }

    @ParameterizedTest
    @ValueSource(ints = {252, 257})
    void unitsOfAllTypesPassWhileTheyAreActive(int version) {
        RecordedUnits recorded = new RecordedUnits(version);
        UnitProber other = new UnitProber(recorded, recorded::at);
        for (String unit : List.of(
                "nginx.service",
                "dbus.socket",
                "-.mount",
                "multi-user.target",
                "system.slice",
                "good.timer",
                "remain.service",
                "once.service",
                "long.service")) {
            Observation observation = probe(other, unit, Optional.empty());
            assertInstanceOf(Passed.class, observation, observation.text());
        }
        for (String unit : List.of("bad.service", "noexec.service", "stop.timer", "masked.service", "nope.service")) {
            Observation observation = probe(other, unit, Optional.empty());
            assertInstanceOf(Failed.class, observation, observation.text());
        }
    }

    @Test
    void aSocketTellsItsConnections() {
        systemd.with("dbus.socket", "NConnections", 3L).with("dbus.socket", "NRefused", 1L);
        Passed socket = passed("dbus.socket");
        assertEquals(3.0, socket.measurements().get("connections"));
        assertEquals(0.0, socket.measurements().get("accepted"));
        assertEquals(1.0, socket.measurements().get("refused"));
    }

    @Test
    void aOneshotServicePassesOnceItsRunEndedWell() {
        assertEquals(
                "once.service is inactive (dead) for 18 min 4 s, its last run took 0.14 s and ended with success",
                passed("once.service").text());
        assertEquals(1083.928297, passed("once.service").measurements().getOrDefault("downtime", Double.NaN), 1e-6);
        assertEquals(0.0, passed("once.service").measurements().get("exit-status"));
        assertEquals(
                "past.service is inactive (dead), it has not run since the boot",
                passed("past.service").text());
        assertEquals(
                "skip.service is inactive (dead), its last start was skipped: a condition was not met",
                passed("skip.service").text());
        // While it runs, too.
        assertEquals(
                "long.service is activating (start) for 84 s",
                passed("long.service").text());
        assertEquals(
                "long.service is activating (start) for 84 s, wanted inactive or failed",
                failed(FailureKind.DOWN, probe("long.service", "inactive", "failed")));
        assertEquals(
                "once.service is inactive (dead) for 18 min 4 s, wanted active",
                failed(FailureKind.DOWN, probe("once.service", "active")));
        // Any other is to run.
        systemd.with("nginx.service", "ActiveState", "inactive").with("nginx.service", "SubState", "dead");
        assertEquals(
                "nginx.service is inactive (dead), wanted active", failed(FailureKind.DOWN, probe("nginx.service")));
    }

    @Test
    void aFailedUnitSaysHow() {
        assertEquals(
                "bad.service failed: exit-code, exit status 3, 39 s ago, wanted active",
                failed(FailureKind.DOWN, probe("bad.service")));
        assertEquals(3.0, probe("bad.service").measurements().get("exit-status"));
        systemd.with("bad.service", "Result", "signal")
                .with("bad.service", "ExecMainCode", 2L)
                .with("bad.service", "ExecMainStatus", 9L);
        assertEquals(
                "bad.service failed: signal, signal 9, 39 s ago, wanted active",
                failed(FailureKind.DOWN, probe("bad.service")));
        assertFalse(probe("bad.service").measurements().containsKey("exit-status"));
        systemd.with("bad.service", "Result", "timeout");
        assertEquals(
                "bad.service failed: timeout, 39 s ago, wanted active", failed(FailureKind.DOWN, probe("bad.service")));
    }

    @Test
    void aUnitThatIsNotToBeHadFailsUnlessItIsToBeInactive() {
        assertEquals("there is no nope.service", failed(FailureKind.MISSING, probe("nope.service")));
        assertEquals("masked.service is masked", failed(FailureKind.DOWN, probe("masked.service")));
        assertEquals(
                "broken.service is bad-setting: Unit broken.service has a bad unit file setting.",
                failed(FailureKind.DOWN, probe("broken.service")));
        assertEquals(
                "there is no nope.service", passed("nope.service", "inactive").text());
        assertEquals(
                "masked.service is inactive (dead)",
                passed("masked.service", "inactive").text());
    }

    @ParameterizedTest
    @CsvSource({"active,true", "reloading,true", "refreshing,true", "activating,false", "deactivating,false"})
    void whatSystemdTakesForActiveIsActive(String state, boolean passes) {
        systemd.with("nginx.service", "ActiveState", state);
        assertEquals(passes, probe("nginx.service") instanceof Passed);
        assertEquals(passes, probe("nginx.service", "failed", "active") instanceof Passed);
    }

    @ParameterizedTest
    @CsvSource({
        "enabled,true",
        "enabled-runtime,true",
        "static,true",
        "alias,true",
        "indirect,true",
        "generated,true",
        "disabled,false",
        "masked,false",
        "transient,false",
        "'',false"
    })
    void enabledMeansWhatSystemctlMeans(String state, boolean enabled) {
        systemd.with("nginx.service", "UnitFileState", state);
        assertInstanceOf(Passed.class, probe(prober, "nginx.service", Optional.of(enabled)));
        String text = failed(FailureKind.DIFFERENT, probe(prober, "nginx.service", Optional.of(!enabled)));
        assertEquals(
                "nginx.service " + (state.isEmpty() ? "has no unit file that could be enabled" : "is " + state)
                        + ", wanted " + (enabled ? "not enabled" : "enabled"),
                text);
    }

    @Test
    void withoutAnAnswerNothingIsKnown() {
        Observation observation = new Probers("1")
                .probe(
                        new UnitTarget(new UnitName("a.mount"), List.of(), Optional.empty()),
                        Duration.ofSeconds(9),
                        Trace.NONE);
        assertEquals(
                "cannot look at a.mount: there is no connection to the system bus here; let upkeepd look, by `upkeep check`",
                assertInstanceOf(Observation.Unknown.class, observation).text());
    }

    @Test
    void valuesOfOtherTypesThanTheyShouldBeAreNone() {
        for (String property :
                List.of("ActiveState", "LoadError", "ExecMainStatus", "InactiveExitTimestampMonotonic")) {
            systemd.with("nginx.service", property, List.of(List.of()));
        }
        assertEquals("nginx.service is  (running), wanted active", failed(FailureKind.DOWN, probe("nginx.service")));
    }
}
