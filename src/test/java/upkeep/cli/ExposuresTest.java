package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Exposure;
import upkeep.base.Problem;
import upkeep.install.Layout;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Exposures before and after, by the systemd-analyze of this machine, on a root directory of the test's own. */
class ExposuresTest {

    private static final int VERSION = 252;
    private static final String NGINX = "[Service]\nExecStart=/usr/sbin/nginx\nPrivateTmp=yes\n";

    @TempDir
    private Path root;

    /** Counts what is run, and answers nothing where there is no systemd-analyze. */
    private static final class CountedPrograms extends Programs {
        private final boolean present;
        private final List<List<String>> commands = new ArrayList<>();

        CountedPrograms(boolean present) {
            this.present = present;
        }

        @Override
        Result run(Duration deadline, List<String> command) {
            commands.add(command);
            return present
                    ? super.run(deadline, command)
                    : new Result(-1, "", "env: 'systemd-analyze': No such file or directory");
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Exposures exposures(String services, Programs programs) {
        Plan plan = Specs.load(List.of(new Source("web.yaml", "services:\n" + services)))
                .value()
                .orElseThrow();
        return Exposures.of(plan, tree(plan), new Layout(root), VERSION, programs);
    }

    private Exposures exposures(String services) {
        return exposures(services, new CountedPrograms(true));
    }

    private static UnitTree tree(Plan plan) {
        return new Renderer().render(plan, VERSION).value().orElseThrow();
    }

    /** What an apply of these services would leave on disk. */
    private void apply(String services) throws IOException {
        Plan plan = Specs.load(List.of(new Source("web.yaml", "services:\n" + services)))
                .value()
                .orElseThrow();
        for (UnitTree.File file : tree(plan).files().values()) {
            write(file.path(), file.content());
        }
    }

    private static String web(String hardening) {
        return "  web: {exec: [/usr/bin/web], user: web" + hardening + "}\n";
    }

    private static Exposure value(String text) {
        return Exposure.parse(text).orElseThrow();
    }

    @Test
    void aNewServiceHasNoExposureBefore() {
        Exposures.Change change =
                exposures(web(", hardening: strict")).changes().getFirst();
        assertEquals(Optional.empty(), change.before());
        assertTrue(change.after().orElseThrow().compareTo(value("2.5")) < 0, change::text);
        assertEquals("exposure of web.service: " + change.after().orElseThrow(), change.text());
    }

    @Test
    void eachLevelIsLessExposedThanTheOneBefore() throws IOException {
        apply(web(""));
        Exposure last = value("10");
        for (String level : List.of("baseline", "strict", "paranoid")) {
            Exposures.Change change =
                    exposures(web(", hardening: " + level)).changes().getFirst();
            assertTrue(change.before().orElseThrow().compareTo(value("9")) > 0, change::text);
            Exposure now = change.after().orElseThrow();
            assertTrue(now.compareTo(last) < 0, level + ": " + now + " after " + last);
            last = now;
        }
    }

    @Test
    void whatDoesNotChangeIsNotMeasured() throws IOException {
        CountedPrograms programs = new CountedPrograms(true);
        apply(web(", hardening: strict"));
        assertEquals(
                new Exposures(List.of(), List.of()),
                exposures(web(", hardening: strict, limits: {tasks: 9}"), programs));
        assertEquals(List.of(), programs.commands);
    }

    @Test
    void anAdoptedUnitIsJudgedWithItsOwnFileAndAllDropIns() throws IOException {
        write("/usr/lib/systemd/system/nginx.service", NGINX);
        String nginx = "  nginx: {adopt: nginx.service, hardening: {level: strict, allow: change-user}}\n";
        Exposures.Change without = exposures(nginx).changes().getFirst();
        assertTrue(
                without.before().orElseThrow().tenths()
                                - without.after().orElseThrow().tenths()
                        >= 40,
                without::text);
        write(
                "/etc/systemd/system/nginx.service.d/zz-local.conf",
                "[Service]\nPrivateNetwork=yes\nIPAddressDeny=any\n");
        Exposures.Change with = exposures(nginx).changes().getFirst();
        assertTrue(with.before().orElseThrow().compareTo(without.before().orElseThrow()) < 0, with::text);
        assertTrue(with.after().orElseThrow().compareTo(without.after().orElseThrow()) < 0, with::text);
    }

    @Test
    void anInstanceIsMadeFromItsTemplate() throws IOException {
        write(
                "/usr/lib/systemd/system/postgresql@.service",
                "[Service]\nExecStart=/usr/bin/pg %i\nPrivateNetwork=yes\n");
        write("/usr/lib/systemd/system/postgresql@.service.d/a.conf", "[Service]\nPrivateTmp=yes\n");
        Exposures.Change change = exposures("  pg: {adopt: postgresql@15-main.service, hardening: baseline}\n")
                .changes()
                .getFirst();
        assertTrue(change.before().orElseThrow().compareTo(value("9.0")) <= 0, change::text);
    }

    @Test
    void hardeningThatIsTakenBackIsTold() throws IOException {
        write("/usr/lib/systemd/system/nginx.service", NGINX);
        apply("  nginx: {adopt: nginx.service, hardening: strict}\n");
        Exposures exposures = exposures("  nginx: {adopt: nginx.service}\n");
        assertTrue(exposures.changes().getFirst().text().contains(" -> "), exposures::toString);
        Problem problem = exposures.problems().getFirst();
        assertFalse(problem.isError());
        assertTrue(problem.message().startsWith("nginx.service becomes more exposed than it was: "), problem::message);
    }

    @Test
    void aCeilingRefusesAndNamesWhatCostsMost() {
        Exposures exposures = exposures(web(", hardening: {level: baseline, ceiling: 2.5, allow: realtime}"));
        assertTrue(exposures.isRefused());
        Problem problem = exposures.problems().getFirst();
        assertEquals("web.yaml", problem.position().file());
        assertTrue(
                problem.message()
                        .matches("cannot accept web.service: its exposure is \\d\\.\\d, and its ceiling is 2.5"),
                problem::message);
        String hint = problem.hint().orElseThrow();
        assertTrue(hint.startsWith("most is lost by CapabilityBoundingSet= ("), hint);
        assertTrue(hint.contains(": only from level strict on)"), hint);
        assertEquals(5, hint.split("= \\(", -1).length - 1, hint);
        assertFalse(
                exposures(web(", hardening: {level: paranoid, ceiling: 2.5}")).isRefused());
    }

    /** A ceiling holds for what is there already, too: a package may have changed the unit. */
    @Test
    void aCeilingIsHeldWithoutAChange() throws IOException {
        apply(web(", hardening: {level: none, ceiling: 3}"));
        assertTrue(exposures(web(", hardening: {level: none, ceiling: 3}")).isRefused());
    }

    @Test
    void withoutTheToolItIsSaidAndNothingRefused() {
        CountedPrograms programs = new CountedPrograms(false);
        Exposures exposures = exposures(web(", hardening: {level: baseline, ceiling: 1}"), programs);
        assertFalse(exposures.isRefused());
        assertEquals(
                List.of(
                        "cannot measure every exposure: systemd-analyze security gives no answer, env: 'systemd-analyze': No such file or directory",
                        "cannot hold web.service to its ceiling of 1.0: its exposure is not known"),
                exposures.problems().stream().map(Problem::message).toList());
        assertEquals(
                "exposure of web.service: unknown",
                exposures.changes().getFirst().text());
        assertEquals(1, programs.commands.size());
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        CountedPrograms programs = new CountedPrograms(true);
        exposures(web(", hardening: {level: baseline, ceiling: 1}"), programs);
        assertEquals(2, programs.commands.size());
        for (List<String> command : programs.commands) {
            assertFalse(Files.exists(Path.of(command.getLast()).getParent()), command::toString);
        }
    }

    @Test
    void isPartOfTheJson() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            exposures(web(", hardening: {level: baseline, ceiling: 1}")).write(json);
            json.writeEndObject();
        }
        JsonNode json = new ObjectMapper().readTree(text.toString());
        JsonNode web = json.get("exposures").get(0);
        assertEquals("web.service", web.get("unit").asText());
        assertTrue(web.get("after").asDouble() > 5, web::toString);
        assertFalse(web.has("before"));
        assertEquals(1, json.get("refusals").size());
    }
}
