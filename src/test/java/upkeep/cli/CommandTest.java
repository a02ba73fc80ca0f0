package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Step;

/** The command in this process, on a root directory of its own, with systemd's part recorded. */
class CommandTest {

    private static final String WEB = """
            services:
              web:
                exec: [/usr/bin/web, --port, "${port}"]
                user: web
                port: 8080
                probes:
                  liveness: {tcp: {}, every: 10s, timeout: 5s, failures: 3}
            """;

    @TempDir
    private Path root;

    private final List<String> calls = new ArrayList<>();
    private Optional<String> failing = Optional.empty();
    private boolean callerIsRoot = true;

    private record Answer(int exitCode, String out, String err) {}

    @BeforeEach
    void writeSpec() throws IOException {
        Files.createDirectories(root.resolve("etc/upkeep/conf.d"));
        Files.createDirectories(root.resolve("etc/systemd/system"));
        spec(WEB);
    }

    private void spec(String text) throws IOException {
        Path file = root.resolve("etc/upkeep/conf.d/web.yaml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private Answer run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err);
        int exitCode = Upkeep.run(
                new Shell(outWriter, errWriter, false, callerIsRoot, () -> Optional.of(252), _ -> this::activate),
                args);
        outWriter.flush();
        errWriter.flush();
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private Answer on(String verb, String... args) {
        List<String> all = new ArrayList<>(List.of(verb, "--root", root.toString()));
        all.addAll(List.of(args));
        return run(all.toArray(String[]::new));
    }

    private List<Activation.Outcome> activate(Step.Kind kind, List<UnitName> units) {
        List<Step> steps = units.isEmpty()
                ? List.of(Step.of(kind))
                : units.stream().map(unit -> Step.of(kind, unit)).toList();
        steps.forEach(step -> calls.add(step.toString()));
        return steps.stream()
                .map(step -> failing.filter(step.toString()::equals).isPresent()
                        ? Activation.Outcome.failed(step, "Job for web.service failed.")
                        : Activation.Outcome.done(step))
                .toList();
    }

    @Test
    void validateCounts() {
        Answer answer = on("validate");
        assertEquals(new Answer(0, "valid: 1 service, 0 targets, 0 checks\n", ""), answer);
    }

    @Test
    void validateTellsWhereAndHintsOnStandardError() throws IOException {
        spec("services:\n  web:\n    exce: [/usr/bin/web]\n");
        Answer answer = on("validate");
        assertEquals(2, answer.exitCode());
        assertEquals("", answer.out());
        assertTrue(answer.err().startsWith("/etc/upkeep/conf.d/web.yaml:"), answer.err());
        assertTrue(answer.err().contains("error: cannot "), answer.err());
        assertTrue(answer.err().contains("\n  hint: "), answer.err());
    }

    @Test
    void validateTakesSingleFiles() throws IOException {
        Path file = root.resolve("single.yaml");
        Files.writeString(file, WEB);
        assertEquals(0, run("validate", file.toString()).exitCode());
        Answer missing = run("validate", root.resolve("missing.yaml").toString());
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("cannot read the spec: there is no such file"), missing.err());
    }

    @Test
    void validateAsJson() throws IOException {
        spec("services:\n  web:\n    exce: [/usr/bin/web]\n");
        JsonNode json = new ObjectMapper().readTree(on("validate", "--json").out());
        assertFalse(json.get("valid").asBoolean());
        List<Integer> lines = new ArrayList<>();
        json.get("problems").forEach(problem -> lines.add(problem.get("line").asInt()));
        assertTrue(lines.contains(3), lines.toString());
    }

    @Test
    void renderPrintsFilesUnderHeadings() {
        Answer answer = on("render");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("# /etc/systemd/system/web.service\n"), answer.out());
        assertTrue(answer.out().contains("/usr/bin/web"), answer.out());
    }

    @Test
    void renderWritesATree() throws IOException {
        Path output = root.resolve("out");
        assertEquals(0, on("render", "--output", output.toString()).exitCode());
        assertTrue(Files.readString(output.resolve("etc/systemd/system/web.service"))
                .contains("ExecStart="));
    }

