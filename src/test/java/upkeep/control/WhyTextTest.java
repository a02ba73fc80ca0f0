package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;
import upkeep.core.Health;

class WhyTextTest {

    private static String why(Samples samples, Optional<ServiceView> view, Optional<Instant> at) throws IOException {
        Answer answer = WhyText.answer("web", view, at, false, samples, Samples.NOW, Samples.ZONE);
        assertEquals(0, answer.exitCode());
        assertEquals("", answer.err());
        return answer.out();
    }

    @Test
    void aRecoveryIsToldFromWhatWasSeenToWhatCameOfIt() throws Exception {
        assertEquals("""
                web is active (running) for 1h 2min. Its probes pass.

                Incident #4, opened 14:02:15, resolved 14:02:17 after 2s:
                  1  14:02:11         saw        GET http://127.0.0.1:3001/healthz: status 500 (1 of 3)
                  2  14:02:13  +2.0s  saw        GET http://127.0.0.1:3001/healthz: status 500 (2 of 3)  [after 1]
                  3  14:02:15  +4.0s  concluded  web is dead: liveness failed 3 times in a row  [because of 1, 2]
                  4  14:02:15  +4.0s  decided    restart web.service, 1 of 5 within 10min; rule: liveness, 3 failures  [because of 3]
                  5  14:02:15  +4.8s  outcome    the job was done  [of 4]
                  6  14:02:17  +6.2s  resolved   two probes passed  [because of 5]
                """, why(Samples.recovery(), Optional.of(Samples.ok("web")), Optional.empty()));
    }

    @Test
    void whoIsToldGetsItInShort() throws Exception {
        assertEquals(
                List.of(
                        "14:02:11 saw: GET http://127.0.0.1:3001/healthz: status 500 (1 of 3)",
                        "14:02:13 saw: GET http://127.0.0.1:3001/healthz: status 500 (2 of 3)",
                        "14:02:15 concluded: web is dead: liveness failed 3 times in a row",
                        "14:02:15 decided: restart web.service, 1 of 5 within 10min; rule: liveness, 3 failures",
                        "14:02:15 outcome: the job was done",
                        "14:02:17 resolved: two probes passed"),
                WhyText.incident(4, "web", Samples.recovery(), Samples.NOW, Samples.ZONE));
    }

    @Test
    void aStopByAnOperatorIsToldFirstAndLeftAlone() throws Exception {
        Samples samples = Samples.recovery()
                .add(8, 500, Kind.TRANSITION, "web", "unit is inactive (dead)", 0)
                .add(9, 500.1, Kind.INTENT, "web", "an operator stopped web.service (job 812)", 0, 8L);
        String told = why(
                samples,
                Optional.of(Samples.service("web", "inactive", "dead", Health.NONE, Intent.STOPPED)),
                Optional.empty());
        assertTrue(told.startsWith("""
                web is stopped because an operator stopped it at 14:08:20, 1min 39s ago. upkeep leaves it so until \
                somebody starts it (systemctl start web.service).

                Last change, 14:08:20:
                  1  14:08:20         unit      unit is inactive (dead)
                  2  14:08:20  +0.1s  operator  an operator stopped web.service (job 812)  [because of 1]

                Incident #4, opened 14:02:15"""), told);
    }

    @Test
    void aCauseInAnotherServiceIsFollowed() throws Exception {
        Samples samples = new Samples()
                .add(1, 0, Kind.TRANSITION, "db", "main process was killed by SIGKILL", 2)
                .add(2, 0, Kind.INCIDENT_OPENED, "db", "db.service failed", 2, 1L)
                .add(3, 1, Kind.OBSERVATION, "web", "status 503", 0)
                .add(4, 2, Kind.REFUSAL, "web", "no restart: db.service, which it requires, is down", 0, 3L, 2L);
        String told = why(samples, Optional.empty(), Optional.empty());
        assertTrue(told.startsWith("web is no service of the plan in force; this is what is recorded.\n"), told);
        assertTrue(told.contains("1  14:00:00         unit       db: main process was killed by SIGKILL\n"), told);
        assertTrue(
                told.contains("held back  no restart: db.service, which it requires, is down  [because of 2, 3]"),
                told);
    }

    @Test
    void anEarlierIncidentOfTheSameServiceIsNoPartOfTheNext() throws Exception {
        Samples samples = Samples.recovery()
                .add(10, 300, Kind.OBSERVATION, "web", "status 500", 0, 7L)
                .add(11, 300, Kind.INCIDENT_OPENED, "web", "web is dead: status 500", 11, 10L)
                .add(12, 303, Kind.INCIDENT_RESOLVED, "web", "two probes passed", 11, 11L);
        String told = why(samples, Optional.of(Samples.ok("web")), Optional.empty());
        assertTrue(told.contains("""
                Incident #11, opened 14:05:00, resolved 14:05:03 after 3s:
                  1  14:05:00         saw        status 500
                  2  14:05:00  +0.0s  concluded  web is dead: status 500  [because of 1]
                """), told);
    }

