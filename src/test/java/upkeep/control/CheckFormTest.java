package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.core.RuleLook;
import upkeep.core.RuleLook.Standing;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** What {@code upkeep check} prints, from made-up observations. */
class CheckFormTest {

    private static final RuleLook HOLDS = new RuleLook("total > 1s", Standing.HOLDS, "total is 2.0 s, more than 1 s");
    private static final RuleLook HOLDS_NOT =
            new RuleLook("total > 9s", Standing.HOLDS_NOT, "total is 2.0 s, not more than 9 s");
    private static final RuleLook NOT_KNOWN = new RuleLook(
            "certificate-days < 14",
            Standing.UNKNOWN,
            "whether certificate-days < 14 is not known: it was not measured");

    private static Check check(String id, String body) {
        Check read =
                Specs.check(new Source("test", body), Optional.empty()).value().orElseThrow();
        return new Check(
                new CheckId(id),
                read.position(),
                read.target(),
                read.timing(),
                read.timeout(),
                read.retries(),
                read.failures(),
                read.successes(),
                read.otherwise(),
                read.needs(),
                read.rules());
    }

    private static Map<String, Double> times() {
        Map<String, Double> times = new LinkedHashMap<>();
        times.put("connect", 0.000_25);
        times.put("total", 2.0);
        return times;
    }

    private static CheckReport passed(String id, RuleLook... rules) {
        return new CheckReport(
                check(id, "tcp: 25"),
                new Observation.Passed(
                        Depth.BANNER, "127.0.0.1:25 answered", times(), Map.of("answer", "220 mail\u0007")),
                List.of(rules),
                List.of());
    }

    private static CheckReport failed(String id) {
        return new CheckReport(
                check(id, "tcp: 25"),
                new Observation.Failed(
                        FailureKind.NOT_SYNCHRONISED, Depth.OPEN, "it said \"a|b\"\nand hung up", Map.of("total", 0.5)),
                List.of(),
                List.of());
    }

    private static CheckReport unknown(String id) {
        return new CheckReport(
                check(id, "tcp: 25"),
                new Observation.Unknown("cannot ask 127.0.0.1:25: no file descriptors are left"),
                List.of(),
                List.of());
    }

    @Test
    void aLineACheckAndTheRulesThatHoldOrCannotBeJudged() {
        Answer answer = CheckForm.TEXT.answer(
                List.of(passed("mail", HOLDS, HOLDS_NOT, NOT_KNOWN), failed("web/liveness"), unknown("db")));
        assertEquals("""
            mail: passed: 127.0.0.1:25 answered
              rule "total > 1s" holds: total is 2.0 s, more than 1 s
              rule "certificate-days < 14" cannot be judged: whether certificate-days < 14 is not known: it was not measured
            web/liveness: failed (not-synchronised): it said "a|b"\\nand hung up
            db: unknown: cannot ask 127.0.0.1:25: no file descriptors are left
            """, answer.out());
        assertEquals("", answer.err());
    }

    @Test
    void stepsShowSettingsStepsAndAllThatWasFound() {
        CheckReport report = passed("mail", HOLDS_NOT);
        Answer answer = CheckForm.STEPS.answer(List.of(new CheckReport(
                report.check(),
                report.observation(),
                report.rules(),
                List.of(
                        new CheckReport.Step(7, "probing 127.0.0.1:25", List.of()),
                        new CheckReport.Step(1_250_300, "read 9 bytes", List.of("220 mail", "."))))));
        assertEquals("""
            mail: tcp 127.0.0.1:25
              every 30s, timeout 5s, failures 3, successes 1; a fault is seen within 45 s
                   0.007 ms  probing 127.0.0.1:25
                1250.300 ms  read 9 bytes
                             | 220 mail
                             | .
            mail: passed: 127.0.0.1:25 answered
              rule "total > 9s" does not hold: total is 2.0 s, not more than 9 s
              depth: banner
              connect: 0.000250
              total: 2
              answer: 220 mail\\u0007
            """, answer.out());
    }

