package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {

    @Test
    void whatIsKeptGoesWithTheSizeOfTheFile() {
        assertTrue(Retention.DEFAULT.rows() >= 200_000, Retention.DEFAULT::toString);
        Retention large = Retention.of(Duration.ofDays(700), 1L << 30);
        assertEquals(Duration.ofDays(700), large.age());
        assertEquals(Duration.ofDays(14), large.inputAge());
        assertEquals(4, large.rows() / Retention.DEFAULT.rows());
        assertEquals(
                Duration.ofDays(3), Retention.of(Duration.ofDays(3), 16L << 20).inputAge());
    }

    @Test
    void somethingIsKept() {
        assertThrows(IllegalArgumentException.class, () -> Retention.of(Duration.ofDays(1), 0));
    }
}
