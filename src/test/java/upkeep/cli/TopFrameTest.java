package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.cli.TopFrame.Line;
import upkeep.cli.TopFrame.Style;
import upkeep.cli.TopState.Sort;
import upkeep.cli.TopView.Row;

/** The pictures of {@code upkeep top}. */
class TopFrameTest {

    private static final Instant NOW = Instant.parse("2026-11-27T14:02:03Z");

    private static Row service(String name, String health, boolean isHealthy, String remark) {
        Instant since = NOW.minus(Duration.ofMinutes(12));
        return new Row(
                name, name + ".service", "active (running)", health, isHealthy, 100, "1/5", Optional.of(since), remark);
    }

    private static final TopView VIEW = new TopView(
            List.of(),
            List.of(
                    service("api", "ok", true, ""),
                    service("db", "none", true, ""),
                    service("web", "dead", false, "liveness: status 500"),
                    new Row("mail", "", "mail:25", "failing", false, 0, "", Optional.of(NOW), "connection refused")));

    private static final Map<String, TopFigures> FIGURES = Map.of(
            "api", figures(12.34, 600L << 20, 31),
            "db", figures(0.04, 1500L << 20, 8),
            "web", figures(99.9, 5L << 20, 1));

    private static TopFigures figures(double processor, long memory, long tasks) {
        return new TopFigures(OptionalDouble.of(processor), OptionalLong.of(memory), OptionalLong.of(tasks));
    }

    private static TopFrame frame(TopState state) {
        return new TopFrame(VIEW, FIGURES, state, NOW, ZoneOffset.UTC);
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }

    @Test
    void whatIsInTroubleComesFirst() {
        assertEquals("""
                upkeep top, 14:02:03  3 services: 1 dead, 1 none, 1 ok; 1 check: 1 failing
                  NAME  HEALTH   STATE             CPU%   MEMORY  TASKS  RESTARTS   SINCE  LAST FAILURE
                > web   dead     active (running)  99.9    5 MiB      1       1/5  12 min  liveness: status 500
                  mail  failing  mail:25                                              now  connection refused
                  api   ok       active (running)  12.3  600 MiB     31       1/5  12 min
                  db    none     active (running)   0.0  1.5 GiB      8       1/5  12 min
                q quit  j/k select  enter log  sort by: t trouble  c cpu  m memory  n name
                """, text(frame(TopState.BEGIN).lines(List.of(), 24, 120)));
    }

