package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.install.ChangeSet;
import upkeep.install.Step;
import upkeep.render.UnitTree;

class CascadeTest {

    private final SortedMap<String, UnitTree.File> files = new TreeMap<>();
    private final Map<UnitName, Map<String, String>> loaded = new HashMap<>();

    private static UnitName unit(String name) {
        return new UnitName(name + ".service");
    }

    private void file(String name, String relations) {
        String path = "/etc/systemd/system/" + name + ".service";
        files.put(
                path,
                new UnitTree.File(path, "[Unit]\n" + relations, 0644, UnitTree.Kind.UNIT, Optional.of(unit(name))));
    }

    private Cascade of(Step... steps) {
        ChangeSet changes = new ChangeSet(List.of(), List.of(steps), List.of(), List.of(), List.of(), false);
        return new Cascade(changes.steps(), new UnitTree(files, List.of()), (_, units) -> {
            Map<UnitName, Map<String, String>> shown = new HashMap<>(loaded);
            shown.keySet().retainAll(units);
            return shown;
        });
    }

    private static List<String> texts(Cascade cascade) {
        List<String> texts = new ArrayList<>();
        cascade.effects().forEach(effect -> texts.add(effect.toString()));
        return texts;
    }

    @Test
    void aChainOfFourIsTold() {
        file("b", "Requires=a.service\n");
        file("c", "BindsTo=b.service\n");
        file("d", "PartOf=c.service\n");
        file("e", "Wants=d.service\nAfter=d.service\n");
        assertEquals(
                List.of(
                        "b.service is restarted with a.service, by Requires=",
                        "c.service is restarted with b.service, by BindsTo=",
                        "d.service is restarted with c.service, by PartOf="),
                texts(of(Step.of(Step.Kind.RESTART, unit("a")))));
        assertEquals(
                "d.service is stopped with c.service, by PartOf=",
                texts(of(Step.of(Step.Kind.STOP, unit("c")))).getFirst());
        assertEquals(List.of(), texts(of(Step.of(Step.Kind.START, unit("a")))));
    }

    @Test
    void unitsOfOthersAreKnownFromSystemdAndOnlyThoseThatRunAreTold() {
        loaded.put(unit("a"), Map.of("RequiredBy", "x.service y.service", "BoundBy", ""));
        loaded.put(unit("x"), Map.of("ActiveState", "active"));
        loaded.put(unit("y"), Map.of("ActiveState", "inactive"));
        assertEquals(
                List.of("x.service is stopped with a.service, by Requires="),
                texts(of(Step.of(Step.Kind.STOP, unit("a")))));
    }

    @Test
    void whatHasAStepOfItsOwnIsNotToldAgainAndCirclesEnd() {
        file("a", "PartOf=b.service\n");
        file("b", "PartOf=a.service\n");
        assertEquals(
                List.of("b.service is restarted with a.service, by PartOf="),
                texts(of(Step.of(Step.Kind.RESTART, unit("a")))));
        assertEquals(
                List.of(), texts(of(Step.of(Step.Kind.RESTART, unit("a")), Step.of(Step.Kind.RESTART, unit("b")))));
    }

    @Test
    void startsAreInTheOrderOfAfterAndBefore() {
        file("a", "After=c.service x.service\n");
        file("b", "Before=c.service\n");
        file("x", "After=d.service\n");
        List<UnitName> order = of(
                        Step.of(Step.Kind.RESTART, unit("a")),
                        Step.of(Step.Kind.START, unit("b")),
                        Step.of(Step.Kind.START, unit("c")),
                        Step.of(Step.Kind.START, unit("d")))
                .order();
        assertEquals(List.of(unit("b"), unit("c"), unit("d"), unit("a")), order);
        assertEquals(List.of(), of(Step.of(Step.Kind.START, unit("b"))).order());
    }
}
