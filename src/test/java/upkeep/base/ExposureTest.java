package upkeep.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {

    @ParameterizedTest
    @CsvSource({"0, 0.0", "2.5, 2.5", "3, 3.0", "9.9, 9.9", "10, 10.0", "10.0, 10.0"})
    void isReadAndPrintedAsSystemdDoes(String text, String printed) {
        Exposure exposure = Exposure.parse(text).orElseThrow();
        assertEquals(printed, exposure.toString());
        assertEquals(Optional.of(exposure), Exposure.parse(printed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.1", "11", "-1", "2.55", "2,5", ".5", "2.", "high"})
    void nothingElseIsOne(String text) {
        assertEquals(Optional.empty(), Exposure.parse(text));
    }

    @Test
    void moreIsMore() {
        assertTrue(new Exposure(9).compareTo(new Exposure(10)) < 0);
    }
}
