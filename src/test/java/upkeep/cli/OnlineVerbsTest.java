package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.freedesktop.dbus.bin.EmbeddedDBusDaemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import upkeep.base.TimeSpan;
import upkeep.control.AlertService;
import upkeep.control.Answer;
import upkeep.control.CheckForm;
import upkeep.control.ControlClient;
import upkeep.control.ControlServer;
import upkeep.control.ControlService;
import upkeep.control.HeartbeatService;
import upkeep.core.Event.Caller;
import upkeep.spec.AlertMatch;

/** The verbs, from the command line over a bus to a service that answers what it was asked. */
@Timeout(60)
class OnlineVerbsTest {

    @TempDir
    static Path directory;

    private static final StringWriter OUT = new StringWriter();
    private static final StringWriter ERR = new StringWriter();
    private static Optional<EmbeddedDBusDaemon> bus = Optional.empty();
    private static Optional<ControlServer> server = Optional.empty();

    private static String address() {
        return "unix:path=" + directory.resolve("bus");
    }

    @BeforeAll
    static void serve() throws Exception {
        EmbeddedDBusDaemon daemon = new EmbeddedDBusDaemon(address() + ",listen=true");
        bus = Optional.of(daemon);
        daemon.startInBackgroundAndWait(20_000);
        ControlServer upkeepd = new ControlServer(
                address(),
                "0.1.0",
                new ControlServer.Services(new Echo(), new AlertEcho(), new HeartbeatEcho()),
                new ControlServer.Listener() {
                    @Override
                    public void connected() {}

                    @Override
                    public void lost(String why) {}
                },
                Clock.systemUTC());
        server = Optional.of(upkeepd);
        upkeepd.start();
        assertTrue(upkeepd.awaitName(Duration.ofSeconds(30)));
    }

    @AfterAll
    static void stop() throws Exception {
        server.ifPresent(ControlServer::close);
        if (bus.isPresent()) {
            bus.get().close();
        }
    }

    private static final class AlertEcho implements AlertService {
        @Override
        public Answer alerts(boolean json) {
            return Echo.echo("alerts", json);
        }

        @Override
        public Answer silence(AlertMatch match, TimeSpan length, String reason, Caller by) {
            return Echo.echo("silence", match.subjects(), match.targets(), match.atLeast(), length, reason, by.name());
        }

        @Override
        public Answer unsilence(long number, Caller by) {
            return Echo.echo("unsilence", number, by.name());
        }

        @Override
        public Answer acknowledge(String name, TimeSpan length, String reason, Caller by) {
            return Echo.echo("acknowledge", name, length, reason, by.name());
        }

        @Override
        public Answer test(String receiver, Caller by) {
            return Echo.echo("test", receiver, by.name());
        }
    }

    private static final class HeartbeatEcho implements HeartbeatService {
        @Override
        public Answer begin(String name, Caller by) {
            return Echo.echo("begin", name, by.name());
        }

        @Override
        public Answer end(String name, int status, Optional<Duration> took, String note, Caller by) {
            return Echo.echo("end", name, status, took, note, by.name());
        }
    }

    private static final class Echo implements ControlService {

        private static Answer echo(Object... words) {
            return new Answer(1, List.of(words) + "\n", "remark\n");
        }

        @Override
        public Answer status(List<String> names, boolean json) {
            return echo("status", names, json);
        }

        @Override
        public Answer glance() {
            return new Answer(0, TopViewTest.STATUS, "");
        }

        @Override
        public Answer why(String name, Optional<Instant> at, boolean json) {
            return echo("why", name, at, json);
        }

        @Override
        public Answer availability(List<String> names, TimeSpan since, boolean json) {
            return echo("availability", names, since, json);
        }

        @Override
        public Answer events(String name, int limit, boolean json) {
            return echo("events", name, limit, json);
        }

        @Override
        public Answer check(String name, CheckForm form) {
            return echo("check", name, form.word());
        }

        @Override
        public Answer hold(String name, TimeSpan length, String reason, Caller by) {
            return echo("hold", name, length, reason, by.name());
        }

        @Override
        public Answer release(String name, Caller by) {
            return echo("release", name, by.name());
        }

        @Override
        public Answer handsOff(TimeSpan length, String reason, Caller by) {
            return echo("hands off", length, reason, by.name());
        }

        @Override
        public Answer handsOn(Caller by) {
            return echo("hands on", by.name());
        }

        @Override
        public Answer accept(String name, Caller by) {
            return echo("accept", name, by.name());
        }

        @Override
        public Answer reload(Caller by) {
            return echo("reload", by.name());
        }
    }

    private static int run(Function<Online, Callable<Integer>> verb, String... arguments) {
        OUT.getBuffer().setLength(0);
        ERR.getBuffer().setLength(0);
        Online online = new Online(new ControlClient(address()), new PrintWriter(OUT), new PrintWriter(ERR));
        return new CommandLine(verb.apply(online)).setErr(new PrintWriter(ERR)).execute(arguments);
    }

