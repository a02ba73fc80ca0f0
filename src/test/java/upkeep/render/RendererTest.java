package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.rule.Parsed;
import upkeep.rule.Rule;
import upkeep.spec.Check;
import upkeep.spec.Execution;
import upkeep.spec.Plan;
import upkeep.spec.ProgramUnit;
import upkeep.spec.Restart;
import upkeep.spec.Service;
import upkeep.spec.SetDirective;
import upkeep.spec.SupervisionRule;
import upkeep.unit.UnitFile;

class RendererTest {

    private static final Renderer RENDERER = new Renderer();
    private static final UnitName MULTI_USER = new UnitName("multi-user.target");

    private static UnitTree tree(Plan plan, int version) {
        Checked<UnitTree> rendered = RENDERER.render(plan, version);
        assertEquals(List.of(), rendered.problems());
        return rendered.value().orElseThrow();
    }

    private static UnitFile file(UnitTree tree, String path) {
        return UnitFile.parse(path, Plans.file(tree, path).content()).value().orElseThrow();
    }

    private static UnitFile web(Plans.Builder builder, int version) {
        return file(tree(Plans.of(builder.build()), version), "/etc/systemd/system/web.service");
    }

    private static List<Problem> problems(Plans.Builder builder, int version) {
        return RENDERER.render(Plans.of(builder.build()), version).problems();
    }

    @Test
    void aPlanThatAsksForNothingIsNoFileAtAll() {
        assertEquals(Set.of(), tree(Plan.EMPTY, 252).files().keySet());
    }

    @Test
    void aProgramIsAUnitThatIsOnlyStarted() {
        Plans.Builder web = new Plans.Builder("web");
        web.rules.add(program("nobody", Optional.of("adm")));
        UnitTree tree = tree(Plans.of(web.build()), 252);
        String content =
                Plans.file(tree, "/etc/systemd/system/upkeep-run-web-1.service").content();
        assertEquals("""
                [Unit]
                Description=What upkeep runs: /usr/bin/tell
                StartLimitIntervalSec=0

                [Service]
                Type=oneshot
                User=nobody
                Group=adm
                StandardInput=file:/run/upkeep/events/upkeep-run-web-1.service
                ExecStart=/usr/lib/upkeep/with-event /usr/bin/tell "100%%" "$$HOME" "a b"
                TimeoutStartSec=30s
                NoNewPrivileges=yes
                PrivateTmp=yes
                ProtectSystem=strict
                ProtectHome=read-only
                ReadWritePaths=/var/log "/srv/a b%%"
                """, content.substring(content.indexOf("[Unit]")));
        assertEquals(List.of(), tree.enabled());
        String rule = Plans.file(tree, "/etc/polkit-1/rules.d/50-upkeep.rules").content();
        assertTrue(rule.contains("\"upkeep-run-web-1.service\""), rule);
    }

    @Test
    void whatTellsPeopleIsAUnitThatIsOnlyStarted() {
        Plan plan = Plans.parse("""
                receivers:
                  sms: {exec: [/usr/local/bin/sms, "+49 171", "100%", "$HOME"], user: alert, writable: /var/spool/sms}
                  ops: {sendmail: [ops@example.org, -f%u$x@example.org]}
                alerts: {receivers: [sms, ops]}
                """);
        UnitTree tree = tree(plan, 252);
        String sms =
                Plans.file(tree, "/etc/systemd/system/upkeep-tell-sms.service").content();
        assertEquals("""
                [Unit]
                Description=By which upkeep tells: /usr/local/bin/sms
                StartLimitIntervalSec=0

                [Service]
                Type=oneshot
                User=alert
                StandardInput=file:/run/upkeep/events/upkeep-tell-sms.service
                ExecStart=/usr/lib/upkeep/with-event /usr/local/bin/sms "+49 171" "100%%" "$$HOME"
                TimeoutStartSec=30s
                TimeoutStopSec=5s
                MemoryMax=512M
                TasksMax=256
                NoNewPrivileges=yes
                PrivateTmp=yes
                ProtectSystem=strict
                ProtectHome=read-only
                ReadWritePaths=/var/spool/sms
                """, sms.substring(sms.indexOf("[Unit]")));
        String ops =
                Plans.file(tree, "/etc/systemd/system/upkeep-tell-ops.service").content();
        assertEquals("""
                [Unit]
                Description=By which upkeep tells: /usr/sbin/sendmail
                StartLimitIntervalSec=0

                [Service]
                Type=oneshot
                User=daemon
                StandardInput=file:/run/upkeep/events/upkeep-tell-ops.service
                ExecStart=/usr/lib/upkeep/with-event /usr/sbin/sendmail -i -f upkeep -- ops@example.org "-f%%u$$x@example.org"
                TimeoutStartSec=30s
                TimeoutStopSec=5s
                KillMode=process
                MemoryMax=512M
                TasksMax=256
                PrivateTmp=yes
                ProtectSystem=full
                """, ops.substring(ops.indexOf("[Unit]")));
        assertEquals(List.of(), tree.enabled());
        String rule = Plans.file(tree, "/etc/polkit-1/rules.d/50-upkeep.rules").content();
        assertTrue(rule.contains("\"upkeep-tell-sms.service\"") && rule.contains("\"upkeep-tell-ops.service\""), rule);
        Checked<UnitTree> own = RENDERER.render(Plans.parse("receivers: {sms: {exec: /bin/sms, user: upkeep}}"), 252);
        assertEquals(1, own.problems().size(), own::toString);
    }

