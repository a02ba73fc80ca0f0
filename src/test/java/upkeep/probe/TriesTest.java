package upkeep.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Retries;

class TriesTest {

    private static final CheckId ID = new CheckId("c");
    private static final Observation FAILED =
            new Observation.Failed(FailureKind.REFUSED, Depth.NONE, "127.0.0.1:80 refused", Map.of());
    private static final Observation PASSED =
            new Observation.Passed(Depth.OPEN, "127.0.0.1:80 accepted", Map.of("connect", 0.25));
    private static final Observation UNKNOWN = new Observation.Unknown("no route");

    private static Tries tries(int retries, TimeSpan after) {
        return new Tries(new Retries(retries, after), new Steps(Trace.NONE, Deadline.in(Servers.LONG)));
    }

    /** What comes of tries that end so, and how many of these are left over. */
    private static Observation of(int retries, Deque<Observation> ends) {
        return tries(retries, TimeSpan.ZERO).of(Memory.soft(), _ -> ends.removeFirst());
    }

    private static Deque<Observation> ends(Observation... ends) {
        return new ArrayDeque<>(List.of(ends));
    }

    @Test
    void withoutRetriesTheFirstTryIsTheAnswerAsItIs() {
        assertEquals(FAILED, of(0, ends(FAILED)));
        assertEquals(PASSED, of(0, ends(PASSED)));
    }

    @Test
    void theFirstPassEndsIt() {
        Deque<Observation> ends = ends(FAILED, PASSED, FAILED);
        Observation seen = of(2, ends);
        assertEquals("127.0.0.1:80 accepted, at try 2 of 3", seen.text());
        assertEquals(Map.of("connect", 0.25, "tries", 2.0), seen.measurements());
        assertEquals(1, ends.size());
        Observation once = of(2, ends(PASSED));
        assertEquals("127.0.0.1:80 accepted", once.text());
        assertEquals(1.0, once.measurements().get("tries"));
    }

    @Test
    void onlyTheLastFailureIsOne() {
        Observation.Failed seen = assertInstanceOf(Observation.Failed.class, of(2, ends(FAILED, FAILED, FAILED)));
        assertEquals("127.0.0.1:80 refused, at try 3 of 3", seen.text());
        assertEquals(FailureKind.REFUSED, seen.kind());
        assertEquals(Map.of("tries", 3.0), seen.measurements());
    }

    @Test
    void whatCouldNotBeTriedIsNotTriedAgainAndConfirmsNoFailure() {
        Deque<Observation> ends = ends(FAILED, UNKNOWN, PASSED);
        assertEquals(new Observation.Unknown("no route, at try 2 of 3"), of(2, ends));
        assertEquals(1, ends.size());
    }

    @Test
    void onlyTheTryThatCountsRemembersAnything() {
        Memory memory = Memory.soft();
        memory.put(ID, "at", "10");
        Deque<Observation> ends = ends(FAILED, PASSED);
        List<Optional<String>> found = new ArrayList<>();
        Observation seen = tries(1, TimeSpan.ZERO).of(memory, draft -> {
            found.add(draft.get(ID, "at"));
            draft.put(ID, "at", ends.size() == 2 ? "20" : "30");
            if (ends.size() == 2) {
                draft.put(ID, "first", "yes");
            }
            return ends.removeFirst();
        });
        assertInstanceOf(Observation.Passed.class, seen);
        assertEquals(List.of(Optional.of("10"), Optional.of("10")), found);
        assertEquals(Optional.of("30"), memory.get(ID, "at"));
        assertEquals(Optional.empty(), memory.get(ID, "first"));
    }

    @Test
    void whoeverEndsTheThreadEndsThePause() {
        Thread.currentThread().interrupt();
        Observation seen = tries(1, TimeSpan.ofSeconds(60)).of(Memory.soft(), _ -> FAILED);
        assertTrue(Thread.interrupted());
        assertEquals(new Observation.Unknown("the probe was interrupted"), seen);
    }

    @Test
    void aServerThatDropsOneConnectionPasses() {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> {
            it.readRequest(socket);
            if (it.requests.size() > 1) {
                LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            Check check = Checks.of("{http: {url: \"http://127.0.0.1:" + server.port()
                    + "/\"}, every: 10min, retries: 1, retry-after: 0}");
            List<String> steps = new ArrayList<>();
            Observation seen = new Probers("test")
                    .probe(check, Memory.soft(), Servers.LONG, Trace.to(step -> steps.add(step.what())));
            assertInstanceOf(Observation.Passed.class, seen, seen::text);
            assertTrue(seen.text().endsWith(", at try 2 of 2"), seen.text());
            assertTrue(steps.contains("trying again, after 0: try 2 of 2"), steps.toString());
            assertFalse(seen.measurements().isEmpty());
        }
    }
}
