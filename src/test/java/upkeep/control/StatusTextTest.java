package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import upkeep.control.CheckView.Result;
import upkeep.core.AppStanding;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;
import upkeep.core.Health;

class StatusTextTest {

    static CheckView failing(String id) {
        return new CheckView(
                id,
                "http://127.0.0.1:3001/healthz",
                Optional.of(Result.FAILED),
                Optional.of(Samples.NOW.minusSeconds(4)),
                "status 500",
                3,
                true);
    }

    private static Answer status(StatusView view, boolean json, String... names) {
        return StatusText.answer(view, List.of(names), json, UnaryOperator.identity(), Samples.NOW, Samples.ZONE);
    }

    private static StatusView using(StatusView view) {
        UsageView usage = new UsageView(
                4711,
                "www-data",
                OptionalLong.of(47_395_635),
                OptionalLong.of(512 << 20),
                OptionalDouble.of(62.53),
                OptionalLong.of(3),
                "serving 12\u001b[31m clients");
        return view.with(
                view.services().stream().map(service -> service.using(usage)).toList());
    }

    private static StatusView mixed() {
        return new StatusView(
                List.of(),
                List.of(
                        Samples.dead("api", false, failing("api/liveness")),
                        Samples.service("db", "inactive", "dead", Health.NONE, Intent.STOPPED),
                        Samples.held(
                                Samples.ok("web"),
                                new Hold(Samples.NOW.plusSeconds(14_400), "night release", "alice", Optional.empty()))),
                List.of(new CheckView(
                        "clock",
                        "ntp1.example.org",
                        Optional.of(Result.PASSED),
                        Optional.of(Samples.NOW.minusSeconds(20)),
                        "offset 0.4 ms",
                        9,
                        false)),
                new LatenessView(840, 0.0004, 0.012, 0.25),
                List.of());
    }

    @Test
    void theTableTellsHowEverythingStands() {
        Answer answer = status(mixed(), false);
        assertEquals(1, answer.exitCode());
        assertEquals("""
                3 services: 1 dead, 1 ok, 1 stopped; 1 check: 1 passed

                SERVICE  UNIT STATE        HEALTH  INTENT   SINCE    RESTARTS      HOLD            NEXT
                api      active (running)  dead    run      12s      2/5 in 10min  -               restart in 4s
                db       inactive (dead)   -       stopped  1h 2min  0/5 in 10min  -               -
                web      active (running)  ok      run      1h 2min  0/5 in 10min  until 18:10:00  -

                CHECK  RESULT  AGO  TARGET            FOUND
                clock  passed  20s  ntp1.example.org  offset 0.4 ms

                api/liveness: failed 3 times in a row, last 4s ago: status 500 (http://127.0.0.1:3001/healthz)
                db: stopped by an operator; upkeep leaves it so until somebody starts it
                web: on hold until 18:10:00 (4h left) by alice: night release
                """, answer.out());
    }

    @Test
    void whatAServiceUsesIsToldInDetail() {
        Answer web =
                StatusText.answer(mixed(), List.of("web"), false, StatusTextTest::using, Samples.NOW, Samples.ZONE);
        List<String> lines = web.out().lines().toList();
        String used = "web: process 4711 of www-data, 3 tasks, 45 MiB of 512 MiB of memory, 63 s of processor time";
        assertTrue(lines.contains(used), web.out());
        assertTrue(lines.contains("web: it says of itself: serving 12\\u001b[31m clients"), web.out());
        Answer table = StatusText.answer(mixed(), List.of(), false, StatusTextTest::using, Samples.NOW, Samples.ZONE);
        assertEquals(status(mixed(), false), table);
        String json = StatusText.answer(mixed(), List.of(), true, StatusTextTest::using, Samples.NOW, Samples.ZONE)
                .out();
        assertTrue(json.contains("\"memory\" : 47395635"), json);
        assertTrue(json.contains("\"user\" : \"www-data\""), json);
    }

    @Test
    void namesLimitItAndTheExitCode() {
        Answer web = status(mixed(), false, "web.service", "clock");
        assertEquals(0, web.exitCode());
        assertTrue(web.out().startsWith("1 service: 1 ok; 1 check: 1 passed\n"), web.out());
        assertFalse(web.out().contains("api"), web.out());
        assertEquals(0, status(mixed(), false, "db").exitCode());
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        Answer answer = status(mixed(), false, "wbe");
        assertEquals(2, answer.exitCode());
        assertEquals("""
                error: cannot tell the status of "wbe": upkeepd knows no service or check of that name
                  hint: did you mean web?
                """, answer.err());
    }

