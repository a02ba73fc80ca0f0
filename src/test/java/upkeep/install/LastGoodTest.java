package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.render.Renderer;
import upkeep.spec.Source;
import upkeep.spec.Specs;

class LastGoodTest {

    private static final String A = "services: {a: {exec: [/bin/a], user: root}}\n";
    private static final String A2 = "services: {a: {exec: [/bin/a2], user: root}}\n";
    private static final String B = "services: {b: {exec: [/bin/b], user: root}}\n";
    private static final String C = "services: {c: {exec: [/bin/c], user: root}}\n";
    private static final String B_NEEDS_A = "services: {b: {exec: [/bin/b], user: root, needs: [a]}}\n";
    private static final String BROKEN = "services: {b: {exce: [/bin/b]}}\n";
    private static final String NO_YAML = "services: {b: [\n";

    private static Source source(String name, String text) {
        return new Source("/etc/upkeep/conf.d/" + name + ".yaml", text);
    }

    private static List<Source> sources(Map<String, String> texts) {
        List<Source> sources = new ArrayList<>();
        new TreeMap<>(texts).forEach((name, text) -> sources.add(source(name, text)));
        return sources;
    }

    private static Checked<LastGood.Rendered> way(List<Source> sources) {
        return Specs.load(sources).value().isEmpty()
                ? Checked.failed(Specs.load(sources).problems())
                : Checked.of(
                        new LastGood.Rendered(
                                Specs.load(sources).value().get(),
                                new Renderer()
                                        .render(Specs.load(sources).value().get(), 252)
                                        .value()
                                        .orElseThrow()),
                        List.of());
    }

    private static Checked<LastGood> find(Map<String, String> current, Map<String, String> applied) {
        return LastGood.of(
                new SpecDirectory.Contents(sources(current), new TreeSet<>(), List.of()),
                sources(applied),
                LastGoodTest::way);
    }

    private static Map<String, String> texts(LastGood found) {
        Map<String, String> texts = new TreeMap<>();
        found.sources().forEach(source -> texts.put(source.name().replaceAll(".*/|\\.yaml", ""), source.text()));
        return texts;
    }

    private static void assertKept(Map<String, String> expected, Set<String> kept, Checked<LastGood> found) {
        LastGood good = found.value().orElseThrow(() -> new AssertionError(found.problems()));
        assertEquals(expected, texts(good));
        List<String> names = good.kept().stream()
                .map(name -> name.replaceAll(".*/|\\.yaml", ""))
                .toList();
        assertEquals(kept.stream().sorted().toList(), names);
        assertEquals(kept.isEmpty(), good.errors().isEmpty(), good.errors().toString());
    }

    @Test
    void whatIsInOrderIsTakenAsItIs() {
        assertKept(Map.of("a", A2), Set.of(), find(Map.of("a", A2), Map.of("a", A, "b", B)));
    }

    @Test
    void aBrokenFileCountsAsAppliedLastAndTheOthersAsTheyAre() {
        for (String broken : List.of(BROKEN, NO_YAML)) {
            assertKept(
                    Map.of("a", A2, "b", B), Set.of("b"), find(Map.of("a", A2, "b", broken), Map.of("a", A, "b", B)));
        }
    }

    @Test
    void aBrokenFileThatWasNeverAppliedIsLeftOut() {
        assertKept(Map.of("a", A2), Set.of("b"), find(Map.of("a", A2, "b", BROKEN), Map.of("a", A)));
        assertKept(Map.of(), Set.of("b"), find(Map.of("b", BROKEN), Map.of()));
    }

    @Test
    void aReferenceIntoABrokenFileFindsItsLastState() {
        assertKept(
                Map.of("a", A, "b", B_NEEDS_A),
                Set.of("a"),
                find(Map.of("a", "services: {a: {exce: 1}}", "b", B_NEEDS_A), Map.of("a", A, "b", B)));
    }

    @Test
    void whatNeedsSomethingNewInABrokenFileIsKeptAsWell() {
        Checked<LastGood> found = find(Map.of("a", "services: {a: {exce: 1}}", "b", B_NEEDS_A, "c", C), Map.of("b", B));
        assertKept(Map.of("b", B, "c", C), Set.of("a", "b"), found);
    }

    @Test
    void nothingIsTakenAwayWhileAnythingIsInError() {
        // It was moved from a to b, with a mistake; it goes on as it was.
        assertKept(
                Map.of("a", A, "c", B),
                Set.of("a", "z"),
                find(Map.of("a", "services: {}\n", "z", "services: {a: {exce: 1}}", "c", B), Map.of("a", A)));
        // The same with a file that is gone.
        assertKept(
                Map.of("a", A, "c", B),
                Set.of("a", "z"),
                find(Map.of("z", "services: {a: {exce: 1}}", "c", B), Map.of("a", A)));
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        Checked<LastGood> found = find(Map.of("a", A, "b", A), Map.of("a", B, "b", A));
        assertTrue(found.value().isEmpty());
    }

    @Test
    void aFileThatCannotBeReadCountsAsBroken() {
        Source unreadable = source("b", "");
        Problem problem =
                Problem.error(new SourcePos(unreadable.name(), 0, 0), "cannot read the spec: it is not UTF-8");
        Checked<LastGood> found = LastGood.of(
                new SpecDirectory.Contents(
                        List.of(source("a", A2), unreadable),
                        new TreeSet<>(Set.of(unreadable.name())),
                        List.of(problem)),
                sources(Map.of("a", A, "b", B)),
                LastGoodTest::way);
        assertKept(Map.of("a", A2, "b", B), Set.of("b"), found);
        assertEquals(List.of(problem), found.value().orElseThrow().errors());
    }
}
