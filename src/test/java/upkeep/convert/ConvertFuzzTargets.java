package upkeep.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import upkeep.base.UnitName;
import upkeep.fuzz.FuzzTarget;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.unit.UnitFile;

/** What is made of units that exist. */
public final class ConvertFuzzTargets {

    private static final UnitName UNIT = new UnitName("a.service");

    private ConvertFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("adoption", ConvertFuzzTargets::adoption, Adoption.class)
                        .from(
                                "[Unit]\nOnFailure=b.service\n[Service]\nRestart=always\nMemoryMax=1G\n",
                                "x: {y\u0085z}"),
                FuzzTarget.ofText("listening", ConvertFuzzTargets::listening, Listening.class)
                        .from("[::]:22 (Stream)", "0.0.0.0:69 (Datagram)", "/run/docker.sock (Stream)"));
    }

    /** Whatever a unit says of itself, its spec can be read. */
    private static void adoption(String text) {
        UnitFile settings = UnitFile.parse(UNIT.text(), text).value().orElseGet(() -> new UnitFile(List.of()));
        UnitFacts facts = new UnitFacts(
                UNIT, Map.of("Description", text, "FragmentPath", text), settings, Optional.empty(), List.of());
        String spec = Adoption.text(List.of(Adoption.of(facts, new TreeMap<>(), Set.of())));
        assertEquals(List.of(), Specs.load(List.of(new Source("a.yaml", spec))).problems());
    }

    private static void listening(String text) {
        Listening.parse(text).ifPresent(place -> {
            assertTrue(place.port() >= 0 && place.port() <= 65_535);
            assertEquals(1, place.text().lines().count());
        });
    }
}
