package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Moment;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.Observation;
import upkeep.core.State;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;
import upkeep.store.Life.Beginning;
import upkeep.store.codec.RandomValues;

class InputsTest {

    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final Moment M0 = new Moment(7_000_000_000L, T0);
    private static final PlanSources PLAN =
            new PlanSources(List.of(new Source("a.yaml", "services: {}\n"), new Source("b.yaml", "")), new TreeSet<>());

    @TempDir
    Path directory;

    private static Life life(long lastNumber) {
        return Life.now(
                "1",
                "boot",
                PLAN,
                new Beginning(
                        List.of(HardState.unknown("web")), lastNumber, M0.plus(Duration.ofSeconds(lastNumber)), false));
    }

    private static Input probed(long number, Random random) {
        Moment at = M0.plus(Duration.ofMillis(100 * number)).plus(Duration.ofNanos(1_000L * random.nextInt(1_000)));
        Moment begun = at.plus(Duration.ofNanos(-1_000L * (1_000 + random.nextInt(9_000))));
        Observation passed = new Observation.Passed(
                Observation.Depth.OPEN, "accepted", Map.of("connect", random.nextInt(1_000_000) / 1e9));
        return new Input(
                number, PLAN, new Event.Probed(at, new CheckId("s" + number % 20 + "/liveness"), begun, passed));
    }

