package upkeep.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    @Test
    void stepsAreNamesAndIndexes() {
        assertEquals(
                List.of(
                        new JsonPath.Name("jobs"),
                        new JsonPath.Index(10),
                        new JsonPath.Name("a name"),
                        new JsonPath.Name("it's"),
                        new JsonPath.Name("last-run")),
                JsonPath.parse("$.jobs[10]['a name'][\"it's\"].last-run")
                        .orElseThrow()
                        .steps());
        assertEquals(List.of(), JsonPath.parse("$").orElseThrow().steps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "$.a", "$.a[0].b", "$['a b'][3]"})
    void isWrittenAsItWasRead(String text) {
        assertEquals(text, JsonPath.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", ".a", "$a", "$.", "$..a", "$.*", "$[*]", "$[-1]", "$[01]", "$[0:1]", "$[?@.a]", "$['']"
            })
    void whatCouldStandForSeveralValuesIsNone(String text) {
        assertEquals(Optional.empty(), JsonPath.parse(text));
    }

    @Test
    void theDepthHasAnEnd() {
        assertEquals(Optional.empty(), JsonPath.parse("$" + ".a".repeat(JsonPath.MOST_STEPS + 1)));
    }
}
