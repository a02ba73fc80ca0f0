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
import upkeep.spec.Permission;

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
                new Shell(
                        outWriter,
                        errWriter,
                        false,
                        callerIsRoot,
                        () -> Optional.of(252),
                        _ -> this::activate,
                        new FakeHost()),
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
    void validateLooksForTemplates() throws IOException {
        spec("""
                receivers:
                  hook: {webhook: {url: "http://127.0.0.1:9000/", template: short}}
                  sms: {exec: /usr/local/bin/sms, user: alert, template: sms}
                alerts: {receivers: [hook, sms]}
                """);
        Answer answer = on("validate");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.err()
                        .contains(
                                "receiver hook is told by the built-in template: /etc/upkeep/templates/short.ftl is not"
                                        + " there"),
                answer.err());
        Path folder = Files.createDirectories(root.resolve("etc/upkeep/templates"));
        Path closed = Files.writeString(folder.resolve("short.ftl"), "{}");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectory(folder.resolve("sms.ftl"));
        answer = on("validate");
        assertTrue(answer.err().contains("short.ftl cannot be read by the user upkeep"), answer.err());
        assertTrue(answer.err().contains("sms.ftl is no regular file"), answer.err());
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r--r--"));
        Files.delete(folder.resolve("sms.ftl"));
        Files.writeString(folder.resolve("sms.ftl"), "");
        assertEquals("", on("validate").err());
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
    void whatRemoveWouldDoIsShown() {
        assertEquals(new Answer(0, "nothing to do\n", ""), on("remove", "--all", "--dry-run"));
        on("apply");
        calls.clear();
        callerIsRoot = false;
        Answer answer = on("remove", "--dry-run", "web");
        assertEquals(1, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("\ndelete /etc/systemd/system/web.service\n"), answer.out());
        assertTrue(answer.out().contains("\nstop web.service\n"), answer.out());
        assertTrue(Files.exists(root.resolve("etc/systemd/system/web.service")));
        assertTrue(calls.isEmpty());
    }

    @Test
    void applyTellsProgramsWhetherAnythingWasChanged() throws IOException {
        failing = Optional.of("start web.service");
        Answer first = on("apply", "--json");
        assertEquals(1, first.exitCode(), first.err());
        JsonNode json = new ObjectMapper().readTree(first.out());
        assertTrue(json.get("changed").asBoolean());
        assertEquals(
                "{\"path\":\"/etc/systemd/system/web.service\",\"change\":\"create\"}",
                json.get("files").get(1).toString());
        assertTrue(
                first.out().contains("\"result\" : \"failed\",\n      \"text\" : \"Job for web.service failed.\""),
                first.out());
        failing = Optional.empty();
        Answer last = on("apply", "--json");
        assertEquals(0, last.exitCode(), last.err());
        assertFalse(new ObjectMapper().readTree(last.out()).get("changed").asBoolean());
    }

    @Test
    void aUnitThatHidesAnotherIsTold() throws IOException {
        Files.createDirectories(root.resolve("usr/lib/systemd/system"));
        Files.writeString(root.resolve("usr/lib/systemd/system/web.service"), "[Service]\nExecStart=/usr/bin/web\n");
        String warning =
                "conf.d/web.yaml:2:3: warning: web.service takes the place of /usr/lib/systemd/system/web.service, and"
                        + " nothing of that holds any more; adopt: web.service would keep it, and change it by a drop-in\n";
        assertTrue(on("plan").err().endsWith(warning), on("plan").err());
        assertTrue(on("apply").err().endsWith(warning));
        assertEquals(new Answer(0, "nothing to do\n", ""), on("plan"));
    }

    @Test
    void delaysThatDoNotGrowAreTold() {
        assertTrue(
                on("plan", "--systemd", "252")
                        .out()
                        .contains(
                                "systemd 252 restarts web.service after the same delay each time, since growing ones need"
                                        + " systemd 254; the waits of upkeepd grow\n"),
                on("plan", "--systemd", "252").out());
        assertFalse(on("plan", "--systemd", "257").out().contains("same delay"));
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
        assertEquals(answer.out(), on("explain", "restart.budget").out());
        assertTrue(on("explain", "services.restart")
                .out()
                .contains("  keys        policy, delay, max-delay, budget, prevent-on, force-on, mode\n"));
        assertEquals(
                "settings.web: kept for a later version; this one refuses it\n",
                on("explain", "settings.web").out());
        JsonNode json = new ObjectMapper()
                .readTree(on("explain", "--json", "restart.budget").out());
        assertEquals("services.restart.budget", json.at("/keys/0/path").asText());
        assertEquals("`5 per 10min`", json.at("/keys/0/default").asText());
    }

    @Test
    void explainSaysWhatEachWordMeans() throws IOException {
        String allow = on("explain", "hardening.allow").out();
        assertTrue(allow.startsWith("""
                services.hardening.allow: what the application does that the level would take from it
                  written as  list of words
                  default     none
                  words
                    bind-low-port       listens on a port below 1024
                """), allow);
        JsonNode json = new ObjectMapper()
                .readTree(on("explain", "--json", "hardening.allow").out());
        assertEquals(Permission.values().length, json.at("/keys/0/words").size());
        assertEquals(
                "locks much memory, so that it is not swapped out",
                json.at("/keys/0/words/lock-memory").asText());
    }

    @Test
    void explainSaysWhatHardeningTakesAndSpares() throws IOException {
        assertFalse(on("explain", "web").out().contains("Hardening"));
        spec(WEB + "    hardening: {level: strict, allow: kernel-logs, writable: /srv/web}\n");
        Answer answer = on("explain", "web");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("\nHardening: it cannot\n"), answer.out());
        assertTrue(answer.out().contains("\nIt may write to /srv/web.\n"), answer.out());
        assertTrue(
                answer.out()
                        .matches(
                                "(?s).*\nIt can\n.*  read the kernel's log +ProtectKernelLogs=, allow says kernel-logs\n.*"),
                answer.out());
        JsonNode protections = new ObjectMapper()
                .readTree(on("explain", "--json", "web").out())
                .get("protections");
        assertEquals("NoNewPrivileges", protections.at("/0/directive").asText());
        assertTrue(protections.at("/0/set").asBoolean());
    }

    @Test
    void anExposureAboveItsCeilingIsShownAndNotApplied() throws IOException {
        assertEquals(0, on("apply").exitCode());
        calls.clear();
        spec(WEB + "    hardening: {level: baseline, ceiling: 0.1}\n");
        Answer plan = on("plan");
        assertEquals(1, plan.exitCode());
        assertTrue(plan.out().contains("\nexposure of web.service: "), plan.out());
        assertTrue(plan.err().contains("error: cannot accept web.service: its exposure is "), plan.err());
        JsonNode json = new ObjectMapper().readTree(on("plan", "--json").out());
        assertEquals(1, json.get("refusals").size(), json::toString);
        Answer apply = on("apply");
        assertEquals(1, apply.exitCode());
        assertTrue(apply.err().contains("error: cannot accept web.service"), apply.err());
        other("broken", "services: [");
        assertEquals(1, on("plan").exitCode(), "3 would say that an apply does a part of it");
        assertEquals(1, on("apply").exitCode());
        assertEquals(List.of(), calls);
        String unit = Files.readString(root.resolve("etc/systemd/system/web.service"));
        assertFalse(unit.contains("NoNewPrivileges"), unit);
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
        Answer answer = on("explain", "restart.budget");
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
        assertEquals(3, answer.exitCode());
        assertEquals(2, on("apply", "--strict").exitCode());
        assertTrue(answer.err().contains("others than its owner may write it"), answer.err());
        assertFalse(Files.exists(root.resolve("etc/systemd/system/web.service")));
    }

    private void other(String name, String text) throws IOException {
        Path file = root.resolve("etc/upkeep/conf.d/" + name + ".yaml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private boolean isWritten(String unit) {
        return Files.exists(root.resolve("etc/systemd/system/" + unit));
    }

    @Test
    void aFileInErrorCountsAsAppliedLastWhileTheRestIsApplied() throws IOException {
        on("apply");
        calls.clear();
        spec(WEB.replace("exec:", "exce:"));
        other("db", "services: {db: {exec: [/usr/bin/db], user: db, requires: [web.service]}}\n");
        Answer plan = on("plan");
        assertEquals(3, plan.exitCode());
        assertTrue(plan.out().startsWith("kept as it was applied last: /etc/upkeep/conf.d/web.yaml\n"), plan.out());
        JsonNode json = new ObjectMapper().readTree(on("plan", "--json").out());
        assertEquals("/etc/upkeep/conf.d/web.yaml", json.at("/kept/0").asText());
        assertTrue(json.at("/errors/0").asText().startsWith("/etc/upkeep/conf.d/web.yaml:3:"), json.toString());
        assertEquals(2, on("apply", "--strict").exitCode());
        assertFalse(isWritten("db.service"));

        Answer apply = on("apply");
        assertEquals(3, apply.exitCode(), apply.err());
        assertTrue(apply.err().contains("/etc/upkeep/conf.d/web.yaml:3:"), apply.err());
        assertTrue(calls.contains("start db.service"), calls.toString());
        assertFalse(calls.contains("restart web.service"), calls.toString());
        assertEquals(WEB, Files.readString(root.resolve("var/lib/upkeep/applied/conf.d/web.yaml")));
        assertEquals(2, on("validate").exitCode());

        spec(WEB);
        assertEquals(new Answer(0, "nothing to do\n", ""), on("apply"));
    }

    @Test
    void whatWasRemovedStaysSoWhileItsFileIsInError() throws IOException {
        other("db", "services: {db: {exec: [/usr/bin/db], user: db}}\n");
        on("apply");
        assertEquals(0, on("remove", "web").exitCode());
        spec(WEB.replace("exec:", "exce:"));
        assertEquals(3, on("apply").exitCode());
        assertFalse(isWritten("web.service"));
        assertTrue(isWritten("db.service"));
    }

    @Test
    void generationsAreListedComparedAndPutBack() throws IOException {
        assertEquals(new Answer(0, "nothing was applied yet\n", ""), on("generations"));
        assertEquals(1, on("rollback").exitCode());
        on("apply");
        spec(WEB.replace("/usr/bin/web,", "/usr/bin/web2,"));
        on("apply");
        Answer list = on("generations");
        List<String> lines = list.out().lines().toList();
        assertTrue(lines.get(0).endsWith("  apply  by root, by sudo of alice (1000)"), list.out());
        assertTrue(lines.get(1).strip().startsWith("+/etc/polkit-1/rules.d/50-upkeep.rules "), list.out());
        assertTrue(lines.get(2).endsWith("(in force)"), list.out());
        assertEquals("~web.service", lines.get(3).strip());
        JsonNode json = new ObjectMapper().readTree(on("generations", "--json").out());
        assertEquals(2, json.at("/generations/1/number").asInt());
        assertTrue(json.at("/generations/1/in-force").asBoolean());

        Answer difference = on("generations", "1", "--diff");
        assertEquals(1, difference.exitCode());
        assertTrue(difference.out().contains("-    exec: [/usr/bin/web2, "), difference.out());
        assertTrue(difference.out().contains("\n+ExecStart=/usr/bin/web "), difference.out());
        assertEquals(new Answer(0, "", ""), on("generations", "2", "--diff"));

        calls.clear();
        Answer shown = on("rollback", "--dry-run");
        assertEquals(1, shown.exitCode());
        assertTrue(shown.out().startsWith("generation 1:\n"), shown.out());
        assertTrue(calls.isEmpty());
        Answer back = on("rollback");
        assertEquals(0, back.exitCode(), back.err());
        assertTrue(calls.contains("restart web.service"), calls.toString());
        assertTrue(on("generations").out().contains("  rollback to 1  by "), back.out());
        Answer plan = on("plan");
        assertEquals(1, plan.exitCode());
        assertTrue(
                plan.out().contains("The specs are not what is in force: generation 1 was put back by rollback on "),
                plan.out());
        assertEquals(1, on("rollback").exitCode(), "there is none before the first");
        assertEquals(0, on("rollback", "2").exitCode());
        assertEquals(new Answer(0, "nothing to do\n", ""), on("plan"));
        assertEquals(1, on("rollback", "9").exitCode());
    }

    @Test
    void aHandEditKeepsARollbackFromHappening() throws IOException {
        on("apply");
        spec(WEB.replace("/usr/bin/web,", "/usr/bin/web2,"));
        on("apply");
        Path unit = root.resolve("etc/systemd/system/web.service");
        Files.writeString(unit, "[Service]\nExecStart=/mine\n");
        Answer refused = on("rollback");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("it was edited since"), refused.err());
        assertEquals("[Service]\nExecStart=/mine\n", Files.readString(unit));
        assertEquals(0, on("rollback", "--overwrite").exitCode());
        assertTrue(Files.readString(unit).contains("ExecStart=/usr/bin/web "));
    }

    @Test
    void nothingIsConfirmedWhereNothingWaits() throws IOException {
        on("apply");
        assertEquals(new Answer(0, "nothing waits to be confirmed\n", ""), on("confirm", "--status"));
        assertEquals(new Answer(0, "nothing waits to be confirmed\n", ""), on("rollback", "--unconfirmed"));
        assertTrue(on("confirm").err().contains("cannot confirm: nothing waits"));
        assertEquals(2, on("apply", "--confirm", "5min").exitCode(), "nothing runs below another root");
        assertEquals(2, run("rollback", "--confirm", "1s").exitCode());
    }

    @Test
    void whatIsEjectedStaysAsAPlainFileAndRunsOn() throws IOException {
        other("db", "services: {db: {exec: [/usr/bin/db], user: db}}\n");
        on("apply");
        calls.clear();
        Answer answer = on("eject", "web");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().startsWith("let go /etc/systemd/system/web.service\n"), answer.out());
        assertEquals(List.of("reload systemd", "create system users", "reload upkeepd"), calls);
        String unit = Files.readString(root.resolve("etc/systemd/system/web.service"));
        assertTrue(unit.startsWith("[Unit]\n") && !unit.contains("pkeep"), unit);
        String rule = Files.readString(root.resolve("etc/polkit-1/rules.d/50-upkeep.rules"));
        assertTrue(rule.contains("db.service") && !rule.contains("web.service"), rule);
        String manifest = Files.readString(root.resolve("var/lib/upkeep/manifest.json"));
        assertFalse(manifest.contains("web.service"), manifest);
        assertEquals(0, on("eject", "web").exitCode(), "again, as after a run that was cut off");

        calls.clear();
        assertEquals(1, on("apply").exitCode());
        assertTrue(on("apply").err().contains("a file that upkeep did not write is already there"));
        assertEquals(0, on("apply", "--overwrite").exitCode());
        assertFalse(calls.contains("restart web.service"), calls.toString());
        assertEquals("nothing to do\n", on("plan").out());
    }

    @Test
    void allIsEjectedAndNothingOfUpkeepIsLeft() throws IOException {
        on("apply");
        calls.clear();
        assertEquals(0, on("eject", "--all").exitCode());
        assertFalse(calls.stream().anyMatch(call -> call.startsWith("stop") || call.startsWith("disable")));
        assertTrue(isWritten("web.service"));
        assertFalse(Files.exists(root.resolve("etc/polkit-1/rules.d/50-upkeep.rules")));
    }

    @Test
    void driftIsNamedWithACureForEach() throws IOException {
        on("apply");
        assertEquals(new Answer(0, "everything is as it was put in force\n", ""), on("drift"));
        Files.writeString(root.resolve("etc/systemd/system/web.service"), "[Service]\nExecStart=/mine\n");
        Answer answer = on("drift");
        assertEquals(1, answer.exitCode());
        assertEquals(
                "web.service: edited: /etc/systemd/system/web.service was edited",
                answer.out().lines().findFirst().orElse(""));
        assertTrue(answer.out().contains("\n  revert: upkeep apply --overwrite"), answer.out());
        assertEquals(0, on("drift", "other").exitCode());
        JsonNode json = new ObjectMapper().readTree(on("drift", "--json", "web").out());
        assertEquals("edited", json.at("/drift/0/cause").asText());
    }

    @Test
    void aDryRunIsAPlan() {
        callerIsRoot = false;
        assertEquals(on("plan"), on("apply", "--dry-run"));
        assertFalse(isWritten("web.service"));
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
