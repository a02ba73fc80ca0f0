package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.base.Checked;

/** Every broken spec has exactly the problems that its leading comments name. */
class BadSpecsTest {

    private static final String EXPECT = "# expect: ";
    private static final String HINT = "# hint: ";

    static Stream<Path> specs() {
        return SpecFiles.in("bad").stream();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void hasTheExpectedProblems(Path file) {
        String text = SpecFiles.text(file);
        String name = String.valueOf(file.getFileName());
        Checked<Plan> checked = Specs.load(SpecFiles.withPresets(new Source(name, text)));

        List<String> found = new ArrayList<>();
        checked.problems().forEach(problem -> {
            found.add(EXPECT + SpecFiles.brief(problem, name));
            problem.hint().ifPresent(hint -> found.add(HINT + hint));
        });
        List<String> expected = text.lines()
                .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith(EXPECT) || line.startsWith(HINT))
                .toList();

        assertEquals(String.join("\n", expected), String.join("\n", found));
        assertTrue(checked.value().isEmpty(), "a plan came of it all the same");
    }

    @Test
    void thereAreManySuchSpecs() {
        assertTrue(SpecFiles.in("bad").size() >= 30);
    }
}
