package upkeep.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Checked;
import upkeep.base.UnitName;
import upkeep.render.Renderer;
import upkeep.spec.Plan;
import upkeep.spec.PresetDescription;
import upkeep.spec.PresetFiles;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.unit.UnitFile;

/** What becomes of units that were seen; every spec that comes out is read again, and must ask systemd for nothing. */
class AdoptionTest {

    private static final SortedMap<String, PresetDescription> PRESETS =
            Specs.presets(PresetFiles.packaged()).value().orElseThrow();

    /** A unit in the making: it is active, and root looks at it. */
    private static final class Seen {
        private final UnitName unit;
        private final Map<String, String> properties = new HashMap<>();
        private String file = "";
        private Optional<List<Listening>> open = Optional.of(List.of());
        private List<Listening> handed = List.of();

        private Seen(String unit) {
            this.unit = new UnitName(unit);
            properties.put("ActiveState", "active");
            properties.put("FragmentPath", "/usr/lib/systemd/system/" + unit);
            properties.put("Type", "simple");
            properties.put("Restart", "no");
        }

        private Seen with(String property, String value) {
            properties.put(property, value);
            return this;
        }

        private Seen file(String text) {
            file = text;
            return this;
        }

        private Seen on(Listening... places) {
            open = Optional.of(List.of(places));
            return this;
        }

        private UnitFacts facts() {
            UnitFile settings = UnitFile.parse(unit.text(), file).value().orElseThrow();
            return new UnitFacts(unit, properties, settings, open, handed);
        }

        private String adopted() {
            return checked(Adoption.text(List.of(Adoption.of(facts(), PRESETS, Set.of()))));
        }
    }

    private static Listening tcp(String address, int port) {
        return new Listening(Listening.Protocol.TCP, address, port);
    }

    private static Listening udp(int port) {
        return new Listening(Listening.Protocol.UDP, "0.0.0.0", port);
    }

    /** The text, once it was read without a remark and rendered into nothing but what lets upkeepd look after it. */
    private static String checked(String text) {
        List<Source> sources = new ArrayList<>(PresetFiles.packaged());
        sources.add(new Source("adopted.yaml", text));
        Checked<Plan> plan = Specs.load(sources);
        assertEquals(List.of(), plan.problems(), text);
        var tree = new Renderer().render(plan.value().orElseThrow(), 252);
        assertEquals(List.of(), tree.problems());
        tree.value()
                .orElseThrow()
                .files()
                .keySet()
                .forEach(path -> assertFalse(path.startsWith("/etc/systemd/"), path));
        assertTrue(text.lines().allMatch(line -> line.length() <= 210), text);
        return text;
    }

    @Test
    void aUnitOfAPresetTakesIt() {
        assertEquals(
                """
                services:
                  # nginx.service: A high performance web server
                  # It stays as it is, in /usr/lib/systemd/system/nginx.service
                  # systemd does not start it again by itself (Restart=no); upkeepd does, after a failure.
                  nginx:
                    adopt: nginx.service
                    # What it is probed for, and which of its files are watched: upkeep presets nginx
                    preset: nginx
                """,
                new Seen("nginx.service")
                        .with("Description", "A high performance web server")
                        .on(tcp("0.0.0.0", 80), tcp("0:0:0:0:0:0:0:0", 80))
                        .adopted());
    }

    @Test
    void anotherPortThanThePresetsIsWritten() {
        String text = new Seen("postgresql@17-shop.service")
                .on(tcp("127.0.0.1", 5433))
                .adopted();
        assertTrue(text.contains("  postgresql-17-shop:\n"), text);
        assertTrue(text.contains("    preset: {name: postgresql, version: 17, cluster: shop}\n"), text);
        assertTrue(text.contains("    port: 5433\n"), text);
        String several = new Seen("nginx.service")
                .on(tcp("0.0.0.0", 8080), tcp("0.0.0.0", 8443))
                .adopted();
        assertTrue(several.contains("# The usual port is 80; this one has others"), several);
        assertFalse(several.contains("\n    port:"), several);
    }

    @Test
    void aPresetWithoutProbesIsToldWhereItsServiceIsReached() {
        String text = new Seen("haproxy.service").on(tcp("0.0.0.0", 8080)).adopted();
        assertTrue(
                text.contains("    preset: haproxy\n    # The preset has no probe. It is reached on 8080/tcp\n"), text);
        assertTrue(text.contains("#   {http: {url: \"http://127.0.0.1:8080/\"}}\n"), text);
    }

