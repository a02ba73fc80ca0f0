package upkeep.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.unit.UnitFile;

class ScratchUnitTest {

    private static final String DEBIAN = """
            [Unit]
            Description=A web server
            After=network.target
            Conflicts=other.service
            [Service]
            Type=forking
            PIDFile=/run/web.pid
            ExecStartPre=+/bin/mkdir -p /run/web/%n
            ExecStartPre=-@+/bin/x %%n %N %p %i
            ExecStart=/usr/sbin/web -g 'daemon on;'
            Restart=always
            RestartSec=2
            RuntimeDirectory=web
            StandardOutput=append:/var/log/web.log
            BusName=org.example.Web
            BindPaths=/srv/real:/var/x
            [Install]
            WantedBy=multi-user.target
            """;

    private static UnitFile parse(String text) {
        return UnitFile.parse("unit", text).value().orElseThrow();
    }

    private static UnitFile copy(String name, String... texts) {
        ScratchUnit unit = new ScratchUnit(
                new UnitName("upkeep-harden-1.service"),
                new UnitName(name),
                List.of(texts).stream().map(ScratchUnitTest::parse).toList(),
                new UnitName("net.service"),
                new TreeMap<>(Map.of(
                        "/tmp", "/s/1", "/var", "/s/2", "/home", "/s/3", "/etc/hosts", "/etc/hosts", "/odd", "")),
                new TreeMap<>(Map.of("RUNTIME_DIRECTORY", List.of("/run/web", "/run/w 2"))),
                60);
        return parse(unit.text());
    }

    @Test
    void itHasNothingThatBelongsToTheOriginal() {
        UnitFile copy = copy("web.service", DEBIAN);
        for (String key : List.of("PIDFile", "BusName", "RestartSec", "RuntimeDirectory", "StandardOutput")) {
            assertEquals(List.of(), copy.values("Service", key), key);
        }
        assertEquals(List.of("no"), copy.values("Service", "Restart"));
        assertEquals(List.of(), copy.values("Unit", "Conflicts"));
        assertEquals(List.of(), copy.values("Unit", "After"));
        assertEquals(List.of(), copy.values("Install", "WantedBy"));
        assertEquals(List.of("forking"), copy.values("Service", "Type"));
        assertEquals(List.of("/usr/sbin/web -g 'daemon on;'"), copy.values("Service", "ExecStart"));
        assertEquals(List.of("60"), copy.values("Service", "RuntimeMaxSec"));
    }

    @Test
    void noCommandGoesOutsideAndNamesAreThoseOfTheOriginal() {
        assertEquals(
                List.of("!/bin/mkdir -p /run/web/web@one.service", "-@!/bin/x %%n web@one web %i"),
                copy("web@one.service", DEBIAN).values("Service", "ExecStartPre"));
    }

    @Test
    void itsFoldersStandInAndAllElseIsReadOnly() {
        UnitFile copy = copy("web.service", DEBIAN);
        assertTrue(copy.values("Service", "BindPaths").containsAll(List.of("/s/1:/tmp", "/s/2:/var", "/s/3:/home")));
        assertEquals(List.of("/srv/real:/var/x", "/etc/hosts"), copy.values("Service", "BindReadOnlyPaths"));
        assertEquals(List.of("/odd"), copy.values("Service", "InaccessiblePaths"));
        assertEquals(List.of("/"), copy.values("Service", "ReadOnlyPaths"));
        assertEquals(List.of("yes"), copy.values("Service", "PrivateNetwork"));
        assertEquals(List.of("net.service"), copy.values("Unit", "JoinsNamespaceOf"));
        assertTrue(
                copy.values("Service", "ReadWritePaths").containsAll(List.of("/run/web", "\"/run/w 2\"")), copy::text);
        assertEquals(List.of("\"RUNTIME_DIRECTORY=/run/web:/run/w 2\""), copy.values("Service", "Environment"));
    }

    /** What stands in would else be writable, since it is mounted by itself. */
    @Test
    void whatTheSystemWouldBeProtectedFromIsReadOnlyThereToo() {
        UnitFile copy = copy("web.service", DEBIAN, "[Service]\nProtectSystem=strict\nPrivateTmp=yes\n");
        assertEquals(List.of("/", "/var"), copy.values("Service", "ReadOnlyPaths"));
        assertFalse(copy.values("Service", "BindPaths").contains("/s/1:/tmp"));
        UnitFile open = copy("web.service", DEBIAN, "[Service]\nProtectSystem=strict\nReadWritePaths=/srv -/var\n");
        assertEquals(List.of("/", "/tmp"), open.values("Service", "ReadOnlyPaths"));
    }
}
