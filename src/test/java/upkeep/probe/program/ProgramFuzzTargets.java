package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import upkeep.fuzz.FuzzTarget;

/** What programs and plug-ins write. */
public final class ProgramFuzzTargets {

    private ProgramFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.ofText("plug-in-output", ProgramFuzzTargets::output, PerformanceData.class)
                .from(
                        "OK - load is 0.5|load1=0.5;1;2;0; 'used space'=12%;;;0;100 time=1,5ms\n",
                        "WARN|\nmore text|'it''s'=3KB\nx=1us y=-2e3c\n"));
    }

    private static void output(String text) {
        PerformanceData data = PerformanceData.of(text);
        assertTrue(data.measurements().size() <= 2 * PerformanceData.MOST);
        data.measurements().forEach((name, value) -> {
            assertTrue(Double.isFinite(value), name);
            assertTrue(name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") && name.length() <= 80, name);
        });
    }
}
