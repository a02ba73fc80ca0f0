package upkeep.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Checked;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

class BeginningTest {

    private static Beginning begun(Optional<Integer> port, String... command) {
        return new Beginning("web", List.of(command), Optional.empty(), Optional.empty(), port);
    }

    private static Service service(String text) {
        Checked<Plan> plan = Specs.load(List.of(new Source("web.yaml", text)));
        assertEquals(List.of(), plan.problems(), text);
        return Optional.ofNullable(plan.value().orElseThrow().services().get("web"))
                .orElseThrow();
    }

    @Test
    void whatWasSaidIsInTheSpec() {
        Beginning beginning = new Beginning(
                "web",
                List.of("/usr/bin/node", "app.js", "--greeting", "good \"day\": 100%\n"),
                Optional.of("/srv/web app"),
                Optional.of("www-data"),
                Optional.of(3000));
        Service service = service(beginning.text());
        assertEquals(
                List.of("/usr/bin/node", "app.js", "--greeting", "good \"day\": 100%\n"),
                service.execution().orElseThrow().exec().getFirst().arguments());
        assertEquals(
                Optional.of("/srv/web app"), service.execution().orElseThrow().directory());
        assertEquals(Optional.of(3000), service.port());
        assertTrue(service.probes().liveness().isPresent());
    }

    @Property(tries = 200)
    void theProgramGetsItsArgumentsWhateverIsInThem(
            @ForAll @Size(max = 4) List<@NotEmpty String> arguments, @ForAll @AlphaChars @NotEmpty String more) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env"));
        arguments.stream()
                .filter(argument -> argument.codePoints().noneMatch(BeginningTest::isUnwritable))
                .forEach(argument -> command.add(argument.replace("$", "")));
        command.add(more);
        assertEquals(
                command,
                service(begun(Optional.empty(), command.toArray(String[]::new)).text())
                        .execution()
                        .orElseThrow()
                        .exec()
                        .getFirst()
                        .arguments());
    }

    /** What no argument can have, or what is no character. */
    private static boolean isUnwritable(int c) {
        return c == 0 || (c >= 0xd800 && c <= 0xdfff) || upkeep.unit.Quoting.isNoncharacter(c);
    }

    /** Each comment that is a key is right once its sign is taken away. */
    @Test
    void whatIsACommentCanBeTaken() {
        String text = begun(Optional.of(80), "/usr/bin/web").text();
        List<String> keys = text.lines()
                .filter(line -> line.matches(" +# [a-z-]+: [^ ].*"))
                .filter(line -> !line.contains("needs:"))
                .toList();
        assertEquals(5, keys.size(), text);
        for (String key : keys) {
            service(text.replace(key, key.replace("# ", "")));
        }
        service(text.replace("    # rules:", "    rules:").replace("    #   - ", "      - "));
    }

    @Test
    void withoutAPortTheProbeIsAComment() {
        String text = begun(Optional.empty(), "/usr/bin/worker").text();
        assertTrue(service(text).probes().liveness().isEmpty());
        List<String> uncommented = Stream.of(text.split("\n"))
                .map(line -> line.matches(" +# (port|probes|  liveness):.*") ? line.replaceFirst("# ", "") : line)
                .toList();
        assertTrue(service(String.join("\n", uncommented)).probes().liveness().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"/usr/bin/node, true", "/usr/bin/php8.2, true", "/opt/jdk/bin/java, true", "/usr/sbin/nginx, false"})
    void aProgramThatMakesCodeIsKnown(String program, boolean makes) {
        String text = begun(Optional.empty(), program).text();
        assertEquals(makes, text.contains("runtime: jit"));
        service(text);
    }

    @Test
    void nobodyIsLeftToBeRoot() {
        assertFalse(begun(Optional.empty(), "/usr/bin/x").text().contains("user: root"));
        assertTrue(begun(Optional.empty(), "/usr/bin/x").text().contains("dynamic-user: true"));
    }
}
