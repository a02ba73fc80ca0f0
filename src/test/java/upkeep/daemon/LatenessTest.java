package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.control.LatenessView;

class LatenessTest {

    private static final long SPAN = Lateness.SPAN.toNanos();

    /** The monotonic clock may well be below 0, and pass it. */
    private static final long BEGIN = -SPAN / 2;

    private final Lateness lateness = new Lateness(BEGIN);

    private void began(long nanos, Duration late) {
        lateness.began(nanos, nanos - late.toNanos());
    }

    @Test
    void withoutProbesNothingIsLate() {
        assertEquals(LatenessView.NONE, lateness.view(BEGIN + 1));
    }

    @Test
    void oneOfAHundredIsTheLatestAndNoneOfTheOthers() {
        for (int i = 0; i < 99; i++) {
            began(BEGIN + i, Duration.ofMillis(2));
        }
        began(BEGIN + 99, Duration.ofSeconds(7));
        LatenessView view = lateness.view(BEGIN + 100);
        assertEquals(100, view.probes());
        assertEquals(0.002, view.p50(), 0.002 / 16);
        assertEquals(0.002, view.p99(), 0.002 / 16);
        assertEquals(7, view.max());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 15, 16, 17, 31, 32, 33, 999, 65_535, 65_536, 5_000_000, 40_000_000_000L})
    void everyValueIsToldByASixteenthAtMost(long micros) {
        began(BEGIN, Duration.ofNanos(1_000 * micros));
        began(BEGIN, Duration.ofDays(1));
        double told = lateness.view(BEGIN).p50();
        assertTrue(told >= micros / 1e6, () -> told + " of " + micros);
        assertTrue(told <= micros * (17.0 / 16) / 1e6, () -> told + " of " + micros);
    }

    @Test
    void whatIsLongerThanTheLongestStepIsStillCounted() {
        began(BEGIN, Duration.ofDays(3));
        LatenessView view = lateness.view(BEGIN);
        assertEquals((double) Duration.ofDays(3).toSeconds(), view.max());
        assertTrue(view.p50() >= Duration.ofHours(12).toSeconds(), view::toString);
    }

    @Test
    void aProbeThatBeginsBeforeItsTimeIsNotLate() {
        lateness.began(BEGIN, BEGIN + 5);
        assertEquals(new LatenessView(1, 0, 0, 0), lateness.view(BEGIN));
    }

    @Test
    void theSpanBeforeCountsAndTheOneBeforeThatDoesNot() {
        began(BEGIN + 1, Duration.ofSeconds(1));
        began(BEGIN + SPAN + 1, Duration.ofSeconds(2));
        assertEquals(2, lateness.view(BEGIN + 2 * SPAN - 1).probes());
        LatenessView later = lateness.view(BEGIN + 2 * SPAN);
        assertEquals(1, later.probes());
        assertEquals(2, later.max());
        assertEquals(LatenessView.NONE, lateness.view(BEGIN + 4 * SPAN));
    }
}