    @Test
    void noProgramRunsAsUpkeepd() {
        Plans.Builder web = new Plans.Builder("web");
        web.rules.add(program("upkeep", Optional.of("upkeep")));
        assertEquals(2, problems(web, 257).size());
    }

    private static SupervisionRule program(String user, Optional<String> group) {
        Rule failed = switch (Rule.parse("failed", Optional.empty())) {
            case Parsed.Read read -> read.rule();
            case Parsed.Refused refused -> throw new AssertionError(refused.mistakes());
        };
        Check.Reaction exec = new Check.Reaction.Exec(new ProgramUnit(
                Plans.POSITION,
                new UnitName("upkeep-run-web-1.service"),
                ProgramUnit.Use.ACTION,
                List.of("/usr/bin/tell", "100%", "$HOME", "a b"),
                user,
                group,
                TimeSpan.ofSeconds(30),
                List.of("/var/log", "/srv/a b%")));
        return new SupervisionRule(Plans.POSITION, failed, List.of(exec));
    }

    @Test
    void aCheckAsAnotherUserIsASocketAndATemplate() {
        Plan plan = Plans.parse("""
                checks:
                  raid: {nagios: {exec: [/usr/bin/look, "100%", $HOME, a b], user: root}, timeout: 10s}
                services:
                  web:
                    exec: [/usr/bin/web]
                    user: web
                    probes: {liveness: {program: {exec: /usr/bin/look, user: web, group: adm}}}
                """);
        UnitTree tree = tree(plan, 252);
        assertEquals("""
                [Unit]
                Description=Check raid, socket for upkeepd

                [Socket]
                ListenStream=/run/upkeep-checks/raid
                SocketUser=upkeep
                SocketMode=0600
                DirectoryMode=0755
                Accept=yes
                MaxConnections=4
                RemoveOnStop=yes

                [Install]
                WantedBy=sockets.target
                """, body(tree, "upkeep-check-raid.socket"));
        assertEquals("""
                [Unit]
                Description=Check raid, runs /usr/bin/look
                CollectMode=inactive-or-failed
                StopPropagatedFrom=upkeep-check-raid.socket

                [Service]
                Type=oneshot
                User=root
                Slice=system.slice
                StandardInput=socket
                StandardOutput=socket
                StandardError=null
                Environment=LC_ALL=C.UTF-8 UPKEEP_CHECK=raid
                ExecStart=/usr/lib/upkeep/with-status /usr/bin/look "100%%" "$$HOME" "a b"
                TimeoutStartSec=21s
                KillSignal=SIGKILL
                SuccessExitStatus=SIGKILL
                IgnoreSIGPIPE=no
                LogLevelMax=notice
                NoNewPrivileges=yes
                LockPersonality=yes
                RestrictRealtime=yes
                RestrictSUIDSGID=yes
                """, body(tree, "upkeep-check-raid@.service"));
        UnitFile probe = file(tree, "/etc/systemd/system/upkeep-check-web.liveness@.service");
        assertEquals(Optional.of("web"), probe.value("Service", "User"));
        assertEquals(Optional.of("adm"), probe.value("Service", "Group"));
        assertEquals(Optional.of("socket"), probe.value("Service", "StandardError"));
        assertEquals(
                List.of("upkeep-check-raid.socket", "upkeep-check-web.liveness.socket"),
                tree.enabled().stream()
                        .map(UnitName::text)
                        .filter(name -> name.startsWith("upkeep-check-"))
                        .toList());
        assertFalse(tree.files().containsKey("/etc/polkit-1/rules.d/50-upkeep.rules")
                && Plans.file(tree, "/etc/polkit-1/rules.d/50-upkeep.rules")
                        .content()
                        .contains("upkeep-check-"));
    }

