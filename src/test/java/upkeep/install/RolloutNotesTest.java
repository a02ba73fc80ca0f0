package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.RolloutResult;
import upkeep.install.RolloutNotes.Note;

/** What became of rollouts, kept for upkeepd. */
class RolloutNotesTest {

    private static final Instant AT = Instant.parse("2026-11-26T10:00:00Z");

    private static final String RUN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path root;

    private RolloutNotes notes() {
        return new RolloutNotes(new Layout(root), new RealFileSystem());
    }

    @Test
    void whatIsAddedIsReadInOrder() throws IOException {
        assertEquals(List.of(), notes().read());
        Note one = new Note(AT, "web@1", RolloutResult.WELL, "", "a new version was rolled out, and has proven itself");
        Note two = new Note(
                AT.plusSeconds(60), "web@2", RolloutResult.FAILED, RUN, "it did\nnot prove itself: \"status 500\"");
        notes().add(List.of(one));
        notes().add(List.of(two));
        assertEquals(
                List.of(
                        one,
                        new Note(
                                two.at(),
                                "web@2",
                                RolloutResult.FAILED,
                                RUN,
                                "it did not prove itself: \"status 500\"")),
                notes().read());
    }

    @Test
    void theOldestGo() throws IOException {
        List<Note> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(new Note(AT.plusSeconds(i), "web", RolloutResult.PART, "", "x".repeat(2_000)));
        }
        notes().add(many);
        assertEquals(500, notes().read().size());
        assertEquals(AT.plusSeconds(599), notes().read().getLast().at());
        assertEquals(1_000, notes().read().getLast().text().length());
    }

    @Test
    void linesThatAreNoneArePassedOver() {
        assertEquals(
                List.of(new Note(AT, "web", RolloutResult.STUCK, RUN, "not fine")),
                RolloutNotes.parse("""
                        nonsense

                        yesterday web well - fine
                        2026-11-26T10:00:00Z web stuck %s not fine
                        2026-11-26T10:00:00Z web splendid - fine
                        2026-11-26T10:00:00Z web well
                        """.formatted(RUN)));
        assertEquals("", new Note(AT, "web", RolloutResult.STUCK, "no run", "text").run());
    }

    @Test
    void whoseLastRolloutFailed() {
        Note failed = new Note(AT, "a", RolloutResult.FAILED, RUN, "text");
        Note stuck = new Note(AT, "b", RolloutResult.STUCK, RUN, "text");
        Note part = new Note(AT, "a", RolloutResult.PART, "", "text");
        assertEquals(Set.of("a", "b"), RolloutNotes.failed(List.of(failed, stuck, part)));
        Note well = new Note(AT, "b", RolloutResult.WELL, "", "text");
        assertEquals(Set.of("a"), RolloutNotes.failed(List.of(well, failed, stuck, well)));
    }
}
