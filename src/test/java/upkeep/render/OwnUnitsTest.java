package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.UnitName;
import upkeep.spec.Plan;

/** Units that are no services. */
class OwnUnitsTest {

    private static final Renderer RENDERER = new Renderer();
    private static final Path GOOD = Path.of("src", "test", "resources", "spec", "good");

    private static UnitTree tree(String spec, int version) {
        Checked<UnitTree> rendered = RENDERER.render(Plans.parse(spec), version);
        assertEquals(List.of(), rendered.problems());
        return rendered.value().orElseThrow();
    }

    /** The body of a unit. */
    private static String unit(UnitTree tree, String unit) {
        return GeneratedHeader.strip(
                Plans.file(tree, "/etc/systemd/system/" + unit).content());
    }

    @Test
    void aTimerStartsItsService() {
        UnitTree tree = tree("""
                timers:
                  backup:
                    description: 100% of it
                    cron: "0 4 1,15 * fri"
                    persistent: true
                    jitter: 90s
                    service: {exec: [/bin/true], user: root, after: a.service}
                """, 252);
        assertEquals("""
                [Unit]
                Description=100%% of it

                [Timer]
                OnCalendar=Fri *-*-* 04:00:00
                OnCalendar=*-*-01,15 04:00:00
                Persistent=yes
                RandomizedDelaySec=1min 30s

                [Install]
                WantedBy=timers.target
                """, unit(tree, "backup.timer"));
        String service = unit(tree, "backup.service");
        assertTrue(service.contains("Type=oneshot\n"), service);
        assertTrue(service.contains("TimeoutStartSec=infinity\n"), service);
        assertTrue(service.contains("Restart=no\n"), service);
        assertTrue(service.contains("\nStartLimitIntervalSec=0\n"), service);
        assertFalse(service.contains("StartLimitBurst"), service);
        assertFalse(service.contains("[Install]"), service);
        assertEquals(List.of(new UnitName("backup.timer")), tree.enabled());
        assertEquals(
                UnitTree.Kind.TRIGGERED,
                Plans.file(tree, "/etc/systemd/system/backup.service").kind());
    }

    @Test
    void whatIsRequiredIsWaitedFor() throws IOException {
        UnitTree tree = tree(Files.readString(GOOD.resolve("orders.yaml")), 252);
        assertEquals("""
                [Unit]
                Requires=web.service
                Requires=postgresql.service
                BindsTo=shop.target
                After=postgresql.service
                After=web.service
                After=shop.target
                """, unitSection(tree, "report.timer"));
        assertEquals("""
                [Unit]
                Requires=own.service
                """, unitSection(tree, "own.timer"));
        assertEquals("""
                [Unit]
                Requires=early.service
                After=early.service
                """, unitSection(tree, "first.path"));
        assertEquals("""
                [Unit]
                BindsTo=postgresql.service
                After=postgresql.service
                DefaultDependencies=no
                """, unitSection(tree, "alone.path"));
        assertEquals("""
                [Unit]
                Requires=srv-a.mount
                BindsTo=web.service
                After=srv-a.mount
                After=web.service
                """, unitSection(tree, "srv-b.mount"));
        assertEquals("""
                [Unit]
                Requires=lvm2-monitor.service
                After=lvm2-monitor.service
                """, unitSection(tree, "srv-a.mount"));
        assertEquals("""
                [Unit]
                Requires=srv-a.mount
                After=srv-a.mount
                """, unitSection(tree, "srv-a-swapfile.swap"));
        assertEquals("""
                [Unit]
                Requires=web.service
                Requires=postgresql.service
                BindsTo=late.service
                After=web.service
                After=postgresql.service
                """, unitSection(tree, "shop.target"));
    }

    private static String unitSection(UnitTree tree, String unit) {
        return unit(tree, unit).split("\n\\[", 2)[0];
    }

    @Test
    void aRestartIsAskedForByAnotherUnit() {
        UnitTree tree = tree("""
                services: {web: {exec: [/bin/true], user: root}}
                timers: {weekly: {every: 7d, restart: web}}
                paths: {weekly: {changed: "/srv/100%", restart: web}}
                """, 252);
        assertEquals("""
                [Unit]

                [Timer]
                OnActiveSec=7d
                OnUnitActiveSec=7d
                Unit=upkeep-timer-weekly.service

                [Install]
                WantedBy=timers.target
                """, unit(tree, "weekly.timer"));
        assertTrue(unit(tree, "weekly.path").contains("PathChanged=/srv/100%%\nUnit=upkeep-path-weekly.service\n"));
        assertEquals("""
                [Unit]
                Description=Restart web.service for weekly.timer
                StartLimitIntervalSec=0

                [Service]
                Type=oneshot
                ExecStart=/usr/bin/systemctl --no-block try-restart web.service
                NoNewPrivileges=yes
                ProtectSystem=strict
                ProtectHome=yes
                """, unit(tree, "upkeep-timer-weekly.service"));
    }

    @Test
    void aRestartThatIsPutOffHasItsUnitWait() {
        UnitTree tree = tree("""
                services: {web: {exec: [/bin/true], user: root}}
                paths: {lib: {changed: /srv/lib, delay: 1min 1500ms, restart: web}}
                """, 252);
        assertTrue(unit(tree, "upkeep-path-lib.service").contains("""
                        Type=oneshot
                        ExecStartPre=/usr/bin/sleep 61.5
                        ExecStart=/usr/bin/systemctl --no-block try-restart web.service
                        """), unit(tree, "upkeep-path-lib.service"));
    }