    @Test
    void whatIsSeenToListenIsProbedThere() {
        String text = new Seen("prometheus-alertmanager.service")
                .on(udp(9094), tcp("0:0:0:0:0:0:0:0", 9094), tcp("0:0:0:0:0:0:0:0", 9093), tcp("0.0.0.0", 41_234))
                .adopted();
        assertEquals("""
                services:
                  # prometheus-alertmanager.service
                  # It stays as it is, in /usr/lib/systemd/system/prometheus-alertmanager.service
                  # systemd does not start it again by itself (Restart=no); upkeepd does, after a failure.
                  prometheus-alertmanager:
                    adopt: prometheus-alertmanager.service
                    # It is reached on 9093/tcp, 9094/tcp, 9094/udp
                    # These probes see that 9093/tcp accepts connections, and nothing of what is said there.
                    # What would see more, if it is what is spoken there; upkeep-checks(5) has all of them:
                    #   {http: {url: "http://localhost:9093/"}}
                    #   {http: {url: "http://localhost:9094/"}}
                    probes:
                      startup: {tcp: {host: "localhost", port: 9093}, otherwise: alert}
                      liveness: {tcp: {host: "localhost", port: 9093}, every: 30s}
                """, text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 21, 22, 25, 53, 80, 143, 443, 465, 993, 5432, 6379, 8080, 11_211, 32_767})
    void everySuggestionIsAProbe(int port) {
        for (String address : List.of("0.0.0.0", "::1", "192.0.2.1")) {
            assertIsProbe(ServedProbes.suggestion(tcp(address, port)).orElseThrow());
        }
    }

    private static void assertIsProbe(String text) {
        assertEquals(
                List.of(),
                Specs.check(new Source("probe", text), Optional.empty()).problems(),
                text);
    }

    @Test
    void ofUdpTwoProtocolsAreKnown() {
        assertIsProbe(ServedProbes.suggestion(udp(53)).orElseThrow());
        assertIsProbe(ServedProbes.suggestion(udp(123)).orElseThrow());
        assertEquals(Optional.empty(), ServedProbes.suggestion(udp(323)));
    }

    @Test
    void whatIsSpokenOnASocketInTheFileSystemIsNotGuessed() {
        String text = new Seen("helper.service")
                .on(new Listening(Listening.Protocol.UNIX, "/run/a\tb", 0))
                .adopted();
        assertTrue(text.endsWith("""
                            # It is reached on /run/a b
                            # There is no probe, since only its own protocol tells whether it works.
                        """), text);
    }

    @Test
    void whyNothingIsProbedIsSaid() {
        assertTrue(new Seen("a.service").adopted().contains("# It waits for nobody on any port or socket"));
        Seen hidden = new Seen("a.service");
        hidden.open = Optional.empty();
        assertTrue(hidden.adopted().contains("# Where it is reached is for root to see"));
        assertTrue(
                new Seen("a.service").with("ActiveState", "inactive").adopted().contains("# It does not run now"));
    }

    @Test
    void whereASocketUnitListensOnItsBehalfIsKnownToEverybody() {
        Seen seen = new Seen("helper.service").with("ActiveState", "inactive");
        seen.open = Optional.empty();
        seen.handed = List.of(tcp("::", 7_000));
        assertTrue(seen.adopted().contains("liveness: {tcp: {host: \"localhost\", port: 7000}, every: 30s}"));
    }

    @Test
    void whatSystemdDoesAlreadyIsTold() {
        String text = new Seen("a.service")
                .with("Restart", "on-failure")
                .with("DropInPaths", "/etc/systemd/system/a.service.d/x.conf")
                .file("""
                        [Unit]
                        StartLimitBurst=3
                        [Service]
                        Restart=on-failure
                        RestartSec=2
                        WatchdogSec=3min
                        MemoryMax=1G
                        [Service]
                        LimitNOFILE=1
                        LimitNOFILE=65536
                        """)
                .adopted();
        assertTrue(text.contains("""
                          # It stays as it is, in /usr/lib/systemd/system/a.service, /etc/systemd/system/a.service.d/x.conf
                          # What systemd does for it, it goes on to do:
                          #   Restart=on-failure, RestartSec=2
                          #   StartLimitBurst=3
                          #   WatchdogSec=3min
                          #   MemoryMax=1G, LimitNOFILE=65536
                        """), text);
        assertFalse(text.contains("Restart=no"), text);
    }

