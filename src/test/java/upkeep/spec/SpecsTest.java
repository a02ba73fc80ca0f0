package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.TimeSpan;

class SpecsTest {

    private static final String WEB = "services: {web: {exec: [/usr/bin/web], user: web}}";

    private static Checked<Plan> load(String... texts) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            sources.add(new Source("f" + i, texts[i]));
        }
        return Specs.load(sources);
    }

    private static List<String> shown(Checked<Plan> checked) {
        return checked.problems().stream().map(Problem::toString).toList();
    }

    private static Execution execution(Plan plan, String service) {
        Service found = plan.services().get(service);
        if (found == null) {
            throw new AssertionError("no service " + service);
        }
        return found.execution().orElseThrow();
    }

    @Test
    void nothingAskedForIsAnEmptyPlan() {
        assertEquals(Plan.EMPTY, load().value().orElseThrow());
        assertEquals(Plan.EMPTY, load("", "services:\n").value().orElseThrow());
    }

    @Test
    void mapsMergeAndListsAppend() {
        Plan plan = load(
                        "services:\n  web: {exec: [/usr/bin/web], user: web, after: [a.service], environment: {A: 1}}",
                        "services:\n  web: {after: [b.service], environment: {B: 2}}\n  db: {adopt: db.service}",
                        "services:\n",
                        "settings: {every: 5s}")
                .value()
                .orElseThrow();
        assertEquals(Map.of("A", "1", "B", "2"), execution(plan, "web").environment());
        assertEquals(
                "[a.service, b.service]",
                plan.serviceOf(new upkeep.base.UnitName("web.service"))
                        .orElseThrow()
                        .relations()
                        .after()
                        .toString());
        assertEquals(TimeSpan.ofSeconds(5), plan.settings().every());
        assertEquals(2, plan.services().size());
    }

    @Test
    void aSingleValueIsSaidOnce() {
        String hint = "\n  hint: maps of several files merge and lists append, but a single value is said once";
        assertEquals(
                List.of("f1:1:18: error: cannot set \"user\" twice: it is already set at f0:1:40" + hint),
                shown(load(WEB, "services: {web: {user: web}}")));
        assertEquals(
                List.of("f1:1:18: error: cannot set \"exec\" twice: it is already set at f0:1:18" + hint),
                shown(load(WEB, "services: {web: {exec: /usr/bin/web}}")));
    }

    @Test
    void aFileThatIsNoYamlEndsTheReading() {
        Checked<Plan> checked = load("services: {a: {target: shop}}", "targets: {shop: {}", "a: [");
        assertEquals(
                List.of("f1:1:10", "f2:1:5"),
                checked.problems().stream().map(p -> p.position().toString()).toList());
    }

    @Test
    void problemsOfAllFilesComeInFileOrder() {
        Checked<Plan> checked = load("x: 1", "services: {web: {usr: a}}", "y: 1\nz: 1");
        assertEquals(
                List.of("f0:1:1", "f1:1:12", "f1:1:18", "f2:1:1", "f2:2:1"),
                checked.problems().stream().map(p -> p.position().toString()).toList());
    }

    @Test
    void aWarningStandsInNobodysWay() {
        Checked<Plan> checked = load("checks: {a: {tcp: 80, every: 1s, timeout: 2s}}");
        assertTrue(checked.value().isPresent());
        assertEquals(
                List.of("f0:1:34: warning: timeout 2s is longer than every 1s: a slow probe delays the next one"),
                shown(checked));
    }

    /** Traps for whoever writes unit files: all of them are plain text here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "%h",
                "%%",
                "$PATH",
                "$$",
                "a'b",
                "a\"b",
                "a\\b",
                "a\\",
                " padded ",
                "",
                ";",
                "#x",
                "a\tb",
                "a\rb",
                "\u001B[31m",
                "\u007F",
                "\u0085",
                "a\u2028b\u2029",
                "\uFEFFx",
                "😀",
                "\uDBFF\uDFFD",
                "{port}",
                "$port",
                "\nUser=root"
            })
    void valuesArriveAsWritten(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints()
                .forEach(c -> quoted.append(
                        c < 0x20 || c == 0x7F || c == '"' || c == '\\'
                                ? String.format("\\x%02x", c)
                                : Character.toString(c)));
        quoted.append('"');
        Plan plan = SpecFiles.plan("services:\n  a: {exec: [/bin/a, " + quoted + "], user: a, environment: {V: "
                + quoted + "}}\n  b: {shell: " + quoted + ", user: b}\n");
        assertEquals(
                List.of("/bin/a", value), execution(plan, "a").exec().getFirst().arguments());
        assertEquals(Map.of("V", value), execution(plan, "a").environment());
        assertEquals(
                List.of("/bin/sh", "-c", value),
                execution(plan, "b").exec().getFirst().arguments());
    }

    @Test
    void dollarsInBracesAreFilledInOnceAndOnlyOnRequest() {
        Plan plan = SpecFiles.plan(
                "services: {a: {exec: [/bin/a, 'p=${port}', '$${port}', '$$${x}', '$${'], port: 80, user: a}}");
        assertEquals(
                List.of("/bin/a", "p=80", "${port}", "$${x}", "${"),
                execution(plan, "a").exec().getFirst().arguments());
        Plan shell = SpecFiles.plan("services: {a: {shell: 'echo ${HOME} $${port} ${x:-y}', port: 80, user: a}}");
        assertEquals(
                "echo ${HOME} $80 ${x:-y}",
                execution(shell, "a").exec().getFirst().arguments().getLast());
    }

    @Test
    void theStartupProbeSpansTheStartTimeout() {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("every: 2s", 45);
        expected.put("every: 10s", 45);
        expected.put("every: 500ms", 180);
        for (Map.Entry<String, Integer> each : expected.entrySet()) {
            Plan plan = SpecFiles.plan(
                    "services: {a: {adopt: a.service, probes: {startup: {tcp: 1, " + each.getKey() + "}}}}");
            Service a = plan.services().values().iterator().next();
            assertEquals(each.getValue(), a.probes().startup().orElseThrow().failures(), each.getKey());
        }
    }

    @Test
    void aLongChainOfServicesIsNoProblem() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 12_000; i++) {
            text.append("  s")
                    .append(i)
                    .append(": {adopt: u")
                    .append(i)
                    .append(".service, after: u")
                    .append(i + 1)
                    .append(".service}\n");
        }
        assertEquals(12_000, SpecFiles.plan(text.toString()).services().size());
    }
}
