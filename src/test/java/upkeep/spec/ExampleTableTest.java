package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table in docs/examples.md to the examples: each row names a file, a check in it, and what is written there. */
class ExampleTableTest {

    private static final Path PAGE = Path.of("docs", "examples.md");
    private static final Path EXAMPLES = Path.of("yaml-examples");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([^|]+) \\| `([a-z]+\\.yaml)` \\| `([a-z0-9/.-]+)` \\| `([^`]+)` \\|$");
    private static final Pattern LINE = Pattern.compile("(?m)^\\| .*\\|$");

    record Row(String what, String file, String check, String written) {
        static Row of(MatchResult row) {
            return new Row(row.group(1), row.group(2), row.group(3), row.group(4));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Row> rows() {
        return ROW.matcher(SpecFiles.text(PAGE)).results().map(Row::of).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowIsTrue(Row row) {
        String example = SpecFiles.text(EXAMPLES.resolve(row.file()));
        Plan plan = SpecFiles.plan(example);
        assertTrue(
                names(plan).anyMatch(row.check()::equals),
                () -> names(plan).toList().toString());
        assertTrue(example.contains(row.written()), row::written);
    }

    /** A row that is written otherwise would be passed over. */
    @Test
    void everyRowIsRead() {
        long lines = LINE.matcher(SpecFiles.text(PAGE)).results().count();
        assertEquals(lines - 1, rows().size(), "the first line names the columns");
        assertTrue(lines > 20, lines + " lines");
    }

    /** Of apps, services, their probes, checks, and other units. */
    private static Stream<String> names(Plan plan) {
        Stream<String> services = Stream.concat(plan.apps().keySet().stream(), plan.services().keySet().stream());
        Stream<Check> probes = plan.services().values().stream()
                .flatMap(service -> service.probes().all());
        Stream<Check> checks = plan.checks().values().stream();
        return Stream.concat(
                Stream.concat(plan.units().keySet().stream().map(String::valueOf), services),
                Stream.concat(probes, checks).map(check -> check.id().text()));
    }
}
