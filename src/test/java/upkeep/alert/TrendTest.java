package upkeep.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When more restarts are many more. */
class TrendTest {

    @ParameterizedTest
    @CsvSource({
        "0, 5, false",
        "0, 6, true",
        "2, 6, true",
        "3, 8, false",
        "3, 9, true",
        "100, 299, false",
        "100, 300, true"
    })
    void threeTimesAsManyAndSixAtLeast(int before, int lately, boolean rises) {
        assertEquals(rises, new Trend(before, lately).rises());
    }
}
