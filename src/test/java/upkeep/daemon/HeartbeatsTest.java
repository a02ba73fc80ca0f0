package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.control.Answer;
import upkeep.core.Event.Caller;
import upkeep.heartbeat.Report;
import upkeep.heartbeat.Reports.Outcome;
import upkeep.heartbeat.Sender;
import upkeep.host.SecretFiles;
import upkeep.probe.heartbeat.Heartbeat;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;
import upkeep.store.Ledger;
import upkeep.store.StoreException;

/** Who may tell of which job, and that it is not forgotten. */
class HeartbeatsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final CheckId ETL = new CheckId("etl");
    private static final Caller ROOT = new Caller(0, "root");
    private static final Caller ALICE = new Caller(1_000, "alice");
    private static final Caller MALLORY = new Caller(1_001, "mallory");

    private final List<CheckId> looked = new ArrayList<>();
    private final Path directory;
    private Ledger ledger;
    private DurableMemory memory;
    private Heartbeats heartbeats;

    HeartbeatsTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        Files.writeString(directory.resolve("token"), "s3cret\n");
        ledger = Ledger.open(directory);
        memory = new DurableMemory(ledger);
        heartbeats = heartbeats();
    }

    private Heartbeats heartbeats() {
        String spec = """
                checks:
                  etl: {heartbeat: {every: 1d, users: [alice], token-file: TOKEN}}
                  web: {tcp: 80}
                """.replace("TOKEN", directory.resolve("token").toString());
        Map<String, Check> checks = new PlanSources(List.of(new Source("spec.yaml", spec)), new TreeSet<>())
                .plan()
                .value()
                .orElseThrow()
                .checks();
        return new Heartbeats(
                () -> checks,
                memory,
                new Tokens(new SecretFiles())::fits,
                looked::add,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        memory.close();
        ledger.close();
    }

    private Heartbeat told() {
        return Heartbeat.of(memory, ETL);
    }

    @Test
    void whoIsNamedMayTellAndOthersMayNot() {
        assertEquals(Answer.done(""), heartbeats.begin("etl", ALICE));
        assertEquals(Optional.of(NOW), told().begun());
        assertEquals(Answer.done(""), heartbeats.end("etl", 3, Optional.of(Duration.ofSeconds(9)), "full", ROOT));
        assertEquals(Optional.of(new Heartbeat.End(NOW, 3, Optional.of(Duration.ofSeconds(9)), "full")), told().end());
        assertEquals(
                Answer.failed("cannot tell of the job etl: mallory is not among its users"
                        + "\n  hint: heartbeat: {users: [mallory]} in its check"),
                heartbeats.end("etl", 0, Optional.empty(), "", MALLORY));
        assertEquals(Optional.empty(), told().succeeded());
        assertEquals(List.of(ETL, ETL), looked);
    }

    @Test
    void whoeverHasTheTokenMayTell() {
        Report done = Report.ended("etl", 0, Optional.empty(), "");
        assertEquals(Outcome.DENIED, heartbeats.report(done, new Sender.Bearer("")));
        assertEquals(Outcome.DENIED, heartbeats.report(done, new Sender.Bearer("s3cret\n")));
        assertEquals(Outcome.NOTED, heartbeats.report(done, new Sender.Bearer("s3cret")));
        assertEquals(Optional.of(NOW), told().succeeded());
    }

    @Test
    void whatIsNoJobIsSaid() {
        assertEquals(Outcome.UNKNOWN, heartbeats.report(Report.begun("web"), new Sender.User("root", true)));
        assertTrue(heartbeats.begin("elt", ROOT).err().endsWith("hint: did you mean etl?\n"));
    }

    /** It is answered once it is written: a process that is killed then has not forgotten it. */
    @Test
    void whatWasToldIsKept() throws StoreException {
        heartbeats.end("etl", 0, Optional.empty(), "", ROOT);
        Ledger other = Ledger.open(directory);
        DurableMemory next = new DurableMemory(other);
        assertEquals(Optional.of(NOW), Heartbeat.of(next, ETL).succeeded());
        next.close();
        other.close();
    }
}
