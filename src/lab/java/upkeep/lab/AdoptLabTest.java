package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** {@code upkeep adopt} of what runs, and what systemd has loaded before and after it is applied. */
@OnEverySuite
class AdoptLabTest {

    /** What goes on while a unit only runs: counters, what the rest of the machine leaves for it, and that upkeepd watches it. */
    private static final Pattern GOES_ON = Pattern.compile(
            "Refs|CPUUsageNSec|Memory(Current|Peak|Swap.*|ZSwap.*|Available)"
                    + "|EffectiveMemory.*|EffectiveTasksMax|TasksCurrent|IP(In|E)gress.*|IO(Read|Write).*|WatchdogTimestamp.*");

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @SuppressWarnings("NullAway.Init")
    private static String postgresql;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "adopt");
        machine = installed.machine();
        postgresql = installed.postgresql();
        machine.unit("page.service", """
                [Service]
                ExecStart=/usr/bin/python3 -m http.server --bind 127.0.0.1 8123
                DynamicUser=yes
                WorkingDirectory=/usr/share
                """);
        machine.run("systemctl", "enable", "--now", "rsyslog.service", "nginx.service", "chrony.service")
                .orFail();
        machine.run("systemctl", "start", postgresql, "page.service").orFail();
        installed.await(
                "the page is served",
                () -> machine.run("curl", "-s", "-o", "/dev/null", "http://127.0.0.1:8123/")
                        .ok());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    private static Map<String, String> loaded(String unit) {
        Map<String, String> properties = new TreeMap<>();
        machine.run("systemctl", "show", "--all", "--", unit)
                .orFail()
                .out()
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    if (equals > 0
                            && !GOES_ON.matcher(line.substring(0, equals)).matches()) {
                        properties.merge(
                                line.substring(0, equals), inOrder(line.substring(equals + 1)), (a, b) -> a + "\n" + b);
                    }
                });
        return properties;
    }

    /** systemd keeps much as sets, of units and of paths, and prints them in any order. */
    private static String inOrder(String value) {
        return value.startsWith("{")
                ? value
                : Stream.of(value.split(" ", -1)).sorted().collect(Collectors.joining(" "));
    }

    private static String difference(Map<String, String> before, Map<String, String> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> name + ": " + before.get(name) + " -> " + after.get(name))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void nothingChangesInWhatSystemdHasLoaded() {
        List<String> units = List.of("nginx.service", "chrony.service", "rsyslog.service", "page.service", postgresql);
        machine.run("systemctl", "daemon-reload").orFail();
        List<Map<String, String>> before =
                units.stream().map(AdoptLabTest::loaded).toList();
        before.forEach(properties -> {
            assertEquals("active", properties.get("ActiveState"), properties::toString);
            assertTrue(properties.size() > 100, properties::toString);
        });
        installed
                .upkeep(Stream.concat(Stream.of("adopt", "--write"), units.stream())
                        .toArray(String[]::new))
                .orFail();
        installed.upkeep("apply").orFail();
        Stream.of("nginx", "rsyslog", "page", "chrony").forEach(installed::awaitWell);
        installed.awaitWell(postgresql.replace('@', '-').replace(".service", ""));
        machine.run("systemctl", "daemon-reload").orFail();
        for (int i = 0; i < units.size(); i++) {
            assertEquals("", difference(before.get(i), loaded(units.get(i))), units.get(i));
        }
        Stream.of("nginx", "page").forEach(name -> assertEquals(List.of(), installed.orders(0, name)));
        String probed = installed.upkeep("check", "page").orFail().out();
        assertTrue(probed.contains("page/liveness: passed: 127.0.0.1:8123"), probed);

        Result again = installed.upkeep("adopt", "nginx");
        assertEquals(1, again.exit());
        assertTrue(again.err().contains("already described by /etc/upkeep/conf.d/nginx.yaml:"), again::err);
        assertEquals("nothing to do", installed.upkeep("plan").orFail().text());
    }

    @Test
    void whoIsNotRootIsToldWhatIsForRootToSee() {
        Result printed = machine.run("runuser", "-u", "nobody", "--", "upkeep", "adopt", "monit");
        assertEquals(0, printed.exit(), printed::toString);
        assertTrue(printed.out().contains("    adopt: monit.service\n"), printed::out);
        machine.unit("other.service", "[Service]\nExecStart=/usr/bin/python3 -m http.server --bind 127.0.0.1 8124\n");
        machine.run("systemctl", "start", "other.service").orFail();
        assertTrue(machine.run("runuser", "-u", "nobody", "--", "upkeep", "adopt", "other")
                .out()
                .contains("# Where it is reached is for root to see"));
    }

    @Test
    void whatCannotBeAdoptedIsToldWithAWayOut() {
        refused("ngnix", "there is no such unit", "did you mean nginx.service?");
        refused("postgresql@", "it is a template", "there are: " + postgresql);
        refused("console-getty", "it is masked", "systemctl unmask console-getty.service");
        refused("upkeepd", "upkeep does not watch itself", "systemd does");
        machine.unit("broken.service", "[Service]\nType=notify\n");
        refused("broken", "systemd cannot load it", "systemd-analyze verify broken.service");
    }

    private static void refused(String unit, String why, String hint) {
        Result result = installed.upkeep("adopt", unit);
        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.err().contains(why) && result.err().contains(hint), result::err);
        assertFalse(result.err().contains("fault of upkeep"), result::err);
    }

    @Test
    void aUnitThatUpkeepRenderedIsToldByItsSpec() {
        machine.write(
                "/etc/upkeep/conf.d/own.yaml", "services: {own: {exec: [/usr/bin/sleep, infinity], user: own}}\n");
        installed.upkeep("apply").orFail();
        refused("own", "it is already described by /etc/upkeep/conf.d/own.yaml:1", "upkeep explain");
        machine.run("rm", "/etc/upkeep/conf.d/own.yaml").orFail();
        refused("own", "it is already described by /etc/upkeep/conf.d/own.yaml:1", "upkeep explain");
    }

    @Test
    void whatIsNoServiceIsLookedAt() {
        machine.unit("often.service", "[Service]\nType=oneshot\nExecStart=/bin/true\n");
        machine.unit("often.timer", "[Timer]\nOnActiveSec=1h\n");
        machine.run("systemctl", "start", "often.timer").orFail();
        installed
                .upkeep("adopt", "--write", "often.timer", "dbus.socket", "user.slice", "multi-user.target", "often")
                .orFail();
        installed.upkeep("apply").orFail();
        for (String check : List.of("often-timer", "dbus-socket", "user-slice", "multi-user-target")) {
            assertEquals(
                    "passed",
                    installed.json("check", check).path(0).path("result").asText(),
                    check);
        }
        assertTrue(machine.read("/etc/upkeep/conf.d/often.yaml").contains("actions: observe"));
    }
}
