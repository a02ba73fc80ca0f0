package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitStatus;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;
import upkeep.store.Commit;
import upkeep.store.Input;
import upkeep.store.Ledger;
import upkeep.store.Life;

class ReplayVerbTest {

    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final UnitName WEB = new UnitName("web.service");
    private static final String SPEC = "services:\n  web:\n    exec: [/usr/bin/web]\n    user: web\n";

    @TempDir
    private Path directory;

    private record Answer(int exitCode, String out, String err) {}

    private static Answer run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Upkeep.run(
                new Shell(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        false,
                        false,
                        Optional::empty,
                        _ -> (_, _) -> List.of(),
                        new FakeHost()),
                args);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private static Moment after(long seconds) {
        return new Moment(seconds * 1_000_000_000, T0.plusSeconds(seconds));
    }

    private static UnitStatus status(String active, String sub, String result) {
        return new UnitStatus(
                WEB,
                "loaded",
                active,
                sub,
                result,
                Optional.empty(),
                0,
                0,
                0,
                "1",
                false,
                0,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    /** The service runs, and systemd gives up on it. */
    @BeforeEach
    void record() throws Exception {
        PlanSources sources = new PlanSources(List.of(new Source("web.yaml", SPEC)), new TreeSet<>());
        Plan plan = sources.plan().value().orElseThrow();
        Life.Beginning beginning = new Life.Beginning(List.of(), 0, after(0), false);
        State state = State.begin(plan, List.of(), 0, after(0), false);
        List<Event> events = List.of(
                new Event.Listed(after(1), Map.of(WEB, status("active", "running", "success"))),
                new Event.UnitSeen(after(60), status("failed", "failed", "exit-code")),
                new Event.Woken(after(62), "web"),
                new Event.Woken(after(70), "web"));
        List<Input> inputs = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Event event : events) {
            Decision decision = new Supervisor(plan).decide(state, event);
            state = decision.state();
            entries.addAll(decision.entries());
            inputs.add(new Input(inputs.size() + 1, sources, event));
        }
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(Life.now("test", "", sources, beginning));
            ledger.commit(new Commit(entries, List.of(), List.of(), inputs, Optional.empty()));
        }
        assertTrue(entries.stream().anyMatch(entry -> entry.kind() == Entry.Kind.DECISION), entries.toString());
    }

    private String ledger() {
        return directory.resolve("ledger.db").toString();
    }

    private Path specs(String text) throws Exception {
        Path specs = Files.createDirectory(directory.resolve("specs"));
        Files.writeString(specs.resolve("upkeep.yaml"), text);
        return specs;
    }

    @Test
    void whatComesOutTheSameIsSaid() {
        Answer answer = run("replay", ledger());
        assertEquals(0, answer.exitCode(), answer.toString());
        assertTrue(answer.out().contains("4 inputs of 1 life replayed; compared "), answer.out());
        assertTrue(answer.out().endsWith("Every decision came out the same.\n"), answer.out());
        assertEquals(answer, run("replay", ledger()), "a ledger is only read");
    }

    @Test
    void aLedgerInUseCanBeReplayed() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.append(List.of());
            assertEquals(0, run("replay", ledger()).exitCode());
        }
    }

    @Test
    void aChangedEntryIsShown() throws Exception {
        change("UPDATE entry SET text = 'nothing happened' WHERE kind = 'DECISION'");
        Answer answer = run("replay", ledger());
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().startsWith("The chain of entries is broken at entry "), answer.out());
        assertTrue(answer.out().contains("recorded: decision web: nothing happened"), answer.out());
        assertTrue(answer.out().contains("replayed: decision web: start web.service"), answer.out());
    }

    private void change(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void otherSpecsAreTried() throws Exception {
        Answer same = run("replay", ledger(), "--with", specs(SPEC).toString());
        assertEquals(0, same.exitCode(), same.toString());
        assertTrue(same.out().contains("start 1 recorded, 1 by those specs"), same.out());
        Files.writeString(directory.resolve("specs/upkeep.yaml"), SPEC + "    restart: {policy: no}\n");
        Answer other =
                run("replay", ledger(), "--with", directory.resolve("specs").toString());
        assertEquals(1, other.exitCode(), other.toString());
        assertTrue(other.out().contains("start 1 recorded, 0 by those specs"), other.out());
    }

    @Test
    void programsAreAnsweredInJson() throws Exception {
        JsonNode alone =
                new ObjectMapper().readTree(run("replay", "--json", ledger()).out());
        assertTrue(alone.get("equal").asBoolean());
        assertEquals(4, alone.get("inputs").asInt());
        JsonNode other = new ObjectMapper()
                .readTree(run(
                                "replay",
                                "--json",
                                ledger(),
                                "--with",
                                specs("services: {}\n").toString())
                        .out());
        assertFalse(other.get("same").asBoolean());
        assertEquals(1, other.at("/totals/web/start/recorded").asInt());
        assertEquals(0, other.at("/totals/web/start/otherwise").asInt());
    }

    @Test
    void whatCannotBeReadIsUsage() throws Exception {
        Answer missing = run("replay", directory.resolve("absent").toString());
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("there is no such file"), missing.err());
        Path text = Files.writeString(directory.resolve("text"), "no database, but as long as one ".repeat(100));
        Answer damaged = run("replay", text.toString());
        assertEquals(2, damaged.exitCode());
        assertTrue(damaged.err().contains("the database is damaged"), damaged.err());
        assertEquals(2, run("replay", ledger(), "--from", "yesterday").exitCode());
        assertEquals(
                2,
                run("replay", ledger(), "--with", specs("services: 5\n").toString())
                        .exitCode());
    }
}