    @Test
    void earlierIncidentsAreListedAndAtTellsThem() throws Exception {
        Samples samples = Samples.recovery()
                .add(10, 300, Kind.INCIDENT_OPENED, "web", "web is dead: timeout", 10)
                .add(11, 301, Kind.REFUSAL, "web", "no restart: the budget is spent", 10, 10L);
        String told = why(samples, Optional.of(Samples.ok("web")), Optional.empty());
        assertTrue(told.contains("Incident #10, opened 14:05:00, still open after 5min:"), told);
        assertTrue(told.endsWith("""
                Earlier incidents (upkeep why web --at TIME tells one):
                  #4  14:02:15  resolved after 2s  web is dead: liveness failed 3 times in a row
                """), told);
        String before = why(samples, Optional.of(Samples.ok("web")), Optional.of(Samples.T0.plusSeconds(134)));
        assertTrue(before.startsWith("Incident #4, opened 14:02:15, resolved"), before);
        assertTrue(before.contains("two probes passed"), before);
        assertFalse(before.contains("#10"), before);
    }

    @Test
    void repetitionIsFoldedAndLongStoriesLoseTheirMiddle() throws Exception {
        Samples samples = new Samples();
        samples.add(1, 0, Kind.INCIDENT_OPENED, "web", "web is not getting ready", 1);
        for (int i = 2; i <= 46; i++) {
            samples.add(i, i, Kind.OBSERVATION, "web", "connection refused", 1);
        }
        String folded = why(samples, Optional.empty(), Optional.empty());
        assertTrue(folded.contains("connection refused (45 times until 14:00:46)"), folded);
        for (int i = 47; i <= 150; i++) {
            samples.add(i, i, Kind.OBSERVATION, "web", "status " + i, 1);
        }
        String cut = why(samples, Optional.empty(), Optional.empty());
        assertTrue(cut.contains("... 66 lines left out; upkeep events web has them"), cut);
        assertTrue(cut.contains("status 150"), cut);
        assertFalse(cut.contains("status 100"), cut);
    }

    @Test
    void probesOfWhatIsNotUpAreNotDenied() throws Exception {
        CheckView check = StatusTextTest.failing("web/liveness");
        ServiceView starting = Samples.service("web", "activating", "start", Health.NONE, Intent.RUN, check);
        String told = why(new Samples(), Optional.of(starting), Optional.empty());
        assertTrue(told.contains("What its probes say counts once it is up."), told);
        ServiceView bare = Samples.service("web", "active", "running", Health.NONE, Intent.RUN);
        assertTrue(why(new Samples(), Optional.of(bare), Optional.empty()).contains("It has no probe"));
    }

    @Test
    void holdAndSpentBudgetAreSaid() throws Exception {
        CheckView check = StatusTextTest.failing("web/liveness");
        ServiceView view = Samples.held(
                Samples.dead("web", true, check),
                new Hold(Samples.NOW.plusSeconds(3_600), "night release", "alice", Optional.empty()));
        assertEquals("""
                web is active (running) for 12s. Its liveness probe has failed often enough: it counts as dead. Incident #41 is open.
                web is on hold until 15:10:00 (1h left) by alice: night release. Until then upkeep watches and records, but does nothing.
                Its restart budget is spent (5 of 5 within 10min), so it is not restarted as before. upkeep release web gives it a fresh budget.
                Next: restart at 14:10:04.
                Nothing is recorded about web.
                """, why(new Samples(), Optional.of(view), Optional.empty()));
    }

    @Test
    void whatServersSentCannotReachTheTerminal() throws Exception {
        Samples samples = new Samples().add(1, 0, Kind.OBSERVATION, "web", "body \u001b[31m\nIncident #9", 0);
        String told = why(samples, Optional.empty(), Optional.empty());
        assertTrue(told.contains("body \\u001b[31m\\nIncident #9"), told);
    }

    @Test
    void jsonHoldsTheSameStories() throws Exception {
        Answer answer = WhyText.answer(
                "web",
                Optional.of(Samples.ok("web")),
                Optional.empty(),
                true,
                Samples.recovery(),
                Samples.NOW,
                Samples.ZONE);
        try (JsonParser parser = new JsonFactory().createParser(answer.out())) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
        assertTrue(answer.out().contains("\"kind\" : \"incident-opened\""), answer.out());
        assertTrue(answer.out().contains("\"opened\" : \"2026-11-22T14:02:15Z\""), answer.out());
    }

    @Test
    void rangesAreShort() {
        assertEquals("1", StoryText.ranges(new TreeSet<>(List.of(1))));
        assertEquals("1, 2", StoryText.ranges(new TreeSet<>(List.of(1, 2))));
        assertEquals("1 to 3, 5, 7 to 9", StoryText.ranges(new TreeSet<>(List.of(1, 2, 3, 5, 7, 8, 9))));
    }
}
