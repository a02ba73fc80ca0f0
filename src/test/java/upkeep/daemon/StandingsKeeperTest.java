package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.Event;
import upkeep.core.Standing;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitStatus;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.store.Ledger;
import upkeep.store.Stood;

/** How things stand is kept over the ends of upkeepd, and of the time in between nothing is known. */
class StandingsKeeperTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Plan PLAN = plan("""
            services:
              web: {exec: /usr/bin/web, user: web, objective: 99% per 30d}
            """);

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Ledger ledger;

    private final List<Event> events = new ArrayList<>();
    private Instant now = NOON;
    private State state = State.begin(PLAN, List.of(), 0, Now.moment(), false);

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private static Plan plan(String spec) {
        return Specs.load(List.of(new Source("spec.yaml", spec))).value().orElseThrow();
    }

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(directory);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private StandingsKeeper keeper() {
        StandingsKeeper keeper =
                new StandingsKeeper(ledger, () -> new Snapshot(new Supervisor(PLAN), state), events::add, clock);
        keeper.start();
        return keeper;
    }

    private void see(String active) {
        state = new Supervisor(PLAN)
                .decide(state, new Event.Listed(Now.moment(), Map.of(WEB, status(active))))
                .state();
    }

    private static UnitStatus status(String active) {
        boolean isUp = active.equals("active");
        return new UnitStatus(
                WEB,
                "loaded",
                active,
                isUp ? "running" : "failed",
                isUp ? "success" : "exit-code",
                Optional.empty(),
                0,
                isUp ? 4711 : 0,
                0,
                isUp ? "a" : "b",
                false,
                1,
                1,
                1,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    private void look(StandingsKeeper keeper, Duration later) {
        now = now.plus(later);
        keeper.look();
    }

    private List<String> stood() throws Exception {
        return ledger.standings("web", NOON).stream()
                .map(each -> Duration.between(NOON, each.at()).toSeconds() + " "
                        + each.standing().word())
                .toList();
    }

    @Test
    void whatChangesIsWrittenDown() throws Exception {
        try (StandingsKeeper keeper = keeper()) {
            look(keeper, Duration.ofSeconds(10));
            assertEquals(List.of(), stood(), "nothing is known, as before");
            see("active");
            look(keeper, Duration.ofSeconds(10));
            look(keeper, Duration.ofSeconds(10));
            assertEquals(List.of("20 up"), stood());
        }
        assertEquals(
                Optional.of(new Stood("web", NOON.plusSeconds(20), Standing.UP)),
                ledger.lastStandings().stream().findFirst());
    }

    @Test
    void whileUpkeepdIsAwayNothingIsKnown() throws Exception {
        StandingsKeeper keeper = keeper();
        see("active");
        look(keeper, Duration.ofSeconds(10));
        now = now.plusSeconds(5);
        keeper.close();
        now = now.plus(Duration.ofHours(1));
        try (StandingsKeeper next = keeper()) {
            look(next, Duration.ofSeconds(10));
            assertEquals(List.of("10 up", "15 unknown", "3625 up"), stood());
        }
    }

    @Test
    void anObjectiveThatWillNotHoldIsToldOnce() {
        try (StandingsKeeper keeper = keeper()) {
            see("active");
            for (int i = 0; i < 6 * 60; i++) {
                look(keeper, Duration.ofSeconds(10));
            }
            see("failed");
            for (int i = 0; i < 6 * 20; i++) {
                look(keeper, Duration.ofSeconds(10));
            }
        }
        List<Event.ObjectiveSeen> seen =
                events.stream().map(Event.ObjectiveSeen.class::cast).toList();
        assertEquals(Optional.empty(), seen.getFirst().fault(), "whatever was told in another life is over");
        assertTrue(seen.get(1).fault().orElseThrow().startsWith("is down so much that 99% per 30d will not hold"));
        assertTrue(seen.getLast().isFast());
        assertTrue(seen.size() <= 3, seen::toString);
    }
}