    @Test
    void jsonHasAllOfIt() throws Exception {
        CheckReport mail = passed("mail", HOLDS, HOLDS_NOT, NOT_KNOWN);
        CheckReport traced = new CheckReport(
                mail.check(),
                mail.observation(),
                mail.rules(),
                List.of(new CheckReport.Step(7, "read", List.of("220 mail"))));
        Answer answer = CheckForm.JSON_STEPS.answer(List.of(traced, failed("web/liveness"), unknown("db")));
        JsonNode json = new ObjectMapper().readTree(answer.out());
        assertEquals(3, json.size());
        JsonNode first = json.get(0);
        assertEquals("mail tcp 127.0.0.1:25 passed banner", text(first, "check", "kind", "target", "result", "depth"));
        assertEquals(0.000_25, first.get("measurements").get("connect").asDouble());
        assertEquals("220 mail\u0007", first.get("texts").get("answer").asText());
        assertEquals(
                "[true,false,null]",
                first.get("rules").findValues("holds").toString().replace(" ", ""));
        assertEquals("total > 1s", first.get("rules").get(0).get("rule").asText());
        assertEquals("220 mail", first.get("steps").get(0).get("lines").get(0).asText());
        assertEquals(
                "web/liveness failed not-synchronised open", text(json.get(1), "check", "result", "failure", "depth"));
        assertEquals("unknown none", text(json.get(2), "result", "depth"));
        assertTrue(json.get(2).get("text").asText().startsWith("cannot ask"), answer.out());
    }

    private static String text(JsonNode node, String... names) {
        return String.join(
                " ",
                List.of(names).stream().map(name -> node.get(name).asText()).toList());
    }

    @Test
    void onlyWhatPassedAndHasNoRuleThatHoldsIsWell() {
        assertEquals(0, exit(CheckForm.TEXT, passed("mail", HOLDS_NOT, NOT_KNOWN)));
        assertEquals(1, exit(CheckForm.TEXT, passed("mail", HOLDS)));
        assertEquals(1, exit(CheckForm.JSON, passed("mail"), failed("web/liveness")));
        assertEquals(1, exit(CheckForm.STEPS, unknown("mail")));
    }

    private static int exit(CheckForm form, CheckReport... reports) {
        return form.answer(List.of(reports)).exitCode();
    }

    private static Answer plugIn(CheckReport... reports) {
        return CheckForm.NAGIOS.answer(List.of(reports));
    }

    @Test
    void aPlugInHasItsStateInFrontAndItsMeasurementsBehindTheBar() {
        assertEquals(
                new Answer(0, "OK - mail: 127.0.0.1:25 answered | connect=0.00025s total=2s\n", ""),
                plugIn(passed("mail")));
        assertEquals(
                new Answer(
                        1,
                        "WARNING - mail: total is 2.0 s, more than 1 s; 127.0.0.1:25 answered"
                                + " | connect=0.00025s total=2s\n",
                        ""),
                plugIn(passed("mail", HOLDS)));
        assertEquals(
                new Answer(3, "UNKNOWN - mail: cannot ask 127.0.0.1:25: no file descriptors are left\n", ""),
                plugIn(unknown("mail")));
    }

    @Test
    void ofSeveralChecksTheWorstComesFirstAndTheOthersBelow() {
        Answer answer = plugIn(passed("web/startup"), unknown("web/readiness"), failed("web/liveness"));
        assertEquals("""
            CRITICAL - web/liveness: it said "a/b" and hung up | liveness.total=0.5s startup.connect=0.00025s startup.total=2s
            UNKNOWN - web/readiness: cannot ask 127.0.0.1:25: no file descriptors are left
            OK - web/startup: 127.0.0.1:25 answered
            """, answer.out());
        assertEquals(2, answer.exitCode());
        assertEquals(
                1,
                plugIn(unknown("web/readiness"), passed("web/startup", HOLDS)).exitCode());
        assertEquals(3, plugIn(passed("web/startup"), unknown("web/readiness")).exitCode());
    }