    @Test
    void whatDoesItsWorkAndEndsIsOnlyWatched() {
        String text = new Seen("logrotate.service")
                .with("Type", "oneshot")
                .with("TriggeredBy", "logrotate.timer")
                .adopted();
        assertTrue(text.contains("    actions: observe\n"), text);
        assertTrue(text.contains("upkeep adopt logrotate.timer\n"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "logrotate.timer, logrotate-timer, timer: logrotate.timer",
        "ssh.socket, ssh-socket, unit: ssh.socket",
        "srv-share.mount, srv-share-mount, unit: srv-share.mount",
        "-.mount, root-mount, unit: '-.mount'",
        "systemd-ask-password-wall.path, systemd-ask-password-wall-path, unit: systemd-ask-password-wall.path",
        "multi-user.target, multi-user-target, unit: multi-user.target",
        "user-1000.slice, user-1000-slice, unit: user-1000.slice",
        "dev-disk-by\\x2duuid.swap, dev-disk-by-uuid-swap, unit: 'dev-disk-by\\x2duuid.swap'"
    })
    void whatIsNoServiceIsLookedAt(String unit, String name, String check) {
        String text = new Seen(unit).adopted();
        assertTrue(text.startsWith("checks:\n"), text);
        String quoted = check.replaceFirst(": ([^'].*\\\\.*|-.*)$", ": '$1'");
        assertTrue(text.contains("  " + name + ":\n    " + quoted + "\n"), text);
    }

    @Test
    void anInactiveUnitIsSaidToFailItsCheck() {
        assertTrue(new Seen("rescue.target")
                .with("ActiveState", "inactive")
                .adopted()
                .contains("# It is inactive now; the check fails until it is active.\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql@17-main.service, postgresql-17-main",
        "ModemManager.service, modemmanager",
        "7zip.service, unit-7zip",
        "getty@tty1.service, getty-tty1",
        "a\\x2db@c\\x20d.service, a-b-c-d",
        "_._.service, root"
    })
    void namesAreMadeOfUnits(String unit, String name) {
        assertEquals(name, SpecName.of(new UnitName(unit), Set.of()));
    }

    @Test
    void namesAreFreeAndNotTooLong() {
        UnitName web = new UnitName("web.service");
        assertEquals("web-3", SpecName.of(web, Set.of("web", "web-2")));
        UnitName endless = new UnitName("a".repeat(62) + "-bcd.timer");
        assertEquals("a".repeat(58) + "-timer", SpecName.of(endless, Set.of()));
        assertEquals("a".repeat(56) + "-timer-2", SpecName.of(endless, Set.of("a".repeat(58) + "-timer")));
    }

    @ParameterizedTest
    @CsvSource({
        "mariadb.service, mariadb",
        "ssh.service, openssh-server",
        "php8.4-fpm.service, '{name: php-fpm, version: 8.4}'",
        "postgresql@17-main.service, '{name: postgresql, version: 17}'",
        "postgresql@17-my-shop.service, '{name: postgresql, version: 17, cluster: my-shop}'"
    })
    void presetsAreFoundByWhatTheyAdopt(String unit, String use) {
        assertEquals(
                use, PresetUse.of(new UnitName(unit), PRESETS).orElseThrow().text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql.service",
                "php-fpm.service",
                "nginx.socket",
                "xnginx.service",
                "nginxxservice.service"
            })
    void othersHaveNone(String unit) {
        assertEquals(Optional.empty(), PresetUse.of(new UnitName(unit), PRESETS));
    }

    @Test
    void everyPresetIsFoundForItsUnit() {
        PRESETS.values().forEach(preset -> {
            String unit =
                    preset.adopts().orElseThrow().replace("${version}", "8.2").replace("${cluster}", "main");
            assertTrue(PresetUse.of(new UnitName(unit), PRESETS).isPresent(), unit);
        });
    }

    @Test
    void whatUnitFilesSayCannotBreakTheSpec() {
        String text = new Seen("a.service")
                .with("Description", "x\u0085y\u2028 services: \u0007 {}\uFEFF" + "é".repeat(400))
                .with("Restart", "always")
                .file("[Service]\nRestart=always\tx: \u009f\n")
                .adopted();
        assertTrue(text.contains("# a.service: x y  services:   {} é"), text);
    }

    @Test
    void severalUnitsMakeOneSpec() {
        List<Adoption> both = List.of(
                Adoption.of(new Seen("ssh.socket").facts(), PRESETS, Set.of()),
                Adoption.of(new Seen("a.service").facts(), PRESETS, Set.of()),
                Adoption.of(new Seen("b.service").facts(), PRESETS, Set.of("a")));
        String text = checked(Adoption.text(both));
        assertEquals(
                List.of("services:", "checks:"),
                text.lines().filter(line -> line.matches("[a-z]+:")).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "[::]:22 (Stream), 22/tcp, localhost",
        "0.0.0.0:69 (Datagram), 69/udp, 127.0.0.1",
        "[::1]:631 (Stream), 631/tcp, ::1",
        "/run/docker.sock (Stream), /run/docker.sock, /run/docker.sock"
    })
    void whatSocketUnitsSayIsRead(String listen, String text, String host) {
        Listening place = Listening.parse(listen).orElseThrow();
        assertEquals(text, place.text());
        assertEquals(host, place.host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kobject-uevent 1 (Netlink)",
                "@abstract (Stream)",
                "0.0.0.0:99999 (Stream)",
                "/run/f (FIFO)",
                "",
                "vsock::22 (Stream)"
            })
    void whatNoProbeReachesIsPassedOver(String listen) {
        assertEquals(Optional.empty(), Listening.parse(listen));
    }
}
