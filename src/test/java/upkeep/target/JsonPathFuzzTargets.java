package upkeep.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;

/** Ways to a value in JSON. */
public final class JsonPathFuzzTargets {

    private JsonPathFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.ofText("json-path", JsonPathFuzzTargets::path, JsonPath.class)
                .from("$", "$.jobs[0].state", "$['a name']", "$[\"it's\"][1][22]"));
    }

    private static void path(String text) {
        JsonPath.parse(text).ifPresent(path -> assertEquals(Optional.of(path), JsonPath.parse(path.toString())));
    }
}
