package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** What readers do is what the vocabulary says: in every place of the language, for every form of each key. */
class VocabularyTest {

    @Test
    void everyKeyIsReadAsItIsDeclared() {
        List<String> refused = new ArrayList<>();
        for (Spot spot : Spot.all()) {
            for (String value : spot.right()) {
                problems(spot, value).stream()
                        .filter(problem -> isAboutForm(spot, problem))
                        .forEach(problem -> refused.add(spot.path() + ": " + value + ": " + problem.message()));
            }
        }
        assertEquals(List.of(), refused);
    }

    @Test
    void whatIsNotDeclaredIsRefused() {
        List<String> taken = new ArrayList<>();
        for (Spot spot : Spot.all()) {
            for (String value : spot.wrong()) {
                if (problems(spot, value).isEmpty()) {
                    taken.add(spot.path() + ": " + value);
                }
            }
        }
        assertEquals(List.of(), taken);
    }

    @Test
    void unknownKeysAreRefusedEverywhere() {
        List<String> taken = new ArrayList<>();
        for (Spot spot : Spot.all()) {
            boolean hasKeys = spot.key().form() instanceof Form.Keyed keyed
                    && keyed.vocabulary().others().isEmpty();
            // What a preset says of services and checks is read where it is used.
            boolean isRead = spot.isInSpec()
                    || !List.of("service", "checks").contains(spot.key().name());
            if (hasKeys
                    && isRead
                    && problems(spot, "{no-such-key: 1}").stream()
                            .noneMatch(problem -> problem.message().endsWith("has no such key"))) {
                taken.add(spot.path());
            }
        }
        assertEquals(List.of(), taken);
    }

    @Test
    void theWalkGoesEverywhere() {
        List<Spot> spots = Spot.all();
        assertTrue(spots.size() > 800, spots.size() + " places");
        for (Vocabulary vocabulary : Vocabularies.all()) {
            for (Key<?> key : vocabulary.keys()) {
                assertTrue(
                        spots.stream().anyMatch(spot -> spot.key().equals(key)),
                        key.name() + " of " + vocabulary.owner());
            }
        }
    }

    @Test
    void everyKindOfCheckHasItsReader() {
        for (Key<?> kind : TargetKeys.ALL) {
            assertTrue(TargetReaders.has(kind), kind.name());
        }
    }

    @Test
    void aReaderCannotReadWhatIsNotDeclared() {
        Node.Mapping empty = new Node.Mapping(SourcePos.NONE, java.util.Map.of());
        Fields fields = Fields.of(
                new Node.Entry("limits", SourcePos.NONE, empty),
                LimitsKeys.LIMITS.key().form().vocabulary(),
                new Report(),
                new ArrayList<>());
        assertThrows(IllegalStateException.class, () -> fields.read(ServiceKeys.PORT));
        assertThrows(IllegalStateException.class, () -> fields.read(Key.value("tasks", Kinds.ANY_TEXT)));
    }

    private static List<Problem> problems(Spot spot, String value) {
        return Specs.load(spot.sources(value)).problems().stream()
                .filter(problem -> problem.position().file().equals("spec.yaml"))
                .filter(problem -> problem.position().line() == Spot.LINE)
                .toList();
    }

    /** Other problems are about what stands or is missing beside it. */
    private static boolean isAboutForm(Spot spot, Problem problem) {
        return problem.message().endsWith("has no such key")
                || problem.message().startsWith("cannot read " + spot.key().name());
    }
}
