package upkeep.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;

class ReplayTest {

    private static final Duration LENGTH = Duration.ofMinutes(5);

    private final Story story = new Story(Story.sources(3)).run(LENGTH);

    @Test
    void everyDecisionComesOutTheSame() throws Exception {
        ReplayResult result = Replay.of(story.recording).run();
        assertTrue(result.isEqual(), result.toString());
        assertEquals(story.events.size(), result.inputs());
        assertEquals(story.entries.size(), result.entries());
        assertTrue(story.count(Entry.Kind.DECISION) > 0);
    }

    @Test
    void aChangedEntryIsTheFirstDifference() throws Exception {
        List<Entry> entries = new ArrayList<>(story.entries);
        Entry third = entries.get(2);
        entries.set(
                2,
                new Entry(
                        third.number(),
                        third.at(),
                        third.kind(),
                        third.subject(),
                        "nothing happened",
                        third.causes(),
                        third.incident(),
                        third.fields()));
        Difference difference = difference(entries);
        assertEquals(third.number(), difference.number());
        assertEquals("the text", difference.what());
        assertTrue(difference.recorded().orElse("").contains("nothing happened"));
        assertTrue(difference.replayed().orElse("").contains(third.text()));
    }

    @Test
    void anEntryThatIsMissingIsADifference() throws Exception {
        List<Entry> entries = new ArrayList<>(story.entries);
        long missing = entries.remove(2).number();
        Difference difference = difference(entries);
        assertEquals(missing, difference.number());
        assertEquals(Optional.empty(), difference.recorded());
    }

    private Difference difference(List<Entry> entries) throws Exception {
        ReplayResult result = Replay.of(Story.with(story.recording, entries)).run();
        assertFalse(result.isEqual());
        return result.difference().orElseThrow();
    }

    @Test
    void whatRetentionDroppedIsNotMissing() throws Exception {
        ReplayResult result = Replay.of(Story.with(story.recording, story.entries.subList(3, story.entries.size())))
                .run();
        assertTrue(result.isEqual(), result.toString());
        assertEquals(story.entries.size() - 3, result.entries());
    }

    @Test
    void onlyWhatIsAskedForIsCompared() throws Exception {
        ReplayResult result = new Replay(story.recording, Optional.empty(), Set.of("another")).run();
        assertEquals(0, result.entries());
    }

    @Test
    void aStateThatTheInputsDoNotLeadToIsADifference() throws Exception {
        State state = story.state();
        story.recording.keep(Instant.EPOCH, story.sources, state);
        assertEquals(1, Replay.of(story.recording).run().states());
        Plan plan = story.sources.plan().value().orElseThrow();
        State other = new Supervisor(plan)
                .decide(state, new Event.BusLost(story.moment(), "x"))
                .state();
        story.recording.keep(Instant.EPOCH, story.sources, other);
        Difference difference = Replay.of(story.recording).run().difference().orElseThrow();
        assertTrue(difference.recorded().orElse("").contains("listed false"), difference.toString());
        assertTrue(difference.replayed().orElse("").contains("listed true"), difference.toString());
    }

    @Test
    void afterAGapItGoesOnAtTheNextState() throws Exception {
        Plan plan = story.sources.plan().value().orElseThrow();
        State unseen = new Supervisor(plan)
                .decide(story.state(), new Event.BusLost(story.moment(), "unseen"))
                .state();
        story.recording.skip(3, Instant.EPOCH, story.sources, unseen);
        Event event = new Event.HostStopping(story.moment());
        Decision decision = new Supervisor(plan).decide(unseen, event);
        story.recording.tell(story.sources, event, decision);
        ReplayResult result = Replay.of(story.recording).run();
        assertTrue(result.isEqual(), result.toString());
        assertEquals(story.events.size() + 1, result.inputs());
        assertEquals(1, result.notes().size());
        assertTrue(
                result.notes().getFirst().contains("are not recorded"),
                result.notes().getFirst());
    }

    @Test
    void aPlanThatIsNoneAnyMoreIsSaid() throws Exception {
        PlanSources broken = new PlanSources(List.of(new Source("web.yaml", "services: 5\n")), story.sources.removed());
        story.recording.tell(
                broken,
                new Event.PlanReplaced(story.moment()),
                new Decision(story.state(), List.of(), List.of(), Set.of()));
        ReplayResult result = Replay.of(story.recording).run();
        assertEquals(1, result.skipped());
        assertTrue(result.notes().getFirst().startsWith("a plan of then is none today: web.yaml:"));
    }
}