    @Test
    void aSocketStandsBesideItsService() {
        UnitTree tree = tree("""
                services:
                  web: {exec: [/bin/true], user: web, target: shop, socket: {listen: ["80", /run/web.sock], group: adm}}
                targets: {shop: {}}
                """, 252);
        assertEquals("""
                [Unit]
                Description=Socket of web
                StopPropagatedFrom=shop.target

                [Socket]
                ListenStream=80
                ListenStream=/run/web.sock
                SocketGroup=adm

                [Install]
                WantedBy=shop.target
                WantedBy=sockets.target
                """, unit(tree, "web.socket"));
        assertTrue(unit(tree, "web.service").contains("\nSockets=web.socket\n"));
        assertTrue(unit(tree, "web.service").contains("\nWantedBy=shop.target\n"));
        assertEquals(
                List.of("shop.target", "web.service", "web.socket"),
                tree.enabled().stream().map(UnitName::text).toList());
        String accounts =
                Plans.file(tree, "/etc/sysusers.d/upkeep-services.conf").content();
        assertTrue(accounts.contains("\ng adm -\n"), accounts);
    }

    @Test
    void whatTheSocketStartsIsNotEnabled() {
        UnitTree tree = tree("""
                services:
                  web: {exec: [/bin/true], user: web, target: shop, socket: {listen: 80, on-demand: yes}}
                  each: {exec: [/bin/true], user: web, target: shop, socket: {listen: 81, accept: yes, standard-input: yes}}
                targets: {shop: {}}
                """, 252);
        assertFalse(unit(tree, "web.service").contains("[Install]"));
        assertTrue(unit(tree, "web.service").contains("Restart=no\n"));
        String each = unit(tree, "each@.service");
        assertFalse(each.contains("[Install]"), each);
        assertTrue(each.contains("Restart=no\n"), each);
        assertTrue(each.contains("StopPropagatedFrom=each.socket\nCollectMode=inactive-or-failed\n"), each);
        assertTrue(each.contains("StandardInput=socket\nStandardOutput=socket\nStandardError=journal\n"), each);
        assertEquals(
                List.of("each.socket", "shop.target", "web.socket"),
                tree.enabled().stream().map(UnitName::text).toList());
        String rules = Plans.file(tree, "/etc/polkit-1/rules.d/50-upkeep.rules").content();
        assertFalse(rules.contains("each"), rules);
    }

    @Test
    void aDirectoryIsALineOfTmpfiles() {
        UnitTree tree = tree("""
                directories:
                  /srv/a b: {mode: "0750", user: web, age: 1d 12h}
                  /srv/100%: {}
                """, 252);
        UnitTree.File file = Plans.file(tree, "/etc/tmpfiles.d/upkeep-services.conf");
        assertEquals(UnitTree.Kind.TMPFILES, file.kind());
        assertEquals("""
                d "/srv/100%%" 0755 - - -
                d "/srv/a b" 0750 web web 1d12h
                """, GeneratedHeader.strip(file.content()));
        String accounts =
                Plans.file(tree, "/etc/sysusers.d/upkeep-services.conf").content();
        assertTrue(accounts.endsWith("u web - \"upkeep directory /srv/a b\" -\n"), accounts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: {web: {exec: [/bin/true], user: web, socket: {listen: 80, poll-limit: 3 per 1s}}}|255",
                "services: {web: {exec: [/bin/true], user: web, socket: {listen: 80, protocol: mptcp}}}|257",
                "timers: {a: {every: 1h, starts: b.service, defer-reactivation: yes}}|257",
            })
    void whatTheTargetDoesNotKnowIsRefusedWhereItStands(String specAndVersion) {
        String[] parts = specAndVersion.split("\\|", -1);
        List<Problem> problems = RENDERER.render(Plans.parse(parts[0]), 252).problems();
        assertEquals(1, new java.util.HashSet<>(problems).size(), problems::toString);
        String message = problems.getFirst().message();
        assertTrue(message.endsWith("it needs systemd " + parts[1] + ", and the target has 252"), message);
        assertTrue(problems.getFirst().position().column() > 30, problems::toString);
        assertEquals(List.of(), RENDERER.render(Plans.parse(parts[0]), 257).problems());
    }

    @Test
    void aServiceIsTakenAwayWithWhatStartsIt() {
        Plan plan = Plans.parse("""
                services: {web: {exec: [/bin/true], user: root, socket: "80"}}
                timers:
                  job: {every: 1h, service: {exec: [/bin/true], user: root}, heartbeat: {}}
                  other: {every: 1h, starts: job.service}
                  weekly: {every: 7d, restart: web}
                """);
        assertEquals(List.of("job-heartbeat"), List.copyOf(plan.checks().keySet()));
        Plan left = plan.without(List.of("job", "web"));
        assertEquals(List.of("other.timer"), List.copyOf(left.units().keySet()));
        assertEquals(List.of(), List.copyOf(left.checks().keySet()));
        assertEquals(
                List.of("/etc/systemd/system/other.timer"),
                List.copyOf(
                        RENDERER.render(left, 252).value().orElseThrow().files().keySet()));
    }

    /** Everything that the language has, judged by systemd. */
    @ParameterizedTest
    @ValueSource(strings = {"triggers.yaml", "sockets.yaml", "places.yaml", "orders.yaml"})
    void systemdIsContent(String file, @TempDir Path folder) throws IOException, InterruptedException {
        int version = SystemdAnalyze.version();
        String spec = Files.readString(GOOD.resolve(file));
        UnitTree tree = tree(version < 257 ? spec.replaceAll("(?m)^ *defer-reactivation: .*$", "") : spec, version);
        String said = SystemdAnalyze.verify(tree, folder)
                .lines()
                // Nobody has these units here.
                .filter(line -> !line.matches(".*(not found|not-found|No such file).*"))
                .reduce("", (all, line) -> all + line + "\n");
        assertEquals("", said);
    }
}
