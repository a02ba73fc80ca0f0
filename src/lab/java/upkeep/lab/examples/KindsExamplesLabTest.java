package upkeep.lab.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** The nightly job, the server behind a socket and the worker, as the examples have them. */
@OnEverySuite
class KindsExamplesLabTest {

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "kinds-examples");
        machine = installed.machine();
        installed.program("visitor.py");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    @Test
    void theNightlyJobIsMissed() {
        machine.write("/srv/shop/goods", "apples\n");
        installed.tryApply(Example.of("backup.yaml").text()).orFail();
        assertEquals("active", machine.property("backup.timer", "ActiveState"));
        assertEquals("", machine.property("backup.service", "InvocationID"));
        machine.run("systemctl", "start", "backup.service").orFail();
        String made = "/var/backups/shop/shop.tar.gz";
        assertEquals(
                "shop-backup 640",
                machine.run("stat", "-c", "%U %a", made).orFail().text());
        assertEquals(
                "shop-backup 750",
                machine.run("stat", "-c", "%U %a", "/var/backups/shop").orFail().text());
        assertEquals("batch.slice", machine.property("backup.service", "Slice"));

        long since = installed.newest();
        machine.run("rm", "-r", "/srv/shop").orFail();
        machine.run("systemctl", "start", "backup.service");
        installed.awaitEntry(since, "backup", "a failed run", entry -> entry.is("incident-opened", "went down"));

        // One that hangs: the timer waits for its end, and the next run is late.
        long before = installed.newest();
        installed
                .tryApply(Example.of("backup.yaml")
                        .with("calendar: \"*-*-* 02:30\"", "every: 1s")
                        .with("jitter: 10min", "accuracy: 1s")
                        .with("persistent: true", "persistent: false")
                        .with(
                                "[/usr/bin/tar, --create, --gzip, --file, /var/backups/shop/shop.tar.gz, /srv/shop]",
                                "/usr/bin/sleep 1000")
                        .with("max-duration: 4h", "max-duration: 2s, every: 1s")
                        .text())
                .orFail();
        installed.awaitEntry(
                before,
                "backup-heartbeat",
                "a run that takes too long",
                entry -> entry.is("incident-opened", "running for"));
        machine.run("systemctl", "stop", "backup.timer", "backup.service").orFail();
    }

    @Test
    void nobodyNoticesARestart() {
        machine.copyIn(Path.of("yaml-examples/programs/socket-app/server.py"), "/srv/socket-app/server.py");
        installed.tryApply(Example.of("socket.yaml").text()).orFail();
        installed.awaitWell("socket-app");
        String pid = machine.property("socket-app.service", "MainPID");
        String told = machine.run(
                        "/usr/bin/python3",
                        "/srv/lab/visitor.py",
                        "3005",
                        "/bin/sh",
                        "-euc",
                        "touch /srv/socket-app/restart.txt; while [ $(systemctl show -P MainPID socket-app.service) = "
                                + pid + " ]; do :; done; systemctl restart socket-app.service")
                .orFail()
                .text();
        assertTrue(told.matches("status 0 answers [1-9][0-9]* from [2-3] processes, failures \\[\\]"), told);
        installed.awaitWell("socket-app");
        assertEquals("active", machine.property("socket-app-restart.timer", "ActiveState"));
    }

    @Test
    void theWorkerKeepsToItsPlace() {
        machine.write("/etc/converter/database-password", "open sesame\n");
        machine.run("chmod", "600", "/etc/converter/database-password").orFail();
        String program = "/usr/local/bin/converter";
        machine.write(program, """
                #!/bin/sh -eu
                echo "secret $(cat "$CREDENTIALS_DIRECTORY/database-password")"
                echo "nice $(nice) oom $(cat /proc/self/oom_score_adj) $(ionice)"
                test -r /etc/converter/database-password || echo "not the file"
                test -e /dev/null && ! head -c 1 /dev/kmsg && echo "no device"
                exec sleep infinity
                """);
        machine.run("chmod", "755", program).orFail();
        installed.tryApply(Example.of("worker.yaml").text()).orFail();
        assertEquals("no", machine.property("converter.service", "ConditionResult"));
        assertEquals("inactive", machine.property("converter.service", "ActiveState"));

        machine.run("mkdir", "-p", "/srv/uploads").orFail();
        machine.run("systemctl", "start", "converter.service").orFail();
        installed.awaitWell("converter");
        String log = "/var/log/converter.log";
        installed.await(
                "it has written", () -> machine.shell("grep -q device " + log).ok());
        String written = machine.run("cat", log).orFail().text();
        assertEquals("secret open sesame\nnice 10 oom 500 idle\nnot the file\nno device", written);
        // systemd shows the two in no order of its own
        assertEquals(
                Set.of("0.0.0.0/0", "::/0"),
                Set.of(machine.property("converter.service", "IPAddressDeny").split(" ")));

        machine.run("logrotate", "--force", "/etc/logrotate.d/upkeep-converter").orFail();
        assertEquals(written, machine.run("cat", log + ".1").orFail().text());

        String pid = machine.property("converter.service", "MainPID");
        machine.run("touch", program).orFail();
        machine.awaitProperty(
                "converter.service", "MainPID", Installed.LIMIT, now -> !now.equals(pid) && !now.equals("0"));
    }
}
