package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Checked;
import upkeep.base.Problem;

/** Keys that stand for directives: which systemd they need, and what becomes of them. */
class SetDirectivesTest {

    private static final Renderer RENDERER = new Renderer();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "logging: {filter: {allow: x}}; LogFilterPatterns; 253",
                "import-credentials: x; ImportCredential; 254",
                "restart: {mode: direct}; RestartMode; 254",
                "type: notify-reload; Type; 253",
                "directories: {state: 'a:b'}; StateDirectory; 255",
            })
    void isRefusedWhereSystemdIsTooOldForIt(String key, String directive, int since) {
        String spec = spec(key);
        List<Problem> problems = RENDERER.render(Plans.parse(spec), since - 1).problems();
        assertEquals(1, problems.size(), problems::toString);
        String message = problems.getFirst().message();
        assertTrue(message.startsWith("cannot write " + directive + "= of web.service from '"), message);
        assertTrue(message.endsWith("it needs systemd " + since + ", and the target has " + (since - 1)), message);
        assertEquals(2, problems.getFirst().position().line());
        assertTrue(rendered(spec, since).contains(directive + "="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket-bind: {deny: any}"})
    void isWarnedOfWhereDebianLeftItOut(String key) {
        Checked<UnitTree> tree = RENDERER.render(Plans.parse(spec(key)), 252);
        assertTrue(tree.value().isPresent());
        assertEquals(1, tree.problems().size());
        assertEquals(List.of(), RENDERER.render(Plans.parse(spec(key)), 257).problems());
    }

    @Test
    void aKeyOfItsOwnIsStrongerThanHardening() {
        String text = rendered(spec("hardening: strict\numask: '0002'"), 257);
        assertEquals(List.of("UMask=0002"), lines(text, "UMask="));
    }

    @Test
    void anAdoptedUnitKeepsItsListsUnlessTheKeySaysAllOfIt() {
        String text = drop("ip: {deny: any}, limits: {allowed-cpus: [1, 2]}, conditions: {not: {path-exists: /x}}");
        assertEquals(List.of("IPAddressDeny=any"), lines(text, "IPAddressDeny="));
        assertEquals(List.of("AllowedCPUs=", "AllowedCPUs=1", "AllowedCPUs=2"), lines(text, "AllowedCPUs="));
        assertEquals(List.of("ConditionPathExists=!/x"), lines(text, "Condition"));
    }

    @Test
    void whatIsRequiredIsWaitedForUnlessSomethingElseIsSaid() {
        String text = rendered(
                spec(
                        "requires: [a.service, b.service, c.service]\nbinds-to: d.service\nrequisite: e.service\nwants: f.service\n"
                                + "unordered: b.service\nbefore: c.service\nfollows: g.service"),
                257);
        assertEquals(
                List.of("After=a.service", "After=e.service", "After=d.service", "After=g.service"),
                lines(text, "After="));
        assertEquals(List.of("Before=c.service"), lines(text, "Before="));
    }

    @Test
    void twoThatNeverRunTogetherDoNotWaitForEachOther() {
        String spec = """
                services:
                  a: {exec: [/bin/a], user: a, never-with: b}
                  b: {exec: [/bin/b], user: b, never-with: a}
                """;
        UnitTree tree = RENDERER.render(Plans.parse(spec), 257).value().orElseThrow();
        String a = Plans.file(tree, "/etc/systemd/system/a.service").content();
        String b = Plans.file(tree, "/etc/systemd/system/b.service").content();
        assertEquals(List.of("Conflicts=b.service"), lines(a, "Conflicts="));
        assertEquals(List.of("Before=b.service"), lines(a, "Before="));
        assertEquals(List.of("Conflicts=a.service"), lines(b, "Conflicts="));
        assertEquals(List.of("After=a.service"), lines(b, "After="));
    }

    @Test
    void logFilesAreRotated() {
        String spec = spec("reload: {signal: USR1}\nlogging: {stdout: 'append:/var/log/web/out 1.log', rotate: {files:"
                + " [/var/log/web/a.log], size: 10M, keep: 3}}");
        UnitTree tree = RENDERER.render(Plans.parse(spec), 257).value().orElseThrow();
        String text = Plans.file(tree, "/etc/logrotate.d/upkeep-web").content();
        assertEquals("""
                "/var/log/web/out 1.log"
                {
                    daily
                    maxsize 10485760
                    rotate 3
                    missingok
                    notifempty
                    compress
                    delaycompress
                    copytruncate
                }
                "/var/log/web/a.log"
                {
                    daily
                    maxsize 10485760
                    rotate 3
                    missingok
                    notifempty
                    compress
                    delaycompress
                    su web web
                    create 0640 web web
                    sharedscripts
                    postrotate
                        if systemctl --quiet is-active 'web.service'; then systemctl reload 'web.service'; fi
                    endscript
                }
                """, GeneratedHeader.strip(text).stripLeading());
    }

    private static String drop(String keys) {
        UnitTree tree = RENDERER.render(Plans.parse("services: {web: {adopt: web.service, " + keys + "}}"), 257)
                .value()
                .orElseThrow();
        return Plans.file(tree, "/etc/systemd/system/web.service.d/50-upkeep.conf")
                .content();
    }

    private static String spec(String keys) {
        return "services: {web: {exec: [/usr/bin/web], user: web,\n" + keys.replace("\n", ", ") + "}}";
    }

    private static String rendered(String spec, int systemd) {
        Checked<UnitTree> tree = RENDERER.render(Plans.parse(spec), systemd);
        return Plans.file(
                        tree.value().orElseThrow(() -> new AssertionError(tree.problems())),
                        "/etc/systemd/system/web.service")
                .content();
    }

    private static List<String> lines(String text, String beginning) {
        return text.lines().filter(line -> line.startsWith(beginning)).toList();
    }
}