    @Test
    void planShowsDiffAndStepsAndTouchesNothing() throws IOException {
        Answer answer = on("plan");
        assertEquals(1, answer.exitCode(), answer.err());
        assertTrue(
                answer.out().contains("--- /dev/null\n+++ /etc/systemd/system/web.service\n@@ -0,0 +1,"), answer.out());
        assertTrue(answer.out().contains("create /etc/systemd/system/web.service\n"), answer.out());
        assertTrue(answer.out().contains("reload systemd\nstart web.service\nreload upkeepd\n"), answer.out());
        assertTrue(calls.isEmpty());
        assertFalse(Files.exists(root.resolve("var")));
        JsonNode json = new ObjectMapper().readTree(on("plan", "--json").out());
        assertFalse(json.get("clean").asBoolean());
    }

    @Test
    void applyThenPlanIsClean() throws IOException {
        Answer answer = on("apply");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("create /etc/systemd/system/web.service\n"), answer.out());
        assertTrue(answer.out().contains("start web.service: done\n"), answer.out());
        assertTrue(calls.containsAll(List.of("create system users", "enable web.service", "start web.service")));
        assertEquals(new Answer(0, "nothing to do\n", ""), on("plan"));
        assertEquals(new Answer(0, "nothing to do\n", ""), on("apply"));
        assertEquals(WEB, Files.readString(root.resolve("var/lib/upkeep/applied/conf.d/web.yaml")));
    }

    @Test
    void aChangeRestartsAndAMovedLineDoesNot() throws IOException {
        on("apply");
        calls.clear();
        spec(WEB.replace("/usr/bin/web,", "/usr/bin/web2,"));
        on("apply");
        assertTrue(calls.contains("restart web.service"), calls.toString());
        calls.clear();
        spec("# A comment above moves every line.\n" + WEB.replace("/usr/bin/web,", "/usr/bin/web2,"));
        assertEquals(0, on("apply").exitCode());
        assertFalse(calls.contains("restart web.service"), calls.toString());
        assertTrue(calls.contains("reload upkeepd"), calls.toString());
    }

    @Test
    void aFailedStartIsToldAndEndsWithOne() {
        failing = Optional.of("start web.service");
        Answer answer = on("apply");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().contains("start web.service: failed, Job for web.service failed.\n"), answer.out());
    }

    @Test
    void aHandEditIsAConflictUntilOverwritten() throws IOException {
        on("apply");
        Path unit = root.resolve("etc/systemd/system/web.service");
        Files.writeString(unit, "[Service]\nExecStart=/mine\n");
        Answer plan = on("plan");
        assertTrue(plan.out().contains("conflict /etc/systemd/system/web.service: it was edited"), plan.out());
        calls.clear();
        Answer refused = on("apply");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("error: cannot write the file: it was edited"), refused.err());
        assertTrue(calls.isEmpty());
        Answer forced = on("apply", "--overwrite");
        assertEquals(0, forced.exitCode(), forced.err());
        assertTrue(forced.out().contains("kept what was edited as "), forced.out());
        assertTrue(Files.readString(unit).contains("/usr/bin/web"));
    }

    @Test
    void noStartStartsNothing() {
        assertEquals(0, on("apply", "--no-start").exitCode());
        assertFalse(calls.contains("start web.service"));
        assertTrue(calls.contains("enable web.service"));
    }

    @Test
    void applyNeedsRootButOnADirectoryOfOnesOwn() {
        callerIsRoot = false;
        Answer answer = run("apply");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().startsWith("error: cannot apply: only root"), answer.err());
        assertEquals(0, on("apply").exitCode());
    }

    @Test
    void removeTakesAwayAndTheNextApplyBringsBack() throws IOException {
        on("apply");
        calls.clear();
        Answer answer = on("remove", "web");
        assertEquals(0, answer.exitCode(), answer.err());
        assertFalse(Files.exists(root.resolve("etc/systemd/system/web.service")));
        assertTrue(calls.containsAll(List.of("stop web.service", "disable web.service", "reload systemd")));
        assertTrue(answer.out().contains("bring it back at the next apply"), answer.out());
        assertEquals(1, on("remove", "web").exitCode());
        assertEquals(0, on("apply").exitCode());
        assertTrue(Files.exists(root.resolve("etc/systemd/system/web.service")));
    }

    @Test
    void removeAllLeavesNoFile() {
        on("apply");
        assertEquals(0, on("remove", "--all").exitCode());
        assertFalse(Files.exists(root.resolve("etc/systemd/system/web.service")));
        assertFalse(Files.exists(root.resolve("etc/polkit-1/rules.d/50-upkeep.rules")));
    }

    @Test
    void removeOfAnUnknownNameSuggestsTheNearest() {
        on("apply");
        Answer answer = on("remove", "wbe");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("did you mean web?"), answer.err());
    }

    @Test
    void explainSaysOriginsAndTheSumOfTheBound() throws IOException {
        Answer answer = on("explain", "web");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.out().startsWith("web is web.service, described at /etc/upkeep/conf.d/web.yaml:2:3\n"),
                answer.out());
        assertTrue(answer.out().contains("/etc/upkeep/conf.d/web.yaml:3\n"), answer.out());
        assertTrue(answer.out().contains("default\n"), answer.out());
        assertTrue(
                answer.out()
                        .contains("a hang is seen and a restart ordered within 25s\n"
                                + "  = 10s until the next probe begins + 2 x 5s for each failed probe"
                                + " + 5s for the last one to give up\n"),
                answer.out());
        JsonNode json =
                new ObjectMapper().readTree(on("explain", "web", "--json").out());
        assertEquals("25s", json.get("probes").get(0).get("bound").asText());
    }

    @Test
    void explainSaysWhatAKeyIsFor() throws IOException {
        Answer answer = on("explain", "services.restart.budget");
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals("""
                services.restart.budget: at most so many restarts in any window of that length, by systemd and upkeepd together
                  written as  COUNT per TIME SPAN
                  default     5 per 10min
                """, answer.out());
        assertEquals(answer.out(), on("explain", "budget").out());
        assertTrue(on("explain", "restart").out().contains("  keys        policy, delay, max-delay, budget\n"));
        assertEquals(
                "services.hardening: kept for a later version; this one refuses it\n",
                on("explain", "hardening").out());
        JsonNode json = new ObjectMapper()
                .readTree(on("explain", "--json", "restart.budget").out());
        assertEquals("services.restart.budget", json.at("/keys/0/path").asText());
        assertEquals("`5 per 10min`", json.at("/keys/0/default").asText());
    }

    @Test
    void explainNamesAllKeysThatCanBeMeant() throws IOException {
        String out = on("explain", "timeout").out();
        assertTrue(out.startsWith("timeout is a key in several places:\n"), out);
        assertTrue(out.contains("\n  services.stop.timeout"), out);
        assertTrue(out.contains("\n  settings.timeout"), out);
        assertEquals(
                out.lines().count() - 1,
                new ObjectMapper()
                        .readTree(on("explain", "timeout", "--json").out())
                        .get("keys")
                        .size());
    }

    @Test
    void explainKnowsServicesBeforeKeys() throws IOException {
        Files.writeString(
                root.resolve("etc/upkeep/conf.d/web.yaml"), "services: {restart: {exec: [/bin/true], user: nobody}}\n");
        assertTrue(on("explain", "restart").out().startsWith("restart is restart.service"));
        assertTrue(on("explain", "services.restart").out().startsWith("services.restart: when and how often"));
        Answer unknown = on("explain", "restrat");
        assertEquals(ExitCode.FAILED, unknown.exitCode());
        assertTrue(unknown.err().contains("did you mean restart?"), unknown.err());
    }

    @Test
    void explainNeedsNoRightSpecsForAKey() throws IOException {
        Files.writeString(root.resolve("etc/upkeep/conf.d/web.yaml"), "services: [\n");
        Answer answer = on("explain", "budget");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().startsWith("services.restart.budget: "), answer.out());
        assertTrue(answer.err().contains("the specs cannot be read"), answer.err());
        assertEquals(2, on("explain", "web").exitCode());
    }

    @Test
    void schemaPrintsTheSchema() throws IOException {
        Answer answer = run("schema");
        assertEquals(0, answer.exitCode(), answer.err());
        JsonNode schema = new ObjectMapper().readTree(answer.out());
        assertEquals(
                "https://json-schema.org/draft/2020-12/schema",
                schema.get("$schema").asText());
        assertTrue(schema.at("/properties/services").isObject());
    }

    @Test
    void aMisusedCommandLineEndsWithTwo() {
        Answer answer = run("plan", "--speks", "x");
        assertEquals(2, answer.exitCode());
        assertTrue(answer.err().startsWith("error: cannot read the command line: unknown option"), answer.err());
        assertEquals(2, run("frobnicate").exitCode());
        assertEquals(2, run().exitCode());
    }

    @Test
    void helpListsTheVerbs() {
        Answer answer = run("--help");
        assertEquals(0, answer.exitCode());
        for (String verb : Verbs.all().keySet()) {
            assertTrue(answer.out().contains("\n  " + verb + " "), answer.out());
        }
        assertEquals(0, run("apply", "--help").exitCode());
        assertTrue(run("--version").out().startsWith("upkeep "));
    }

    @Test
    void specsThatOthersMayWriteAreShownButNotApplied() throws IOException {
        Files.setPosixFilePermissions(
                root.resolve("etc/upkeep/conf.d/web.yaml"), PosixFilePermissions.fromString("rw-rw-r--"));
        assertEquals(0, on("validate").exitCode());
        Answer answer = on("apply");
        assertEquals(2, answer.exitCode());
        assertTrue(answer.err().contains("others than its owner may write it"), answer.err());
        assertFalse(Files.exists(root.resolve("etc/systemd/system/web.service")));
    }

    private void preset(String folder, String name, String text) throws IOException {
        Path file = Files.createDirectories(root.resolve(folder)).resolve(name + ".yaml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void aPresetOfThePackageTakesEffectByApply() throws IOException {
        preset("usr/share/upkeep/presets", "site", "service: {adopt: site.service, port: 80}\n");
        spec("services: {web: {preset: site}}\n");
        assertEquals(0, on("apply").exitCode());
        assertEquals("nothing to do\n", on("plan").out());
        preset("usr/share/upkeep/presets", "site", "service: {adopt: site.service, port: 81}\n");
        Answer answer = on("plan");
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.out().contains("supervise by /usr/share/upkeep/presets/site.yaml as it is now\n"), answer.out());
    }

    @Test
    void presetsAreListedAndPrintedOnesOwnFirst() throws IOException {
        preset("usr/share/upkeep/presets", "site", "description: Theirs\nservice: {adopt: site.service}\n");
        preset("usr/share/upkeep/presets", "data", "parameters: {size: {}}\nservice: {adopt: data.service}\n");
        preset("etc/upkeep/presets", "site", "description: Mine\nservice: {adopt: site.service}\n");
        assertEquals(new Answer(0, "data   (size)\nsite  Mine\n", ""), on("presets"));
        assertEquals(
                "# /etc/upkeep/presets/site.yaml\ndescription: Mine\nservice: {adopt: site.service}\n",
                on("presets", "site").out());
        Answer none = on("presets", "sit");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("did you mean site?"), none.err());
        JsonNode json = new ObjectMapper().readTree(on("presets", "--json").out());
        assertEquals("size", json.at("/presets/0/parameters/0/name").asText());
        assertEquals("/etc/upkeep/presets/site.yaml", json.at("/presets/1/file").asText());
    }

    @Test
    void presetsFromElsewhere() throws IOException {
        preset("elsewhere", "site", "service: {adopt: site.service}\n");
        spec("services: {web: {preset: site}}\n");
        assertEquals(2, on("validate").exitCode());
        String elsewhere = root.resolve("elsewhere").toString();
        assertEquals(0, on("validate", "--presets", elsewhere).exitCode());
        Path file = root.resolve("etc/upkeep/conf.d/web.yaml");
        assertEquals(0, run("validate", "--presets", elsewhere, file.toString()).exitCode());
        assertTrue(on("explain", "--presets", elsewhere, "web").out().contains(elsewhere + "/site.yaml:1"));
    }
}
