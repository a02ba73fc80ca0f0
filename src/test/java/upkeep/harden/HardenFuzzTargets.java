package upkeep.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.fuzz.FuzzTarget;
import upkeep.unit.UnitFile;

/** What services write, what units say, and specs that are edited. */
public final class HardenFuzzTargets {

    private HardenFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("refusals", HardenFuzzTargets::refusals, Suspicion.class)
                        .from("bind() to 0.0.0.0:80 failed (13: Permission denied)", "status=5/TRAP\nEACCES:80"),
                FuzzTarget.ofText("scratch-unit", HardenFuzzTargets::copy, ScratchUnit.class)
                        .from(
                                "[Service]\nType=forking\nPIDFile=/run/a\nExecStart=+-/bin/a %n\nReadOnlyPaths=\n",
                                "[Service]\nProtectSystem=strict\nBindPaths=/a:/b\nEnvironment=A=%p\\\nx\n[Unit]\nA=b"),
                FuzzTarget.ofText("spec-edit", HardenFuzzTargets::edit, SpecEdit.class)
                        .from(
                                "  web:\n    hardening: strict\n    user: a\n",
                                "web: {user: 'a}', hardening: {level: b}, c: d}"));
    }

    private static void refusals(String text) {
        List<String> lines = text.lines().toList();
        assertTrue(Suspicion.of(lines).size() <= 36);
        assertTrue(new Outcome.Failed("why", lines, new TreeSet<>()).evidence().startsWith("why"));
    }

    /** Whatever a unit says, its copy is a unit that is confined. */
    private static void copy(String text) {
        UnitFile.parse("unit", text).value().ifPresent(parsed -> {
            ScratchUnit unit = new ScratchUnit(
                    new UnitName("copy.service"),
                    new UnitName("a@b.service"),
                    List.of(parsed),
                    new UnitName("net.service"),
                    new TreeMap<>(Map.of("/var", "/s/1")),
                    new TreeMap<>(),
                    60);
            UnitFile copy = UnitFile.parse("copy", unit.text()).value().orElseThrow();
            assertTrue(copy.values("Service", "ReadOnlyPaths").contains("/"));
            assertTrue(copy.values("Service", "BindPaths").contains("/s/1:/var"));
            assertEquals("yes", copy.value("Service", "PrivateNetwork").orElse(""));
            assertEquals("no", copy.value("Service", "Restart").orElse(""));
            assertEquals(List.of(), copy.values("Service", "PIDFile"));
            copy.assignments().stream()
                    .filter(line -> line.key().startsWith("Exec"))
                    .forEach(line -> assertTrue(!line.value().matches("(?s)[-@:!|]*\\+.*"), line::raw));
        });
    }

    private static void edit(String text) {
        for (int line = 1; line <= 3; line++) {
            for (int column : List.of(1, 3)) {
                SpecEdit.withHardening(text, new SourcePos("a", line, column), "strict")
                        .ifPresent(edited -> assertTrue(edited.contains("hardening: strict"), edited));
            }
        }
    }
}
