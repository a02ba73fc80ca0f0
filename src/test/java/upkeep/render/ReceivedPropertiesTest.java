package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import upkeep.base.Checked;
import upkeep.drawn.DrawnService;
import upkeep.drawn.DrawnServices;
import upkeep.drawn.Yaml;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.unit.Quoting;
import upkeep.unit.UnitFile;

/**
 * For any values of a spec: what systemd makes of the rendered unit is what the spec says. systemd is played by the reader of
 * words here; {@code DrawnServicesLabTest} has real ones run the same services.
 */
class ReceivedPropertiesTest {

    private static final Renderer RENDERER = new Renderer();

    @Provide
    Arbitrary<DrawnService> services() {
        return DrawnServices.services();
    }

    @Provide
    Arbitrary<String> texts() {
        return DrawnServices.texts();
    }

    @Property(tries = 1000)
    void whatIsRenderedMeansWhatTheSpecSays(@ForAll("services") DrawnService service) {
        String spec = "services:\n" + service.yaml("drawn", "/usr/local/bin/record");
        for (int systemd : List.of(252, 257)) {
            UnitFile unit = unit(spec, systemd);
            List<String> command = new ArrayList<>(List.of("/usr/local/bin/record", "drawn"));
            command.addAll(service.arguments());
            assertEquals(List.of(command), meanings(unit, "ExecStart", Quoting::commandMeaning));
            Map<String, String> variables = new TreeMap<>();
            for (List<String> words : meanings(unit, "Environment", Quoting::wordMeaning)) {
                assertEquals(1, words.size());
                int equals = words.getFirst().indexOf('=');
                variables.put(
                        words.getFirst().substring(0, equals), words.getFirst().substring(equals + 1));
            }
            assertEquals(new TreeMap<>(service.environment()), variables);
            assertEquals(List.of(service.directory("drawn")), meanings(unit, "WorkingDirectory", Quoting::textMeaning));
            Map<String, String> credentials = new TreeMap<>();
            for (String credential : meanings(unit, "LoadCredential", Quoting::textMeaning)) {
                int colon = credential.indexOf(':');
                credentials.put(credential.substring(0, colon), credential.substring(colon + 1));
            }
            assertEquals(new TreeMap<>(service.files("drawn")), credentials);
        }
    }

    /** Also where a command is run in another way than the service. */
    @Property(tries = 500)
    void everyCommandHasTheArgumentsOfTheSpec(@ForAll("texts") String argument, @ForAll("texts") String called) {
        String yaml = Yaml.text(argument.replace("${", "$${"));
        String command = "{run: [/bin/x, " + yaml + "], argv0: " + Yaml.text(called) + ", ignore-failure: true}";
        UnitFile unit = unit(
                "services: {drawn: {user: root, type: oneshot, exec: [" + command + ", [/bin/y, " + yaml
                        + "]], before-start: [" + command + "], after-start: " + command + ", after-stop: [" + command
                        + "], conditions: {exec: " + command + "}, reload: {exec: " + command + "}, stop: {exec: "
                        + command + "}}}",
                257);
        List<String> wanted = List.of("-@/bin/x", called, argument);
        assertEquals(
                List.of(wanted, List.of("/bin/y", argument)), meanings(unit, "ExecStart", Quoting::commandMeaning));
        for (String key :
                List.of("ExecStartPre", "ExecStartPost", "ExecStopPost", "ExecCondition", "ExecReload", "ExecStop")) {
            assertEquals(List.of(wanted), meanings(unit, key, Quoting::commandMeaning), key);
        }
    }

    private static UnitFile unit(String spec, int systemd) {
        Checked<Plan> plan = Specs.load(List.of(new Source("drawn.yaml", spec)));
        assertTrue(plan.value().isPresent(), () -> spec + "\n" + plan.problems());
        Checked<UnitTree> tree = RENDERER.render(plan.value().get(), systemd);
        assertTrue(tree.value().isPresent(), () -> spec + "\n" + tree.problems());
        String path = "/etc/systemd/system/drawn.service";
        return UnitFile.parse(path, Plans.file(tree.value().get(), path).content())
                .value()
                .orElseThrow();
    }

    private static <T> List<T> meanings(UnitFile unit, String key, Function<String, Optional<T>> meaning) {
        return unit.values("Service", key).stream()
                .map(written -> meaning.apply(written).orElseThrow(() -> new AssertionError(key + "=" + written)))
                .toList();
    }
}
