package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.target.JsonPath;

class JsonValuesTest {

    private static final String TEXT = """
            {"first": {"deep": [1, [2, 3], {"b": null}], "status": "no"}, "status": "ok", "ratio": 0.50,
             "big": 12345678901234567890, "done": true, "open": false, "a name": "x", "list": [], "status": "twice"}
            """;

    private static Optional<JsonValues.Value> find(String json, String path) {
        return JsonValues.find(
                json.getBytes(StandardCharsets.UTF_8), JsonPath.parse(path).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "$.status, ok",
        "$.first.status, no",
        "$.first.deep[0], 1",
        "$.first.deep[1][1], 3",
        "$.first.deep[2].b, null",
        "$.first, an object",
        "$.list, an array",
        "$.done, true",
        "$.open, false",
        "$['a name'], x",
        "$.big, 12345678901234567890",
        "$, an object"
    })
    void valuesAreFound(String path, String text) {
        assertEquals(text, find(TEXT, path).orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.none", "$.first.deep[3]", "$.status[0]", "$.status.a", "$[0]", "$.list[0]", "$.deep"})
    void whereTheWayLeadsNowhereIsNothing(String path) {
        assertEquals(Optional.empty(), find(TEXT, path));
    }

    @Test
    void numbersAreComparedAsNumbers() {
        JsonValues.Value ratio = find(TEXT, "$.ratio").orElseThrow();
        assertTrue(ratio.is("0.5"));
        assertFalse(ratio.is("0.51"));
        assertFalse(ratio.is("half"));
        assertTrue(find(TEXT, "$.done").orElseThrow().is("true"));
        assertFalse(find(TEXT, "$.status").orElseThrow().is("OK"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"status\": \"ok\"", "{\"status\": \"ok\"} x", "{'a': 1}", "[1,,2]"})
    void whatIsNoJsonIsBroken(String text) {
        assertInstanceOf(JsonValues.Broken.class, find(text, "$.status").orElseThrow());
    }

    @Test
    void deepAndLongOnesAreBroken() {
        assertInstanceOf(
                JsonValues.Broken.class,
                find("[".repeat(100_000) + "]".repeat(100_000), "$.a").orElseThrow());
        assertInstanceOf(
                JsonValues.Broken.class,
                find("{\"a\": " + "9".repeat(10_000) + "}", "$.a").orElseThrow());
    }

    @Test
    void aNumberBeyondAllMeasureIsShownAsItIsWritten() {
        JsonValues.Value value = find("{\"a\": 1e99999999999}", "$.a").orElseThrow();
        assertEquals("1e99999999999", value.text());
        assertFalse(value.is("1"));
    }

    @Test
    void anyBytesAreAnswered() {
        Random random = new Random(7);
        JsonPath path = JsonPath.parse("$.first.deep[1]").orElseThrow();
        byte[] whole = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            JsonValues.find(bytes, path)
                    .ifPresent(value -> assertTrue(value.text().length() < 1_000));
        }
    }
}