    private static Function<Online, Callable<Integer>> verb(String name) {
        return switch (name) {
            case "status" -> StatusVerb::new;
            case "top" -> online -> new TopVerb(online, false, false);
            case "why" -> WhyVerb::new;
            case "events" -> EventsVerb::new;
            case "hold" -> HoldVerb::new;
            case "release" -> ReleaseVerb::new;
            case "hands-off" -> HandsOffVerb::new;
            case "accept" -> AcceptVerb::new;
            case "alerts" -> AlertsVerb::new;
            case "alert" -> AlertVerb::new;
            case "silence" -> SilenceVerb::new;
            case "acknowledge" -> AcknowledgeVerb::new;
            case "check" -> online -> new CheckVerb(online, InputStream.nullInputStream());
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | '' | [status, [], false]",
                "status | web db --json | [status, [web, db], true]",
                "why | web | [why, web, Optional.empty, false]",
                "why | web --at 2026-11-22T14:05:00Z --json | [why, web, Optional[2026-11-22T14:05:00.999Z], true]",
                "events | '' | [events, , 50, false]",
                "events | web -n 7 --json | [events, web, 7, true]",
                "hold | web | [hold, web, 4h, , root]",
                "hold | web --for 30min --reason release | [hold, web, 30min, release, root]",
                "release | web | [release, web, root]",
                "hands-off | '' | [hands off, 4h, , root]",
                "hands-off | --for 2h --reason disks | [hands off, 2h, disks, root]",
                "hands-off | --end | [hands on, root]",
                "accept | exim | [accept, exim, root]",
                "check | web | [check, web, text]",
                "check | web --debug | [check, web, steps]",
                "check | web --json | [check, web, json]",
                "check | web --json --debug | [check, web, json-steps]",
                "alerts | '' | [alerts, false]",
                "alerts | --json | [alerts, true]",
                "alert | test | [test, , root]",
                "alert | test phone | [test, phone, root]",
                "silence | web db* --for 2h --reason move | [silence, [web, db*], [], Optional.empty, 2h, move, root]",
                "silence | --target shop --severity error | [silence, [], [shop], Optional[ERROR], 4h, , root]",
                "silence | --end 3 | [unsilence, 3, root]",
                "acknowledge | web | [acknowledge, web, 8h, , root]"
            })
    void aVerbAsksAndPrintsTheAnswer(String name, String arguments, String answer) {
        int exitCode = run(verb(name), arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
        assertEquals(answer + "\n", OUT.toString());
        assertEquals("remark\n", ERR.toString());
        assertEquals(1, exitCode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silence | web --for never | cannot silence alerts: \"never\" is no length of time",
                "silence | web --for 32d | cannot silence alerts: it must end within 31 days",
                "silence | web --severity loud | cannot silence alerts: \"loud\" is no severity",
                "silence | --end 0 | cannot end the silence 0: there is none of that number",
                "acknowledge | web --for 0s | cannot acknowledge what is wrong with web: \"0s\" is no length of time"
            })
    void whatCannotBeIsSaid(String name, String arguments, String why) {
        int exitCode = run(verb(name), arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
        assertTrue(ERR.toString().contains(why), ERR::toString);
        assertEquals(2, exitCode);
    }

    @Test
    void whatIsNotSaidIsNotGuessed() {
        OneVerb.Answer silence = OneVerb.run(
                false, shell -> new SilenceVerb(Online.system(shell.out(), shell.err())), List.of("silence"));
        assertEquals(2, silence.exitCode());
        assertTrue(silence.err().contains("cannot silence: it is not said what"), silence.err());
        OneVerb.Answer alert = OneVerb.run(
                false, shell -> new AlertVerb(Online.system(shell.out(), shell.err())), List.of("alert", "send"));
        assertEquals(2, alert.exitCode());
        assertTrue(alert.err().contains("cannot do send with alerts"), alert.err());
    }

    /** A pipe gets one picture; what a process uses is not known of those of another machine. */
    @Test
    void topPrintsAPicture() {
        assertEquals(0, run(verb("top")));
        List<String> lines = OUT.toString().lines().toList();
        assertTrue(lines.getFirst().endsWith("  2 services: 1 dead, 1 none; 1 check: 1 not yet run"), lines::toString);
        assertEquals("warning: packages are being installed", lines.get(1));
        assertTrue(lines.get(3).startsWith("web   dead"), lines::toString);
        assertTrue(lines.get(3).endsWith("liveness: status 500; on hold: moving; looping"), lines::toString);
        assertEquals(6, lines.size());
        OneVerb.Answer never = OneVerb.run(
                false,
                shell -> new TopVerb(Online.system(shell.out(), shell.err()), false, false),
                List.of("top", "--every", "0s"));
        assertEquals(2, never.exitCode());
        assertTrue(never.err().contains("cannot look every \"0s\""), never.err());
    }

    @Test
    void severalServicesAreHeldAndReleasedAtOnce() {
        assertEquals(1, run(verb("hold"), "web", "db", "--for", "30min"));
        assertEquals("[hold, web, 30min, , root]\n[hold, db, 30min, , root]\n", OUT.toString());
        assertEquals(1, run(verb("release"), "web", "db"));
        assertEquals("[release, web, root]\n[release, db, root]\n", OUT.toString());
    }

    @Test
    void wrongUsageIsExitTwo() {
        assertEquals(2, run(verb("why")));
        assertEquals(2, run(verb("hold"), "web", "--for"));
        assertEquals(2, run(verb("hold")));
        assertEquals(2, run(verb("events"), "-n", "many"));
        assertEquals(2, run(verb("why"), "web", "--at", "teatime"));
    }
}