    @Test
    void aPipeGetsAllWithoutASelection() {
        assertEquals(
                """
                upkeep top, 14:02:03  3 services: 1 dead, 1 none, 1 ok; 1 check: 1 failing
                NAME  HEALTH   STATE             CPU%   MEMORY  TASKS  RESTARTS   SINCE  LAST FAILURE
                web   dead     active (running)  99.9    5 MiB      1       1/5  12 min  liveness: status 500
                mail  failing  mail:25                                              now  connection refused
                api   ok       active (running)  12.3  600 MiB     31       1/5  12 min
                db    none     active (running)   0.0  1.5 GiB      8       1/5  12 min
                """,
                frame(TopState.BEGIN).all().stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    @ParameterizedTest
    @CsvSource({
        "TROUBLE, web mail api db",
        "PROCESSOR, web api db mail",
        "MEMORY, db api web mail",
        "NAME, api db web mail"
    })
    void itIsSorted(Sort sort, String names) {
        assertEquals(
                names, String.join(" ", frame(new TopState(sort, "", false)).names()));
    }

    @Test
    void theLogOfTheSelectedOneIsBelow() {
        List<String> log = List.of("too old", "one", "two \u001b[31mred", "three");
        List<Line> lines = frame(new TopState(Sort.NAME, "db", true)).lines(log, 10, 60);
        assertEquals("""
                upkeep top, 14:02:03  3 services: 1 dead, 1 none, 1 ok; 1 c~
                  NAME  HEALTH   STATE             CPU%   MEMORY  TASKS  RE~
                  api   ok       active (running)  12.3  600 MiB     31    ~
                > db    none     active (running)   0.0  1.5 GiB      8    ~
                  web   dead     active (running)  99.9    5 MiB      1    ~
                --- db ---
                one
                two  [31mred
                three
                q quit  j/k select  enter log  sort by: t trouble  c cpu  m~
                """, text(lines));
        assertEquals(Style.SELECTED, lines.get(3).style());
        assertEquals(Style.TROUBLE, lines.get(4).style());
    }

    @Test
    void theSelectedOneIsInThePictureAndEachFits() {
        List<Row> many = new ArrayList<>();
        for (int i = 100; i < 300; i++) {
            many.add(service("s" + i, "ok", true, "x".repeat(i)));
        }
        TopView view = new TopView(List.of("a", "b", "c", "d"), many);
        for (int height = 1; height < 40; height++) {
            for (String selected : List.of("s100", "s101", "s200", "s299", "gone")) {
                TopState state = new TopState(Sort.NAME, selected, height % 2 == 0);
                List<Line> lines =
                        new TopFrame(view, Map.of(), state, NOW, ZoneOffset.UTC).lines(List.of("log"), height, 40);
                assertTrue(lines.size() <= height, () -> text(lines));
                assertTrue(lines.stream().allMatch(line -> line.text().length() <= 40), () -> text(lines));
                if (height > 12) {
                    String name = selected.equals("gone") ? "s100" : selected;
                    assertTrue(text(lines).contains("> " + name), () -> text(lines));
                }
            }
        }
    }

    @Test
    void nothingIsSupervised() {
        TopFrame frame = new TopFrame(
                new TopView(List.of(), List.of()), Map.of(), new TopState(Sort.NAME, "", true), NOW, ZoneOffset.UTC);
        assertEquals("upkeep top, 14:02:03  nothing is supervised", frame.all().getFirst());
        assertEquals(2, frame.lines(List.of(), 24, 80).size());
        assertEquals("", TopState.BEGIN.after(TopKey.DOWN, frame.names()).selected());
    }

    @Test
    void keysMoveAndSort() {
        List<String> names = List.of("a", "b", "c");
        TopState state = TopState.BEGIN.after(TopKey.DOWN, names);
        assertEquals("b", state.selected());
        assertEquals(
                "c", state.after(TopKey.DOWN, names).after(TopKey.DOWN, names).selected());
        assertEquals("a", state.after(TopKey.UP, names).after(TopKey.UP, names).selected());
        assertEquals(Sort.MEMORY, state.after(TopKey.BY_MEMORY, names).sort());
        assertTrue(state.after(TopKey.LOG, names).isLogShown());
        assertEquals(state, state.after(TopKey.NONE, names));
    }

    @ParameterizedTest
    @CsvSource({
        "q, QUIT",
        "j, DOWN",
        "k, UP",
        "'\u001b[A', UP",
        "'\u001bOB', DOWN",
        "c, BY_PROCESSOR",
        "m, BY_MEMORY",
        "n, BY_NAME",
        "t, BY_TROUBLE",
        "'', NONE",
        "'\u001b', NONE",
        "x, NONE"
    })
    void keysAreKnown(String sent, TopKey key) {
        assertEquals(key, TopKey.of(sent));
        assertEquals(TopKey.LOG, TopKey.of("\r"));
    }

    @Test
    void aScreenIsDrawnInPlace() {
        List<Line> lines = List.of(new Line("one", Style.HEAD), new Line("two", Style.TROUBLE));
        assertEquals(
                "\u001b[H\u001b[1mone\u001b[K\u001b[0m\r\n\u001b[31mtwo\u001b[K\u001b[0m\u001b[J",
                TerminalScreen.text(lines, true));
        assertEquals(
                "\u001b[H\u001b[1mone\u001b[K\u001b[0m\r\ntwo\u001b[K\u001b[0m\u001b[J",
                TerminalScreen.text(lines, false));
        assertEquals(Optional.of(new TerminalScreen.Size(24, 80)), TerminalScreen.size("24 80\n"));
        assertEquals(Optional.empty(), TerminalScreen.size("0 0\n"));
        assertEquals(Optional.empty(), TerminalScreen.size(""));
    }
}
