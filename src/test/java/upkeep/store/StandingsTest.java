package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Standing;

/** How things stood, as it lies in the ledger. */
class StandingsTest {

    private static final Instant T0 = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path directory;

    private static Stood stood(String subject, long days, Standing standing) {
        return new Stood(subject, T0.plus(Duration.ofDays(days)), standing);
    }

    @Test
    void theOneThatHoldsAtTheBeginningIsAmongThem() throws Exception {
        List<Stood> web =
                List.of(stood("web", 0, Standing.UP), stood("web", 2, Standing.DOWN), stood("web", 3, Standing.UP));
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(Instant.EPOCH, ledger.standingsLooked());
            ledger.saveStandings(web, T0.plusSeconds(1));
            ledger.saveStandings(List.of(stood("db", 1, Standing.MAINTENANCE)), T0.plusSeconds(2));
        }
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(T0.plusSeconds(2), ledger.standingsLooked());
            assertEquals(web, ledger.standings("web", T0.minusSeconds(5)));
            assertEquals(
                    web.subList(1, 3),
                    ledger.standings("web", T0.plus(Duration.ofDays(2)).plusSeconds(1)));
            assertEquals(web.subList(2, 3), ledger.standings("web", T0.plus(Duration.ofDays(9))));
            assertEquals(List.of(), ledger.standings("nobody", T0));
            assertEquals(
                    List.of(stood("db", 1, Standing.MAINTENANCE), stood("web", 3, Standing.UP)),
                    ledger.lastStandings());
        }
    }

    @Test
    void whatIsLongOverIsDropped() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.saveStandings(
                    List.of(
                            stood("web", 0, Standing.UP),
                            stood("web", 10, Standing.DOWN),
                            stood("web", 11, Standing.UP),
                            stood("db", 0, Standing.UP)),
                    T0);
            ledger.prune(Retention.DEFAULT, T0.plus(Duration.ofDays(410)).plusSeconds(1));
            assertEquals(
                    List.of(stood("web", 10, Standing.DOWN), stood("web", 11, Standing.UP)),
                    ledger.standings("web", T0));
            assertEquals(List.of(stood("db", 0, Standing.UP)), ledger.standings("db", T0), "it still holds");
        }
    }
}
