package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** {@code upkeep audit} of a fresh Debian, and of one in which faults were planted; and what systemd makes of these. */
@OnEverySuite
class AuditLabTest {

    private static final String SLEEPS = "ExecStart=/usr/bin/sleep infinity\n";
    private static final String UNITS = "/etc/systemd/system/";

    /** Each unit with its [Unit] section, and what is to be found of it. */
    private static final Map<String, String> RELATIONS = Map.ofEntries(
            Map.entry("rel-no-order", "Requires=rel-base.service"),
            Map.entry("rel-bound-without-order", "BindsTo=rel-base.service"),
            Map.entry("rel-missing-requirement", "Requires=rel-bas.service\nAfter=rel-bas.service"),
            Map.entry("rel-missing-wish", "Wants=rel-gone.service"),
            Map.entry("rel-missing-order", "After=rel-gone.service"),
            Map.entry("rel-missing-partner", "PartOf=rel-gone.service"),
            Map.entry("rel-missing-handler", "OnFailure=rel-gone.service"),
            Map.entry("rel-masked-requirement", "Requires=rel-hidden.service\nAfter=rel-hidden.service"),
            Map.entry("rel-online-not-pulled-in", "After=network-online.target"),
            Map.entry("rel-bound-to-ended", "BindsTo=rel-once.service\nAfter=rel-once.service"),
            Map.entry("rel-required-ended", "Requires=rel-once.service\nAfter=rel-once.service"),
            Map.entry("rel-conflict", "Requires=rel-base.service\nAfter=rel-base.service\nConflicts=rel-base.service"),
            Map.entry("rel-not-a-unit", "After=rel-base"),
            Map.entry("rel-order-cycle", "Wants=rel-second.service rel-third.service\nAfter=rel-second.service"));

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    /** As it was before anything was planted. */
    @SuppressWarnings("NullAway.Init")
    private static JsonNode fresh;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "audit");
        machine = installed.machine();
        fresh = installed.json("audit");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    /** Each finding as {@code unit: finding}, of the units whose names begin so. */
    private static Set<String> found(JsonNode audit, String prefix) {
        assertTrue(audit.path("findings").isArray(), audit::toString);
        Set<String> found = new TreeSet<>();
        audit.path("findings").forEach(finding -> {
            if (finding.path("unit").asText().startsWith(prefix)) {
                found.add(finding.path("unit").asText() + ": "
                        + finding.path("finding").asText());
            }
        });
        return found;
    }

    private static void write(String unit, String text) {
        machine.write(UNITS + unit, text);
    }

    private static Result start(String unit) {
        return machine.run("systemctl", "start", unit);
    }

    @Test
    void nothingIsFoundOnAFreshDebian() {
        assertEquals("{\"findings\":[],\"not-looked-at\":[]}", fresh.toString());
    }

    @Test
    void nothingIsFoundOfWhatUpkeepWrites() {
        installed.apply("""
                services:
                  audited:
                    exec: [/usr/bin/sleep, infinity]
                    user: audited
                    requires: [audited-base.service]
                    pre-check: /usr/bin/true
                  audited-base: {exec: [/usr/bin/sleep, infinity], user: audited}
                """);
        Result result = installed.upkeep("audit", "audited", "audited-base");
        assertEquals("nothing found", result.orFail().text(), result::toString);

        machine.write("/etc/systemd/system/audited.service.d/other.conf", "[Service]\nNice=3\n");
        machine.run("systemctl", "daemon-reload").orFail();
        assertEquals(Set.of("audited.service: drifted"), found(installed.json("audit"), "audited"));
        machine.run("rm", "-r", "/etc/systemd/system/audited.service.d").orFail();
        installed.apply("""
                services:
                  audited:
                    exec: [/usr/bin/sleep, infinity]
                    user: audited
                    pre-check: /usr/bin/true
                """);
        machine.shell("sed -i 's#/usr/bin/true#/usr/bin/false#' /var/lib/upkeep/applied/conf.d/lab.yaml")
                .orFail();
        assertEquals(Set.of("audited.service: pre-check-fails"), found(installed.json("audit", "audited"), "audited"));
    }

    @Test
    void mistakesInRelationsAreFoundAndAreWhatTheyAreSaidToBe() {
        write("rel-base.service", "[Service]\n" + SLEEPS);
        write("rel-once.service", "[Service]\nType=oneshot\nExecStart=/usr/bin/true\n");
        RELATIONS.forEach((unit, text) -> write(unit + ".service", "[Unit]\n" + text + "\n[Service]\n" + SLEEPS));
        write("rel-second.service", "[Unit]\nAfter=rel-third.service\n[Service]\n" + SLEEPS);
        write("rel-third.service", "[Unit]\nAfter=rel-order-cycle.service\n[Service]\n" + SLEEPS);
        write("rel-missing-triggered.timer", "[Timer]\nOnActiveSec=1h\n");
        write("rel-not-loadable.service", "[Service]\nType=oneshot\nRestart=always\nExecStart=/usr/bin/true\n");
        write("rel-enabled-for-nothing.service", "[Service]\n" + SLEEPS + "[Install]\nWantedBy=multi-usr.target\n");
        write("rel-orphan-drop-in.service.d/more.conf", "[Service]\nNice=1\n");
        machine.shell("""
                ln -s /dev/null /etc/systemd/system/rel-hidden.service
                ln -s ../rel-dangling-link.service /etc/systemd/system/multi-user.target.wants/
                systemctl daemon-reload
                systemctl enable rel-enabled-for-nothing.service
                """).orFail();

        JsonNode audit = installed.json("audit");
        Set<String> expected = new TreeSet<>();
        RELATIONS.keySet().forEach(unit -> expected.add(unit + ".service: " + unit.substring("rel-".length())));
        // It is told of where the circle closes.
        expected.remove("rel-order-cycle.service: order-cycle");
        expected.add("rel-third.service: order-cycle");
        Stream.of("not-loadable", "enabled-for-nothing", "orphan-drop-in", "dangling-link")
                .forEach(fault -> expected.add("rel-" + fault + ".service: " + fault));
        expected.add("rel-missing-triggered.timer: missing-triggered");
        assertEquals(expected, found(audit, "rel-"));

        String text =
                installed.upkeep("audit", "rel-no-order", "rel-order-cycle").out();
        assertTrue(
                text.contains(
                        UNITS + "rel-no-order.service:2:10: warning: cannot be sure that rel-base.service is there"),
                text);
        assertTrue(
                text.contains("rel-order-cycle.service after rel-second.service after rel-third.service after"
                        + " rel-order-cycle.service"),
                text);
        assertFalse(text.contains("rel-conflict"), text);

        Stream.of(
                        "rel-missing-requirement.service",
                        "rel-masked-requirement.service",
                        "rel-not-loadable.service",
                        "rel-missing-triggered.timer",
                        "rel-conflict.service")
                .forEach(unit -> assertFalse(start(unit).ok(), unit));
        start("rel-bound-to-ended.service");
        machine.awaitState("rel-bound-to-ended.service", "inactive", Installed.LIMIT);
        Journal.Mark before = machine.journal().mark();
        start("rel-order-cycle.service").orFail();
        machine.journal()
                .await(
                        before,
                        "the cycle is broken",
                        Installed.LIMIT,
                        entry -> entry.message().contains("to break ordering cycle"));
        start("rel-online-not-pulled-in.service").orFail();
        assertEquals("inactive", machine.property("network-online.target", "ActiveState"));
    }

    @Test
    void whatWouldNotComeBackIsFound() {
        machine.shell("""
                useradd --system sur-user
                mkdir -p /srv/sur/folder
                printf 'A=b\\n' >/srv/sur/environment
                printf '#!/bin/sh\\nexec sleep infinity\\n' >/srv/sur/script
                chmod 755 /srv/sur/script
                for name in replaced gone; do cp /usr/bin/sleep /srv/sur/$name; done
                cp /usr/bin/python3 /srv/sur/python3
                """).orFail();
        String boots = "[Install]\nWantedBy=multi-user.target\n";
        write("sur-well.service", "[Service]\nUser=sur-user\nWorkingDirectory=/srv/sur\n" + SLEEPS + boots);
        write("sur-not-at-boot.service", "[Service]\n" + SLEEPS + boots);
        write("sur-runtime-only.service", "[Service]\n" + SLEEPS + boots);
        write("sur-not-reloaded.service", "[Service]\n" + SLEEPS + boots);
        write("sur-masked-running.service", "[Service]\n" + SLEEPS + boots);
        write("sur-unit-gone.service", "[Service]\n" + SLEEPS + boots);
        write("sur-program-replaced.service", "[Service]\nExecStart=/srv/sur/replaced infinity\n" + boots);
        write("sur-script-replaced.service", "[Service]\nExecStart=/srv/sur/script\n" + boots);
        write("sur-missing-program.service", "[Service]\nType=exec\nExecStart=/srv/sur/gone infinity\n" + boots);
        write(
                "sur-missing-directory.service",
                "[Service]\nType=exec\nWorkingDirectory=/srv/sur/folder\n" + SLEEPS + boots);
        write(
                "sur-missing-environment-file.service",
                "[Service]\nEnvironmentFile=/srv/sur/environment\n" + SLEEPS + boots);
        write("sur-missing-user.service", "[Service]\nType=exec\nUser=sur-user\n" + SLEEPS + boots);
        write(
                "sur-libraries-replaced.service",
                "[Service]\nExecStart=/usr/bin/python3 -c \"import time,mmap,os;"
                        + "f=os.open('/srv/sur/library',os.O_RDONLY);m=mmap.mmap(f,0,mmap.MAP_PRIVATE,mmap.PROT_READ|mmap.PROT_EXEC);"
                        + "time.sleep(1e9)\"\n" + boots);
        write("sur-port-taken.socket", "[Socket]\nListenStream=127.0.0.1:8765\n[Install]\nWantedBy=sockets.target\n");
        write("sur-port-taken.service", "[Service]\n" + SLEEPS);
        machine.shell("""
                cp /usr/bin/sleep /srv/sur/library
                systemctl daemon-reload
                systemctl enable --now sur-well sur-runtime-only sur-not-reloaded sur-masked-running sur-unit-gone \
                    sur-program-replaced sur-script-replaced sur-missing-program sur-missing-directory \
                    sur-missing-environment-file sur-missing-user sur-libraries-replaced
                systemctl start sur-not-at-boot
                systemctl enable sur-port-taken.socket
                """).orFail();
        machine.awaitState("sur-libraries-replaced.service", "active", Installed.LIMIT);
        installed.await(
                "the library is loaded",
                () -> machine.shell("grep -q /srv/sur/library /proc/$(systemctl show --property=MainPID --value"
                                + " sur-libraries-replaced)/maps")
                        .ok());
        assertEquals(Set.of("sur-not-at-boot.service: not-at-boot"), found(installed.json("audit"), "sur-"));

        machine.shell("""
                systemctl set-property --runtime sur-runtime-only.service MemoryHigh=100M
                cp /srv/sur/library /srv/sur/new && mv /srv/sur/new /srv/sur/library
                cp /srv/sur/replaced /srv/sur/new && mv /srv/sur/new /srv/sur/replaced
                touch --date='1 minute' /srv/sur/script
                rm -r /srv/sur/gone /srv/sur/folder /srv/sur/environment
                sed -i '/^sur-user:/d' /etc/passwd
                rm /etc/systemd/system/sur-unit-gone.service /etc/systemd/system/sur-masked-running.service
                ln -s /dev/null /etc/systemd/system/sur-masked-running.service
                sed -i '/User=/d' /etc/systemd/system/sur-well.service
                systemctl daemon-reload
                printf 'Nice=1\\n' >>/etc/systemd/system/sur-not-reloaded.service
                systemd-run --unit=other-listener python3 -m http.server --bind 127.0.0.1 8765
                """).orFail();
        installed.await(
                "the port is taken",
                () -> machine.run("curl", "-s", "-o", "/dev/null", "http://127.0.0.1:8765/")
                        .ok());
        JsonNode audit = installed.json("audit");
        Set<String> expected = new TreeSet<>();
        Stream.of(
                        "not-at-boot",
                        "runtime-only",
                        "not-reloaded",
                        "masked-running",
                        "unit-gone",
                        "program-replaced",
                        "missing-program",
                        "missing-directory",
                        "missing-environment-file",
                        "missing-user",
                        "libraries-replaced")
                .forEach(fault -> expected.add("sur-" + fault + ".service: " + fault));
        expected.add("sur-script-replaced.service: program-replaced");
        // What was deleted while it ran was removed, too.
        expected.add("sur-missing-program.service: program-replaced");
        expected.add("sur-unit-gone.service: dangling-link");
        expected.add("sur-port-taken.socket: port-taken");
        assertEquals(expected, found(audit, "sur-"));
        assertTrue(audit.toString().contains("python3 of other-listener.service"), audit::toString);

        Stream.of("missing-program", "missing-directory", "missing-environment-file", "missing-user", "masked-running")
                .forEach(fault -> assertFalse(
                        machine.run("systemctl", "restart", "sur-" + fault + ".service")
                                .ok(),
                        fault));
        assertFalse(start("sur-port-taken.socket").ok());
    }

    @Test
    void whoIsNotRootIsToldWhatIsForRootToSee() {
        write("for-root.service", "[Service]\n" + SLEEPS);
        machine.run("systemctl", "daemon-reload").orFail();
        start("for-root.service").orFail();
        Result result = machine.run("runuser", "-u", "nobody", "--", "upkeep", "audit", "for-root");
        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.out().contains("has no [Install]"), result::out);
        assertTrue(result.out().contains("what their processes run is for root to see"), result::out);
        assertTrue(result.out().contains("not looked at: pre-checks of services: only root runs them"), result::out);
        Result missing = installed.upkeep("audit", "for-rot");
        assertEquals(1, missing.exit(), missing::toString);
        assertTrue(missing.err().contains("did you mean for-root.service?"), missing::err);
    }
}