    @Test
    void whatIsDownAgainstTheOperatorsWillIsUnhealthy() {
        assertTrue(Samples.service("a", "failed", "failed", Health.NONE, Intent.RUN)
                .isUnhealthy());
        assertTrue(Samples.service("a", "inactive", "dead", Health.NONE, Intent.RUN)
                .isUnhealthy());
        assertTrue(Samples.service("a", "active", "running", Health.NOT_READY, Intent.RUN)
                .isUnhealthy());
        assertTrue(Samples.service("a", "inactive", "dead", Health.NONE, Intent.STOPPED_WITH_DEPENDENCY)
                .isUnhealthy());
        assertFalse(Samples.service("a", "inactive", "dead", Health.NONE, Intent.UNKNOWN)
                .isUnhealthy());
        assertFalse(Samples.service("a", "failed", "failed", Health.DEAD, Intent.STOPPED)
                .isUnhealthy());
        assertFalse(Samples.service("a", "active", "running", Health.UNKNOWN, Intent.RUN)
                .isUnhealthy());
        assertFalse(Samples.service("a", "active", "running", Health.SUSPECT, Intent.RUN)
                .isUnhealthy());
    }

    @Test
    void anEmptyPlanSaysWhatToDo() {
        Answer answer = status(
                new StatusView(List.of(), List.of(), List.of(), LatenessView.NONE, List.of("the bus is lost")), false);
        assertEquals(0, answer.exitCode());
        assertTrue(answer.out().startsWith("warning: the bus is lost\nNothing is supervised yet"), answer.out());
    }

    @Test
    void aSpentBudgetIsExplained() {
        StatusView view = new StatusView(
                List.of(),
                List.of(Samples.dead("api", true, failing("api/liveness"))),
                List.of(),
                LatenessView.NONE,
                List.of());
        Answer answer = status(view, false);
        assertTrue(answer.out().startsWith("1 service: 1 exhausted\n"), answer.out());
        assertTrue(answer.out().contains("api: the restart budget is spent (5 of 5 in 10min)"), answer.out());
    }

    @Test
    void anAppHasItsPartsWithIt() throws Exception {
        AppView shop = new AppView(
                "shop",
                List.of("api", "worker"),
                new AppStanding(AppStanding.State.DEGRADED, List.of("worker@2"), 4),
                Optional.of(17L),
                Optional.of(Samples.NOW.minusSeconds(90)));
        StatusView view = new StatusView(
                List.of(shop),
                List.of(Samples.ok("api"), Samples.ok("web"), Samples.ok("worker@2")),
                List.of(),
                LatenessView.NONE,
                List.of());
        List<String> lines = status(view, false, "shop").out().lines().toList();
        assertEquals("1 app: 1 degraded; 2 services: 2 ok", lines.getFirst());
        assertEquals("APP   STATE     WELL  SINCE     INCIDENT  ILL", lines.get(2));
        assertEquals("shop  degraded  3/4   1min 30s  #17       worker@2", lines.get(3));
        assertTrue(lines.get(6).startsWith("api "), lines::toString);
        assertTrue(lines.get(7).startsWith("worker@2 "), lines::toString);
        assertEquals(0, status(view, false).exitCode(), "it works all the same");
        assertTrue(status(view, true).out().contains("\"state\" : \"degraded\""));
    }

    @Test
    void jsonIsWellFormedAndWhole() throws Exception {
        Answer answer = status(mixed(), true);
        assertEquals(1, answer.exitCode());
        try (JsonParser parser = new JsonFactory().createParser(answer.out())) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
        assertTrue(answer.out().contains("\"unit\" : \"api.service\""), answer.out());
        assertTrue(answer.out().contains("\"p99\" : 0.012"), answer.out());
        assertTrue(answer.out().contains("\"until\" : \"2026-11-22T18:10:00Z\""), answer.out());
    }

    @Test
    void eventsAreListedOldestFirst() {
        Samples samples = Samples.recovery().add(8, 700, Kind.DAEMON, "", "upkeepd took over a new plan", 0);
        Answer answer = EventsText.answer(samples.entries.reversed(), false, Samples.ZONE);
        List<String> lines = answer.out().lines().toList();
        assertEquals(
                "#1  2026-11-22 14:00:00  web     transition         unit is active (running), main process 4711",
                lines.getFirst());
        assertEquals(
                "#8  2026-11-22 14:11:40  (host)  daemon             upkeepd took over a new plan", lines.getLast());
        assertEquals(
                "Nothing is recorded.\n",
                EventsText.answer(List.of(), false, Samples.ZONE).out());
        assertTrue(EventsText.answer(samples.entries, true, Samples.ZONE).out().startsWith("[ {"));
    }
}
