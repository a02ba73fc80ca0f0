package upkeep.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "space > 90% | true",
                "failed and not status = 503 | true",
                "content contains \"x\" | true",
                "space > 90% for 2min | false",
                "space > 90% for 4 checks | false",
                "failed 3 times within 1h | false",
                "failed 3 times within 5 checks | false",
                "changed | false",
                "status = 200 or owner changed | false",
                "errors > 100 within 1h | false"
            })
    void oneSampleIsEnoughForWhatLooksNeitherBackNorForth(String condition, boolean atOnce) {
        assertEquals(atOnce, Rules.rule(condition).isJudgedAtOnce());
    }
}