    private static String body(UnitTree tree, String unit) {
        String content = Plans.file(tree, "/etc/systemd/system/" + unit).content();
        return content.substring(content.indexOf("[Unit]"));
    }

    @Test
    void noCheckRunsAsUpkeepdBesideIt() {
        Plan plan = Plans.parse("checks: {a: {program: {exec: /bin/true, user: upkeep, group: upkeep}}}");
        assertEquals(
                List.of("Group", "User"),
                RENDERER.render(plan, 257).problems().stream()
                        .map(problem -> problem.toString().replaceAll("(?s).*cannot write ([A-Za-z]+)= .*", "$1"))
                        .toList());
    }

    @Test
    void restartBudgetBecomesTheStartLimit() {
        UnitFile unit = web(new Plans.Builder("web"), 257);
        assertEquals(Optional.of("10min"), unit.value("Unit", "StartLimitIntervalSec"));
        assertEquals(Optional.of("6"), unit.value("Unit", "StartLimitBurst"));
        assertEquals(Optional.of("always"), unit.value("Service", "Restart"));
        assertEquals(Optional.of("1s"), unit.value("Service", "RestartSec"));
        assertEquals(Optional.of("8"), unit.value("Service", "RestartSteps"));
        assertEquals(Optional.of("5min"), unit.value("Service", "RestartMaxDelaySec"));
    }

    @Test
    void growingDelaysAreLeftOutWhereSystemdIsTooOld() {
        UnitFile unit = web(new Plans.Builder("web"), 252);
        assertEquals(Optional.of("1s"), unit.value("Service", "RestartSec"));
        assertEquals(Optional.empty(), unit.value("Service", "RestartSteps"));
        assertEquals(Optional.empty(), unit.value("Service", "RestartMaxDelaySec"));
        assertTrue(web(new Plans.Builder("web"), 254)
                .value("Service", "RestartSteps")
                .isPresent());
    }

    @ParameterizedTest
    @CsvSource({"1s,5min,8", "10s,160s,4", "100ms,5min,12", "1s,1s,0", "0,5min,0", "1s,infinity,0", "1s,1100ms,1"})
    void theDelayDoublesWithEachStep(String delay, String maxDelay, int steps) {
        assertEquals(
                steps,
                GrowingDelay.steps(
                        TimeSpan.parse(delay).orElseThrow(),
                        TimeSpan.parse(maxDelay).orElseThrow()));
    }