    @Test
    void thePlugInOfACheckWarnsForUsToo() {
        Check raid = check("raid", "nagios: [/usr/lib/nagios/plugins/check_raid]");
        Observation warned = new Observation.Passed(Depth.VALUE, "WARNING: rebuilding", Map.of("status", 1.0));
        Answer answer = plugIn(new CheckReport(raid, warned, List.of(), List.of()));
        assertEquals(new Answer(1, "WARNING - raid: WARNING: rebuilding | status=1\n", ""), answer);
        Observation web = new Observation.Passed(Depth.VALUE, "it ended with 1", Map.of("status", 1.0));
        assertEquals(
                0,
                plugIn(new CheckReport(check("job", "program: [/bin/job]"), web, List.of(), List.of()))
                        .exitCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "tcp: 25; total; 0; total=0s",
                "tcp: 25; total; 1e-7; total=0.0000001s",
                "tcp: 25; total; 0.1234567891; total=0.123456789s",
                "ntp: {servers: [clock.example.org]}; offset-signed; -0.0125; offset-signed=-0.0125s",
                "http: {url: http://a/}; bytes; 1e12; bytes=1000000000000B",
                "http: {url: http://a/}; status; 200; status=200",
                "system: {}; memory-percent; 12.5; memory-percent=12.5%",
                "system: {}; cpu.user; NaN; cpu.user=U",
                "network: lo; received; 5; received=5c",
                "nagios: [/x]; a label; 5; 'a label'=5",
                "nagios: [/x]; it's=a|b; 5; it-s-a-b=5"
            })
    void aMeasurementIsWrittenWithItsUnit(String body, String name, double value, String data) {
        Observation observation = new Observation.Passed(Depth.VALUE, "well", Map.of(name, value));
        Answer answer = plugIn(new CheckReport(check("one", body), observation, List.of(), List.of()));
        assertEquals("OK - one: well | " + data + "\n", answer.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "space > 90% | 93 | space-percent=93%;90",
                "space > 90% or inodes > 80% for 4 checks | 93 | space-percent=93%;90",
                "space >= 90% | 93 | space-percent=93%;@90:",
                "space < 5% | 93 | space-percent=93%;5:",
                "space <= 5% | 93 | space-percent=93%;@~:5",
                "space = 100% | 93 | space-percent=93%;@100:100",
                "space != 93% | 93 | space-percent=93%;93:93",
                "space > 90% | -1 | space-percent=-1%;~:90",
                "space > 90% and inodes > 80% | 93 | space-percent=93%",
                "not space > 90% | 93 | space-percent=93%",
                "type = ext4 | 93 | space-percent=93%"
            })
    void theLimitOfARuleIsAThreshold(String condition, double value, String data) {
        String body = "{filesystem: /, rules: [{if: '" + condition + "', then: alert}]}";
        Check check = Specs.load(List.of(new Source("test", "checks: {root: " + body + "}")))
                .value()
                .orElseThrow()
                .checks()
                .values()
                .iterator()
                .next();
        Observation observation = new Observation.Passed(Depth.VALUE, "well", Map.of("space-percent", value));
        assertEquals(
                "OK - root: well | " + data + "\n",
                plugIn(new CheckReport(check, observation, List.of(), List.of()))
                        .out());
    }

    @Test
    void whatWentWrongIsUnknownToAMonitoringSystem() {
        Answer refused = CheckForm.NAGIOS.refusal(Answer.misused("cannot check a|b: no such check\n  hint: look"));
        assertEquals(new Answer(3, "UNKNOWN - cannot check a/b: no such check\n  hint: look\n", ""), refused);
        Answer found = new Answer(2, "CRITICAL - web: down\n", "");
        assertEquals(found, CheckForm.NAGIOS.refusal(found));
        Answer failed = Answer.failed("cannot ask upkeepd: it is not running");
        assertEquals(failed, CheckForm.TEXT.refusal(failed));
    }

    @Test
    void everyFormHasAWord() {
        assertEquals("text, steps, json, json-steps, nagios", CheckForm.words());
        for (CheckForm form : CheckForm.values()) {
            assertEquals(Optional.of(form), CheckForm.of(form.word()));
        }
        assertEquals(Optional.empty(), CheckForm.of("TEXT"));
    }
}
