package upkeep.lab.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.Result;

/** A machine with upkeep and a server of every protocol, which can be started, frozen and stopped all together. */
final class Servers implements AutoCloseable {
    private static final Path SOURCE = Path.of("src/lab/servers");
    private static final Path EXCHANGES = Path.of("src/test/resources/probe");
    private static final String SICK = "lab-sick.service";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** Fewer than the 32 calls that upkeepd takes at once. */
    private static final int AT_ONCE = 24;

    private final Installed installed;
    private final List<String> units;

    private Servers(Installed installed, List<String> units) {
        this.installed = installed;
        this.units = units;
    }

    /** Boots the machine and lays out what its servers need; none runs but the sick one. */
    static Servers boot() {
        Installed installed = Installed.bootServers(
                "servers",
                "--bind-ro=" + SOURCE.toAbsolutePath() + ":/srv/lab/servers",
                "--bind-ro=" + EXCHANGES.toAbsolutePath() + ":/srv/lab/exchanges");
        try {
            installed
                    .machine()
                    .run(LIMIT, "sh", "/srv/lab/servers/programs/prepare.sh")
                    .orFail();
            installed.machine().run("systemctl", "start", SICK).orFail();
            return new Servers(installed, listed());
        } catch (RuntimeException | Error e) {
            installed.close();
            throw e;
        }
    }

    private static List<String> listed() {
        try (Stream<String> lines = Files.lines(SOURCE.resolve("units"))) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Installed installed() {
        return installed;
    }

    Machine machine() {
        return installed.machine();
    }

    void start() {
        Result started = systemctl(units, "start");
        if (!started.ok()) {
            throw new AssertionError(started + "\n"
                    + machine().run("journalctl", "--boot", "--lines=300").out());
        }
    }

    /** With what listens for them, too. */
    void stop() {
        systemctl(units, "stop").orFail();
    }

    /** Nothing of a server runs on, and its connections and ports stay as they are. */
    void freeze() {
        signal("STOP");
        machine().shell("echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all").orFail();
    }

    void thaw() {
        signal("CONT");
        machine().shell("echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_all").orFail();
    }

    private void signal(String name) {
        List<String> services =
                units.stream().filter(unit -> unit.endsWith(".service")).toList();
        systemctl(services, "kill", "--kill-whom=all", "--signal=" + name).orFail();
    }

    /** What is started from now on serves a certificate that is over. */
    void expire() {
        machine().run("cp", "/etc/lab/expired.pem", "/etc/lab/server.pem").orFail();
    }

    private Result systemctl(List<String> on, String... arguments) {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        command.addAll(List.of(arguments));
        command.addAll(on);
        return machine().run(LIMIT, command.toArray(String[]::new));
    }

    /** Has upkeepd run these checks once, many at the same time; what each found, by its name. */
    Map<String, Probed> check(List<String> names) {
        List<String> command = new ArrayList<>(List.of("sh", "/srv/lab/servers/programs/check.sh", "" + AT_ONCE));
        command.addAll(names);
        return machine()
                .run(LIMIT, command.toArray(String[]::new))
                .orFail()
                .out()
                .lines()
                .map(Installed::parse)
                .map(answer -> probed(answer.path("data")))
                .collect(Collectors.toMap(Probed::check, Function.identity()));
    }

    private static Probed probed(JsonNode answer) {
        JsonNode checks = Installed.parse(answer.path(1).asText());
        if (checks.isMissingNode()) {
            throw new AssertionError("no answer: " + answer);
        }
        return Probed.of(checks.path(0));
    }

    @Override
    public void close() {
        installed.close();
    }
}