    @Test
    void writesEverythingAServiceCanAskFor() {
        Plans.Builder builder = new Plans.Builder("web");
        builder.description = Optional.of("100% web");
        builder.type = Execution.Type.NOTIFY;
        builder.exec = List.of("/usr/bin/node", "server.js", "$HOME", "%h", "a b");
        builder.identity = new Execution.Identity.Named("web", Optional.of("www-data"));
        builder.directory = Optional.of("/srv/my web");
        builder.environment.put("B", "2 $X");
        builder.environment.put("A", "1");
        builder.environmentFiles.add(new Execution.EnvironmentFile("/etc/default/web", true));
        builder.directories = new Execution.Directories(
                List.of("web", "web/data"), List.of("web"), List.of("web"), List.of("web"), List.of("web"));
        builder.beforeStart.add(new Execution.Command(List.of("/usr/bin/node", "migrate.js")));
        builder.reload = Optional.of(new Execution.Reload.BySignal("HUP"));
        builder.stop = new Execution.Stop(
                Optional.of(new Execution.Command(List.of("/usr/bin/bye"))), "INT", TimeSpan.ofSeconds(5));
        builder.watchdog = Optional.of(TimeSpan.ofSeconds(30));
        builder.relations = new Service.Relations(
                List.of(new UnitName("db.service")),
                List.of(new UnitName("queue.service")),
                List.of(new UnitName("stack.service")),
                List.of(new UnitName("cache.service")),
                List.of(new UnitName("db.service"), new UnitName("cache.service")),
                List.of(MULTI_USER),
                Optional.of("shop"));
        builder.set("Service", "MemoryMax", new SetDirective.Content.Word("512M"));
        builder.set("Service", "RootDirectory", new SetDirective.Content.Line("/srv/100%"));
        builder.set("Service", "LogExtraFields", new SetDirective.Content.Item("A=b c"));
        builder.set(
                "Service",
                "ExecStopPost",
                new SetDirective.Content.Program(new Execution.Command(
                        List.of("/bin/e", "$MAINPID"), Execution.Privileges.FULL, Optional.of("b y"), true, true)));
        UnitTree tree = tree(Plans.of(List.of(Plans.target("shop", MULTI_USER)), builder.build()), 257);
        String text = Plans.file(tree, "/etc/systemd/system/web.service").content();
        assertEquals("""
                [Unit]
                Description=100%% web
                Requires=db.service
                BindsTo=queue.service
                Wants=cache.service
                After=db.service
                After=cache.service
                PartOf=stack.service
                PartOf=shop.target
                StartLimitIntervalSec=10min
                StartLimitBurst=6

                [Service]
                Type=notify
                NotifyAccess=main
                User=web
                Group=www-data
                WorkingDirectory=/srv/my web
                Environment="B=2 $X"
                Environment=A=1
                EnvironmentFile=-/etc/default/web
                StateDirectory=web
                StateDirectory=web/data
                LogsDirectory=web
                CacheDirectory=web
                RuntimeDirectory=web
                ConfigurationDirectory=web
                ExecStartPre=/usr/bin/node migrate.js
                ExecStart=/usr/bin/node server.js "$$HOME" "%%h" "a b"
                ExecReload=/bin/kill -s HUP $MAINPID
                ExecStop=/usr/bin/bye
                KillSignal=SIGINT
                TimeoutStartSec=1min 30s
                TimeoutStopSec=5s
                WatchdogSec=30s
                Restart=always
                RestartSec=1s
                RestartSteps=8
                RestartMaxDelaySec=5min
                MemoryMax=512M
                RootDirectory=/srv/100%%
                LogExtraFields="A=b c"
                ExecStopPost=-@+/bin/e "b y" "$MAINPID"

                [Install]
                WantedBy=multi-user.target
                WantedBy=shop.target
                """, text.substring(text.indexOf("[Unit]")));
        assertEquals(List.of(new UnitName("shop.target"), new UnitName("web.service")), tree.enabled());
        assertEquals(
                List.of("g www-data -", "u web - \"upkeep service web\" -"),
                Plans.file(tree, "/etc/sysusers.d/upkeep-services.conf")
                        .content()
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.isEmpty())
                        .toList());
    }

    @Test
    void theHeaderSaysWhereFromAndKnowsTheBody() {
        String content = Plans.file(
                        tree(Plans.of(new Plans.Builder("web").build()), 252), "/etc/systemd/system/web.service")
                .content();
        assertTrue(content.startsWith("# Generated by upkeep from /etc/upkeep/conf.d/web.yaml:2.\n# sha256:"), content);
        assertEquals(Optional.of(true), GeneratedHeader.isIntact(content));
        assertEquals(Optional.of(false), GeneratedHeader.isIntact(content + "[Service]\n"));
        assertEquals(Optional.of(false), GeneratedHeader.isIntact(content.replace("Restart=always", "Restart=no")));
        assertEquals(Optional.empty(), GeneratedHeader.isIntact("[Unit]\nDescription=x\n"));
    }

    @Test
    void aFileNameCannotLeaveTheHeader() {
        Templates templates = new Templates();
        String text = GeneratedHeader.prepend(
                templates, "#", GeneratedHeader.origin(new SourcePos("a\n[Service]\nExecStart=x\\", 1, 1)), "[Unit]\n");
        assertEquals(List.of(), UnitFile.parse("x", text).value().orElseThrow().assignments());
        assertTrue(text.contains("a\\u{a}\\u{5b}Service"), text);
        assertEquals(Optional.of(true), GeneratedHeader.isIntact(text));
    }

    @Test
    void whatIsPassedThroughComesLast() {
        Plans.Builder builder = new Plans.Builder("web")
                .pass("Service", "Restart", "no")
                .pass("Service", "Environment", "")
                .pass("Unit", "Documentation", "man:web(8)")
                .pass("Install", "WantedBy", "graphical.target")
                .pass("X-Upkeep", "Owner", "shop team");
        UnitTree tree = tree(Plans.of(builder.build()), 252);
        UnitFile unit = file(tree, "/etc/systemd/system/web.service");
        assertEquals(List.of("always", "no"), unit.values("Service", "Restart"));
        assertEquals(Optional.of("shop team"), unit.value("X-Upkeep", "Owner"));
        assertEquals(List.of(new UnitName("web.service")), tree.enabled());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Service | MemroyMax    | 1G            | 252 | did you mean MemoryMax=?
                    Service | Description  | x             | 257 | it belongs in [Unit]
                    Servise | MemoryMax    | 1G            | 252 | did you mean [Service]?
                    Timer   | OnCalendar   | daily         | 252 | the sections are Install, Service, Unit
                    Service | RestartSteps | 3             | 252 | needs systemd 254, and the target has 252
                    Service | OpenFile     | /x            | 252 | needs systemd 253, and the target has 252
                    Service | PrivatePIDs  | yes           | 256 | needs systemd 257, and the target has 256
                    Service | Type         | notify-reload | 252 | needs systemd 253, and the target has 252
                    Service | ExecStart    | /x \\\\       | 252 | the backslash at its end
                    """)
    void refusesWhatTheTargetDoesNotKnow(String section, String key, String value, int version, String why) {
        List<Problem> problems = problems(new Plans.Builder("web").pass(section, key, value), version);
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(new SourcePos("web.yaml", 20, 7), problems.getFirst().position());
        assertTrue(problems.getFirst().isError());
        assertTrue(problems.getFirst().toString().contains(why), problems::toString);
    }

    @Test
    void warnsOfWhatDebian12DoesNotEnforce() {
        Checked<UnitTree> rendered = RENDERER.render(
                Plans.of(new Plans.Builder("web")
                        .pass("Service", "SocketBindDeny", "any")
                        .build()),
                252);
        assertTrue(rendered.value().isPresent());
        assertFalse(rendered.problems().getFirst().isError());
    }

    @Test
    void anAdoptedServiceThatAsksForNothingGetsNoDropIn() {
        Service nginx = new Plans.Builder("nginx").adopting("nginx.service").build();
        assertEquals(
                Set.of("/etc/polkit-1/rules.d/50-upkeep.rules"),
                tree(Plans.of(nginx), 252).files().keySet());
    }

    @Test
    void anAdoptedServiceGetsOnlyWhatWasAsked() {
        Plans.Builder builder =
                new Plans.Builder("nginx").adopting("nginx.service").pass("Service", "WatchdogSec", "30s");
        builder.restart = Plans.restart(Restart.Policy.ON_FAILURE);
        UnitTree tree = tree(Plans.of(builder.build()), 252);
        String path = "/etc/systemd/system/nginx.service.d/50-upkeep.conf";
        assertEquals(
                List.of("StartLimitIntervalSec", "StartLimitBurst", "Restart", "RestartSec", "WatchdogSec"),
                file(tree, path).assignments().stream()
                        .map(UnitFile.Assignment::key)
                        .toList());
        assertEquals(UnitTree.Kind.DROP_IN, Plans.file(tree, path).kind());
        assertEquals(List.of(), tree.enabled());
        assertFalse(tree.files().containsKey("/etc/sysusers.d/upkeep-services.conf"));
    }

    @ParameterizedTest
    @CsvSource({"no user, it has blanks", "upkeep,upkeepd's own user", "1web,an account is named by"})
    void refusesUsersThatSystemdWouldOnlyMissAtStart(String user, String why) {
        Plans.Builder builder = new Plans.Builder("web");
        builder.identity = new Execution.Identity.Named(user, Optional.empty());
        builder.settings.add(new Service.Setting("user", user, new SourcePos("web.yaml", 4, 11)));
        Problem problem = problems(builder, 252).getFirst();
        assertEquals(new SourcePos("web.yaml", 4, 11), problem.position());
        assertTrue(problem.message().startsWith("cannot write User= of web.service from 'user': "), problem.message());
        assertTrue(problem.message().contains(why) || user.contains(" "), problem.message());
    }

    @Test
    void refusesAnUnknownTargetSignalAndDirectory() {
        Plans.Builder builder = new Plans.Builder("web");
        builder.reload = Optional.of(new Execution.Reload.BySignal("HUPP"));
        builder.stop = new Execution.Stop(Optional.empty(), "SIGTERM", TimeSpan.ofSeconds(1));
        builder.directories =
                new Execution.Directories(List.of("../x"), List.of("a:b"), List.of(), List.of(), List.of());
        builder.relations = new Service.Relations(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.of("nowhere"));
        assertEquals(
                5, problems(builder, 252).size(), () -> problems(builder, 252).toString());
    }

    @Test
    void refusesToInstallAnAdoptedUnit() {
        Plans.Builder builder =
                new Plans.Builder("nginx").adopting("nginx.service").pass("Install", "WantedBy", "x.target");
        assertTrue(problems(builder, 252).getFirst().message().contains("not read in the drop-in"));
    }

    @Test
    void refusesASystemdThatIsTooOld() {
        assertTrue(
                RENDERER.render(Plan.EMPTY, 251).problems().getFirst().message().contains("252 is the oldest"));
    }
}
