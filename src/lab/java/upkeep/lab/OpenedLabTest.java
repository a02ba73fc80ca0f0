package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** All that upkeepd opens, runs and connects to while it does what it is there for; docs/security.md explains each. */
@OnEverySuite
class OpenedLabTest {
    private static final String SPEC = """
            settings: {every: 1s, timeout: 5s}
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: watcher
                port: 8080
                restart: {delay: 100ms}
                probes: {liveness: {http: {path: /healthz}}}
              hook: {exec: [/usr/bin/python3, /srv/lab/hook.py, "8081", /run/lab/told], user: root, probes: {readiness: {tcp: 8081}}}
              chrony: {adopt: chrony.service}
            checks:
              host: {system: {}, rules: [{if: load5 > 100, then: alert}]}
              mounts: {filesystem: {mount: all}, rules: [{if: space > 99%, then: alert}]}
              lines: {file: {path: /var/log/lab.log}, rules: [{if: 'content contains "never"', then: alert}]}
              sum: {file: /etc/hosts, expect: {sha256: recorded}}
              folder: {directory: /etc/ssh}
              mine: {program: {exec: [/usr/bin/id]}}
              theirs: {program: {exec: [/usr/bin/id], user: watcher}}
              daemon: {process: {unit: web.service}}
              nowhere: {process: {unit: nowhere.service}}
              clock: {time-daemon: chrony}
              time: {ntp: {servers: [127.0.0.1]}}
              named: {http: {url: "http://localhost:8080/healthz"}}
              job: {heartbeat: {every: 1d, users: [watcher]}}
            receivers:
              hook: {webhook: "http://127.0.0.1:8081/in"}
              log: {syslog: daemon}
              words: {exec: [/usr/bin/true], user: watcher}
            alerts: {receivers: [hook, log, words], delay: 0s}
            """;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void whatUpkeepdOpensIsExplained() {
        try (Installed installed = Installed.bootTraced(suite, "opened")) {
            Machine machine = installed.machine();
            machine.run("useradd", "--system", "watcher").orFail();
            installed.program("web.py");
            installed.program("hook.py");
            machine.write("/var/log/lab.log", "begun\n");
            machine.run("systemctl", "start", "chrony").orFail();
            installed.apply(SPEC);
            installed.upkeep("check", "--all");
            long newest = installed.newest();
            machine.run("systemctl", "kill", "--signal=KILL", "web").orFail();
            installed.awaitEntry(newest, "web", "it is over", entry -> entry.is("incident-resolved", ""));
            machine.run("runuser", "--user=watcher", "--", "upkeep", "beat", "job")
                    .orFail();
            machine.run("upkeep", "hold", "--for", "1h", "web").orFail();
            machine.run("upkeep", "release", "web").orFail();
            machine.run("systemctl", "reload", "upkeepd").orFail();
            machine.run("systemctl", "restart", "upkeepd").orFail();
            installed.awaitWell("web");
            List<Opened.Deed> seen = Opened.seen(machine);
            assertEquals(List.of(), Opened.unexplained(seen), "not in the table of docs/security.md");
            assertEquals(
                    new TreeSet<>(Set.of("127.0.0.1:8080", "127.0.0.1:8081", "127.0.0.1:123", "127.0.0.1:323")),
                    addresses(seen));
        }
    }

    /**
     * Both addresses of localhost are one here, since it is chance which of them is asked. Left out are the ports that the kernel gives, at
     * which upkeepd asks itself, and port 0, at which nobody is asked.
     */
    private static Set<String> addresses(List<Opened.Deed> seen) {
        return seen.stream()
                .filter(deed -> deed.what().equals("connect") && !deed.where().startsWith("/"))
                .map(deed -> deed.where().replace("[::1]", "127.0.0.1"))
                .filter(address -> !address.matches(".*:(0|[3-6]\\d{4})"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