    private static List<Input> probed(long from, long to) {
        List<Input> inputs = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            inputs.add(probed(number, new Random(number)));
        }
        return inputs;
    }

    private static void commit(Ledger ledger, List<Input> inputs, Optional<Checkpoint> checkpoint) throws Exception {
        ledger.commit(new Commit(List.of(), List.of(), List.of(), inputs, checkpoint));
    }

    private static Checkpoint checkpoint(long after) {
        State state = State.begin(Plan.EMPTY, List.of(), after, M0, false);
        return new Checkpoint(after, T0.plusMillis(100 * after), PLAN, state);
    }

    private List<Recorded> read(Optional<Instant> from) throws Exception {
        List<Recorded> all = new ArrayList<>();
        try (LedgerFile file = LedgerFile.open(directory.resolve(Ledger.FILE))) {
            Recording.Cursor cursor = file.from(from);
            for (Optional<Recorded> one = cursor.next(); one.isPresent(); one = cursor.next()) {
                all.add(one.get());
            }
        }
        return all;
    }

    private static List<Input> inputs(List<Recorded> recorded) {
        return recorded.stream()
                .filter(one -> one instanceof Recorded.Told)
                .map(one -> ((Recorded.Told) one).input())
                .toList();
    }

    private long count(String sql) throws Exception {
        try (Connection connection = LedgerDatabase.connection(directory.resolve(Ledger.FILE))) {
            return InputTable.number(connection, sql);
        }
    }

    private void change(String sql) throws Exception {
        try (Connection connection = LedgerDatabase.connection(directory.resolve(Ledger.FILE));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void aLifeComesBackInputByInput() throws Exception {
        List<Input> told = new ArrayList<>();
        RandomValues values = new RandomValues(3);
        for (long number = 1; number <= 400; number++) {
            told.add(new Input(number, PLAN, values.of(Event.class)));
        }
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(5));
            assertEquals(Optional.empty(), ledger.recall(Ledger.BOOT));
            for (int i = 0; i < told.size(); i += 7) {
                commit(ledger, told.subList(i, Math.min(told.size(), i + 7)), Optional.empty());
            }
            assertEquals(400, ledger.lastInputNumber());
            assertEquals(Optional.of("boot"), ledger.recall(Ledger.BOOT));
            List<Recorded> recorded = read(Optional.empty());
            assertEquals(new Recorded.Begun(1, life(5), 1), recorded.getFirst());
            assertEquals(told, inputs(recorded));
            assertEquals(401, recorded.size());
        }
    }

    @Test
    void smallBlocksBecomeOne() throws Exception {
        List<Input> told = probed(1, 2_500);
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            for (Input input : told) {
                commit(ledger, List.of(input), Optional.empty());
            }
        }
        assertEquals(told, inputs(read(Optional.empty())));
        assertEquals(502, count("SELECT count(*) FROM input_block"));
        assertEquals(2, count("SELECT count(*) FROM input_block WHERE count = 1000"));
        long bytes = count("SELECT sum(length(payload)) FROM input_block WHERE count = 1000");
        assertTrue(bytes <= 2_000 * 25, bytes + " bytes for 2000 passed probes");
    }

    @Test
    void thePresetsOfAPlanAreReadBackAsSuch() throws Exception {
        Source spec = new Source("/etc/upkeep/upkeep.yaml", "services: {a: {preset: site}}");
        Source preset = new Source("/presets/site.yaml", "service: {adopt: a.service}", Source.Role.PRESET);
        PlanSources plan = new PlanSources(List.of(spec, preset), new TreeSet<>());
        List<Input> told = List.of(new Input(1, plan, new Event.PlanReplaced(M0)));
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, told, Optional.empty());
        }
        assertEquals(told, inputs(read(Optional.empty())));
    }

    @Test
    void aPlanOfItsOwnIsABlockOfItsOwn() throws Exception {
        PlanSources later = new PlanSources(PLAN.sources(), new TreeSet<>(List.of("web")));
        List<Input> told = new ArrayList<>(probed(1, 3));
        told.add(new Input(4, later, new Event.PlanReplaced(M0)));
        told.add(new Input(5, PLAN, new Event.PlanReplaced(M0)));
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, told, Optional.empty());
        }
        assertEquals(told, inputs(read(Optional.empty())));
        assertEquals(3, count("SELECT count(*) FROM input_block"));
        assertEquals(2, count("SELECT count(*) FROM plan"));
        assertEquals(2, count("SELECT count(*) FROM plan_source"));
    }

    @Test
    void whatWasRolledBackCanBeWrittenAgain() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, probed(1, 5), Optional.empty());
            ledger.limitPages(1);
            List<Input> many = probed(6, 6_000);
            assertThrows(StoreException.class, () -> commit(ledger, many, Optional.empty()));
            ledger.limitPages(100_000);
            commit(ledger, many, Optional.empty());
        }
        assertEquals(probed(1, 6_000), inputs(read(Optional.empty())));
    }

    @Test
    void readingBeginsAtTheLastPointBeforeTheTime() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, probed(1, 10), Optional.of(checkpoint(10)));
            commit(ledger, probed(11, 30), Optional.of(checkpoint(25)));
            ledger.begin(life(9));
            commit(ledger, probed(31, 35), Optional.empty());
        }
        List<Recorded> all = read(Optional.empty());
        assertEquals(probed(1, 35), inputs(all));
        assertEquals(new Recorded.Kept(1, checkpoint(10)), all.get(11));
        assertEquals(new Recorded.Kept(1, checkpoint(25)), all.get(27));
        assertEquals(new Recorded.Begun(2, life(9), 31), all.get(33));
        List<Recorded> late = read(Optional.of(T0.plusMillis(2_000)));
        assertEquals(new Recorded.Kept(1, checkpoint(10)), late.getFirst());
        assertEquals(probed(11, 35), inputs(late));
    }

    @Test
    void whatAnotherProgramRecordedIsSaidAndPassedOver() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, probed(1, 10), Optional.of(checkpoint(10)));
            ledger.begin(life(0));
            commit(ledger, probed(11, 12), Optional.empty());
        }
        change("UPDATE life SET format = 'another' WHERE number = 1");
        List<Recorded> recorded = read(Optional.empty());
        Recorded.Unreadable first = assertInstanceOf(Recorded.Unreadable.class, recorded.getFirst());
        assertTrue(first.why().startsWith("upkeep 1 recorded it in format another, and this one reads "), first.why());
        assertEquals(probed(11, 12), inputs(recorded));
    }

    @Test
    void aDamagedBlockIsSaidAndTheNextIsRead() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, probed(1, 1_000), Optional.empty());
            commit(ledger, probed(1_001, 1_010), Optional.empty());
        }
        change("UPDATE input_block SET payload = substr(payload, 1, 500) WHERE first = 1");
        List<Recorded> recorded = read(Optional.empty());
        Recorded.Unreadable damaged = assertInstanceOf(Recorded.Unreadable.class, recorded.get(1));
        assertTrue(damaged.why().startsWith("the inputs 1 to 1000: "), damaged.why());
        assertEquals(probed(1_001, 1_010), inputs(recorded));
    }

    @Test
    void oldInputsGoInWholeStretches() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            commit(ledger, probed(1, 1_000), Optional.of(checkpoint(1_000)));
            commit(ledger, probed(1_001, 2_000), Optional.of(checkpoint(2_000)));
            commit(ledger, probed(2_001, 3_000), Optional.empty());
            ledger.prune(keeping(Duration.ofSeconds(10), 1 << 30), T0.plusSeconds(160));
            List<Recorded> recorded = read(Optional.empty());
            assertEquals(new Recorded.Kept(1, checkpoint(1_000)), recorded.get(0));
            assertEquals(probed(1_001, 3_000), inputs(recorded));
            ledger.prune(keeping(Duration.ofSeconds(10), 1 << 30), T0.plusSeconds(5_000));
            assertEquals(probed(2_001, 3_000), inputs(read(Optional.empty())));
            commit(ledger, probed(3_001, 3_002), Optional.empty());
            assertEquals(probed(2_001, 3_002), inputs(read(Optional.empty())));
        }
    }

    private static Retention keeping(Duration age, long bytes) {
        return new Retention(Duration.ofDays(90), 200_000, age, bytes);
    }

    @Test
    void theBoundOnTheWholeFileHolds() throws Exception {
        long bound = 2 << 20;
        RandomValues values = new RandomValues(11);
        Random random = new Random(12);
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(life(0));
            for (long number = 1; number <= 12_000; number += 1_000) {
                List<Input> some = new ArrayList<>();
                for (long i = number; i < number + 1_000; i++) {
                    some.add(new Input(i, PLAN, new Event.BusLost(values.of(Moment.class), noise(random))));
                }
                commit(ledger, some, number % 3_000 == 1 ? Optional.of(checkpoint(number + 999)) : Optional.empty());
            }
            assertTrue(ledger.usedBytes() > bound, ledger.usedBytes() + " bytes");
            ledger.append(List.of(LedgerTest.entry(1, "web", T0)));
            ledger.prune(keeping(Duration.ofDays(14), bound), T0);
            assertTrue(ledger.usedBytes() <= bound, ledger.usedBytes() + " bytes");
            assertEquals(1, ledger.lastEntryNumber());
            List<Recorded> left = read(Optional.empty());
            assertInstanceOf(Recorded.Kept.class, left.getFirst());
            assertEquals(12_000, inputs(left).getLast().number());
        }
        assertTrue(Files.size(directory.resolve(Ledger.FILE)) <= bound, "the file itself is smaller too");
    }

    private static String noise(Random random) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            noise.append((char) ('!' + random.nextInt(90)));
        }
        return noise.toString();
    }

    @Test
    void aLedgerOfBeforeIsNotReplayed() throws Exception {
        try (Connection connection = LedgerDatabase.connection(directory.resolve(Ledger.FILE))) {
            Schema.migrate(connection, Schema.STEPS.subList(0, 1));
        }
        StoreException failure =
                assertThrows(StoreException.class, () -> LedgerFile.open(directory.resolve(Ledger.FILE)));
        assertTrue(failure.getMessage().contains("it is of schema 1, which kept no inputs"), failure.getMessage());
    }
}
