package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.alert.Acknowledgement;
import upkeep.alert.Case;
import upkeep.alert.DeskState;
import upkeep.alert.DeskState.Healed;
import upkeep.alert.Facts;
import upkeep.alert.Group;
import upkeep.alert.GroupKey;
import upkeep.alert.News;
import upkeep.alert.Silence;
import upkeep.alert.Told;
import upkeep.base.Severity;
import upkeep.base.TimeSpan;
import upkeep.spec.AlertMatch;
import upkeep.spec.AlertRoute.Timing;
import upkeep.spec.Urgency;

/** What is to be told outlives upkeepd. */
class LettersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

    static final Letter LETTER = new Letter(7, "ops", NOW, false, "{\"é\": 1}");

    static final DeskState DESK = desk();

    @TempDir
    Path directory;

    private static DeskState desk() {
        Facts facts = new Facts(
                "db", "shop", Severity.CRITICAL, Urgency.PAGE, "is down", 12, new TreeSet<>(Set.of("web")), true);
        Case of = new Case(
                "db", facts, true, NOW, List.of(NOW), "", Optional.of(new Acknowledgement("alice", NOW, "I see")));
        Timing timing = new Timing(TimeSpan.ofSeconds(30), TimeSpan.ofSeconds(300), TimeSpan.INFINITY);
        Told told = new Told(Told.Stage.FIRING, NOW, Severity.CRITICAL);
        Group group = new Group(timing, new TreeMap<>(Map.of("db", told)), Optional.of(NOW));
        AlertMatch match = new AlertMatch(List.of("w*"), Set.of("shop"), Set.of(), Optional.of(Severity.ERROR));
        return new DeskState(
                new TreeMap<>(Map.of("db", of)),
                new TreeMap<>(Map.of(new GroupKey("ops", "0.1", "SUBJECT=db\n"), group)),
                new TreeMap<>(Map.of("ops", List.of(NOW))),
                new TreeMap<>(Map.of(3L, new Silence(3, match, NOW, "alice", "upgrade"))),
                new TreeMap<>(Map.of(4L, new News(facts, NOW, new TreeSet<>(Set.of("ops"))))),
                new TreeMap<>(Map.of("web", new Healed(2, "went down"))),
                Optional.of(NOW),
                7,
                9,
                10);
    }

    @Test
    void whatTheDeskKnowsAndWroteIsThereAfterReopening() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(Optional.empty(), ledger.desk());
            ledger.saveDesk(DeskState.EMPTY, List.of());
            ledger.saveDesk(DESK, List.of(LETTER));
        }
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(Optional.of(DESK), ledger.desk());
            assertEquals(List.of(LETTER), ledger.letters());
        }
    }

    @Test
    void aLetterIsPassedOnAndDropped() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Letter other = new Letter(7, "phone", NOW, false, "{}");
            Letter earlier = new Letter(6, "phone", NOW, false, "{}");
            ledger.saveDesk(DESK, List.of(LETTER));
            ledger.saveLetters(List.of(LETTER.withPassedOn(), other, earlier), List.of());
            assertEquals(List.of(earlier, LETTER.withPassedOn(), other), ledger.letters());
            ledger.saveLetters(List.of(), List.of(LETTER, earlier));
            assertEquals(List.of(other), ledger.letters());
        }
    }

    @Test
    void bothOrNoneAreKept() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.saveDesk(DESK, List.of());
            ledger.limitPages(1);
            Letter large = new Letter(8, "ops", NOW, false, "x".repeat(1 << 20));
            assertThrows(StoreException.class, () -> ledger.saveDesk(DeskState.EMPTY, List.of(large)));
            assertEquals(Optional.of(DESK), ledger.desk());
            assertEquals(List.of(), ledger.letters());
        }
    }
}
