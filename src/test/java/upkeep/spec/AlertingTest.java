package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Severity;

class AlertingTest {

    private static final String SERVICES = """
            services:
              web:
                exec: [/usr/bin/web]
                user: web
                instances: 2
                port: 80
                urgency: page
                runbook: https://wiki.example.org/web
                probes:
                  liveness: {tcp: 80}
                  readiness: {tcp: 80, urgency: notice}
            """;

    private static AlertMatch of(String pattern) {
        return new AlertMatch(List.of(pattern), Set.of(), Set.of(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "web, web",
        "web, web@2",
        "web, web/readiness",
        "web, web@2/readiness",
        "web@2, web@2/readiness",
        "web/readiness, web@1/readiness",
        "web@*, web@1",
        "'*/readiness', web@1/readiness",
        "host, ''",
        "'*.mount', srv-data.mount",
        "postgresql@17-main.service, postgresql@17-main.service",
    })
    void isMeant(String pattern, String subject) {
        assertTrue(of(pattern).fits(subject, "", Urgency.NOTICE, Severity.ERROR));
    }

    @ParameterizedTest
    @CsvSource({
        "web@2, web@1",
        "web@2, web",
        "web/readiness, web/liveness",
        "web/readiness, web",
        "web, webs",
        "host, web",
        "postgresql, postgresql@17-main.service",
    })
    void isNotMeant(String pattern, String subject) {
        assertFalse(of(pattern).fits(subject, "", Urgency.NOTICE, Severity.ERROR));
    }

    @Test
    void aProbeMeansWhatItsServiceDoesUnlessItSaysSo() {
        Alerting alerting = SpecFiles.plan(SERVICES).alerting();
        Concern service =
                new Concern(Optional.of(Urgency.PAGE), Optional.of("https://wiki.example.org/web"), Optional.empty());
        Concern readiness = new Concern(Optional.of(Urgency.NOTICE), service.runbook(), Optional.empty());
        assertEquals(service, alerting.concern("web@2"));
        assertEquals(service, alerting.concern("web@1/liveness"));
        assertEquals(readiness, alerting.concern("web@2/readiness"));
        assertEquals(Concern.USUAL, alerting.concern("db"));
        assertEquals(Concern.USUAL, alerting.concern(""));
    }

    @Test
    void settingsTellWhatIsAskedOfPeople() {
        List<Service.Setting> settings =
                SpecFiles.plan(SERVICES).services().values().iterator().next().settings();
        assertEquals(
                List.of("probes.readiness.urgency notice", "urgency page", "runbook https://wiki.example.org/web"),
                settings.stream()
                        .filter(setting -> setting.key().matches(".*(urgency|runbook)"))
                        .map(setting -> setting.key() + " " + setting.value())
                        .toList());
    }

    @Test
    void whatFilesSayOfAlertsIsOneTree() {
        Plan plan = Specs.load(List.of(
                        new Source("a", "receivers: {ops: {syslog: daemon}}\nalerts: {receivers: ops, delay: 1min}"),
                        new Source("b", "receivers: {team: {syslog: user}}\nalerts: {routes: [{receivers: team}]}")))
                .value()
                .orElseThrow();
        assertEquals(Set.of("ops", "team"), plan.alerting().receivers().keySet());
        AlertRoute route = plan.alerting().route().routes().getFirst();
        assertEquals(Set.of("team"), route.receivers());
        assertEquals("1min", route.timing().delay().toString());
    }

    @Test
    void thereIsABoundToAllOfThem() {
        String receivers = listed(101, i -> "r" + i + ": {syslog: daemon}");
        refuses(
                "cannot tell 101 receivers: the most are 100",
                "alerts: {receivers: [" + listed(101, i -> "r" + i) + "]}\nreceivers: {" + receivers + "}");
        refuses(
                "cannot use that many routes: the most are 200",
                "receivers: {ops: {syslog: daemon}}\nalerts: {routes: [" + listed(201, _ -> "{continue: yes}") + "]}");
        refuses(
                "cannot use 101 windows of maintenance: the most are 100",
                "maintenance: [" + listed(101, _ -> "{calendar: daily, for: 1h}") + "]");
        refuses(
                "cannot match 101 subjects: the most are 100",
                "maintenance: {calendar: daily, for: 1h, match: {subject: [" + listed(101, _ -> "host") + "]}}");
        refuses(
                "cannot send mail to 101 addresses: the most are 100",
                "receivers: {ops: {mail: [" + listed(101, i -> "a" + i + "@b") + "]}}");
        refuses(
                "cannot try 11 mail servers: the most are 10",
                "settings: {mail: {servers: [" + listed(11, i -> "mail" + i) + "]}}");
        refuses(
                "cannot tell 11 servers: the most are 10",
                "receivers: {am: {alertmanager: [" + listed(11, i -> "'http://am" + i + "'") + "]}}");
        refuses(
                "cannot send 51 headers: the most are 50",
                "receivers: {hook: {webhook: {url: 'http://hook/', headers: {" + listed(51, i -> "X-" + i + ": a")
                        + "}}}}");
    }

    private static void refuses(String why, String text) {
        assertEquals(
                List.of("error: " + why),
                SpecFiles.problems(text).stream()
                        .map(problem -> problem.replaceFirst("^[0-9]+:[0-9]+: ", ""))
                        .toList());
    }

    private static String listed(int count, IntFunction<String> each) {
        return IntStream.rangeClosed(1, count).mapToObj(each).collect(Collectors.joining(", "));
    }
}
