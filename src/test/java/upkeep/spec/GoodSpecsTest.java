package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.base.Checked;

/**
 * Every good spec becomes exactly the plan on record beside it. {@code -Dupkeep.test.golden=write} writes the records anew; look
 * at the difference before it is committed.
 */
class GoodSpecsTest {

    static Stream<Path> specs() {
        return SpecFiles.in("good").stream();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void becomesThePlanOnRecord(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Checked<Plan> checked = Specs.load(SpecFiles.withPresets(new Source(name, SpecFiles.text(file))));

        assertEquals(List.of(), checked.problems());
        String plan = PlanText.of(checked.value().orElseThrow());
        Path golden = file.resolveSibling(name.replace(".yaml", ".plan"));
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.writeString(golden, plan);
        }
        assertEquals(SpecFiles.text(golden), plan);
    }

    @Test
    void thereAreSuchSpecs() {
        assertFalse(SpecFiles.in("good").isEmpty());
    }
}
