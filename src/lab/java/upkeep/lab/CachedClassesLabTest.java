package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That nearly all that upkeepd loads is in the AOT cache of the package: what is not, is read and checked anew at every start. */
@Tag("lab")
class CachedClassesLabTest {
    private static final String SPEC = """
            settings: {every: 1s}
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: www-data
                port: 8080
                probes: {liveness: {http: {path: /healthz}}, readiness: {tcp: 8080}}
            """;

    @Test
    void nearlyAllThatUpkeepdLoadsIsInTheCache() {
        try (Installed installed = Installed.boot(Suite.TRIXIE, "cached")) {
            Machine machine = installed.machine();
            installed.program("web.py");
            installed.apply(SPEC);
            machine.shell("""
                    sed -i 's|-Xms8m|-Xlog:class+load:file=/var/lib/upkeep/daemon/loaded:none -Xms8m|' /usr/lib/upkeep/upkeepd
                    sed -i 's|-Xlog:disable||' /usr/lib/upkeep/runtime.sh
                    systemctl restart upkeepd
                    """).orFail();
            installed.awaitWell("web");
            List<String> loaded = machine.run("cat", "/var/lib/upkeep/daemon/loaded")
                    .orFail()
                    .out()
                    .lines()
                    .toList();
            long cached = loaded.stream()
                    .filter(line -> line.contains("source: shared objects file"))
                    .count();
            List<String> read = loaded.stream()
                    .filter(line -> line.matches(".* source: (jrt|file):.*"))
                    .toList();
            assertTrue(
                    cached > 5000 && read.size() < cached / 10,
                    () -> cached + " classes are cached and " + read.size()
                            + " are not; src/lab/classes.sh lists them anew: " + read);
        }
    }
}
