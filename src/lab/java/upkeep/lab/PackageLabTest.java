package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The Debian package from its first installation to its purge, and what becomes of services meanwhile. */
@OnEverySuite
class PackageLabTest {
    private static final Duration DPKG_LIMIT = Duration.ofMinutes(2);
    private static final String FIRST = "/var/tmp/first.deb";
    private static final String LATER = "/var/tmp/later.deb";
    private static final String CONFFILE = "/etc/upkeep/upkeep.yaml";
    private static final String OWN_SPEC = "/etc/upkeep/conf.d/own.yaml";
    private static final String EDITED = "settings: {every: 17s}\n";
    private static final Duration SUPERVISION_LIMIT = Duration.ofSeconds(90);
    private static final String FIRING = "4f2d6d3c1f0e4b0c9a6f6d1f5b0a7e11";
    private static final String RESOLVED = "4f2d6d3c1f0e4b0c9a6f6d1f5b0a7e12";
    private static final String MOST_EXPOSED = "1.5";

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    private static boolean touched;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Machine.boot(suite, "package");
        touched = true;
        machine.copyIn(Packaged.deb(), "/var/tmp/packed.deb");
        // The same package, and a later version of it with another default configuration; not packed, since that takes
        // longest.
        machine.run(DPKG_LIMIT, "sh", "-euc", """
                cd /var/tmp
                dpkg-deb --raw-extract packed.deb later
                dpkg-deb -Znone --build later first.deb
                sed -i 's/^Version: .*/&+later1/' later/DEBIAN/control
                echo '# Changed in this version.' >>later/etc/upkeep/upkeep.yaml
                sed -i '/ etc\\/upkeep\\/upkeep.yaml$/d' later/DEBIAN/md5sums
                dpkg-deb -Znone --build later later.deb
                rm -r later packed.deb
                """).orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void installFresh() {
        if (touched) {
            install(FIRST);
            touched = false;
        }
    }

    @AfterEach
    void leaveNothing() {
        if (touched) {
            machine.run("systemctl", "unmask", "upkeepd.service").orFail();
            purge();
            machine.run("rm", "-rf", "/etc/upkeep", "/var/lib/upkeep").orFail();
        }
    }

    /** As an unattended upgrade does it: the administrator's configuration stays. */
    private static void install(String deb) {
        touched = true;
        machine.run(DPKG_LIMIT, "dpkg", "--force-confdef", "--force-confold", "--install", deb)
                .orFail();
    }

    private static void remove() {
        machine.run(DPKG_LIMIT, "dpkg", "--remove", "upkeep").orFail();
    }

    private static void purge() {
        machine.run(DPKG_LIMIT, "dpkg", "--purge", "upkeep").orFail();
    }

    private static String version() {
        return machine.run("dpkg-query", "--show", "--showformat=${Version}", "upkeep")
                .orFail()
                .out();
    }

    private static boolean exists(String path) {
        return machine.run("test", "-e", path).ok();
    }

    @Test
    void filesAreAsTheyShouldBe() {
        List<String> expected = List.of(
                "drwxr-x--- root upkeep /etc/upkeep",
                "drwxr-x--- root upkeep /etc/upkeep/conf.d",
                "-rw-r--r-- root root /etc/upkeep/upkeep.yaml",
                "-rwxr-xr-x root root /usr/lib/upkeep/upkeep",
                "-rwxr-xr-x root root /usr/lib/upkeep/upkeep-clock",
                "-rwxr-xr-x root root /usr/lib/upkeep/upkeepd",
                "-rwxr-xr-x root root /usr/lib/upkeep/upkeepd-reload",
                "-rwxr-xr-x root root /usr/lib/upkeep/with-event",
                "-rwxr-xr-x root root /usr/lib/upkeep/with-status",
                "-rw-r--r-- root root /usr/lib/systemd/system/upkeepd.service",
                "-rw-r--r-- root root /usr/lib/systemd/catalog/upkeep.catalog",
                "-rw-r--r-- root root /usr/share/bash-completion/completions/upkeep",
                "-rw-r--r-- root root /usr/share/zsh/vendor-completions/_upkeep",
                "-rw-r--r-- root root /usr/share/fish/vendor_completions.d/upkeep.fish",
                "-rw-r--r-- root root /usr/share/dbus-1/system.d/org.upkeep1.conf",
                "-rw-r--r-- root root /usr/share/polkit-1/actions/org.upkeep1.policy",
                "-rw-r--r-- root root /usr/share/upkeep/upkeep.schema.json",
                "-rw-r--r-- root root /usr/share/upkeep/upkeep.cdx.json",
                "drwxr-xr-x root root /var/lib/upkeep",
                "drwxr-x--- upkeep upkeep /var/lib/upkeep/daemon",
                "-rw------- upkeep upkeep /var/lib/upkeep/daemon/ledger.db");
        List<String> paths = expected.stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        String[] command = Stream.concat(Stream.of("stat", "--format=%A %U %G %n"), paths.stream())
                .toArray(String[]::new);
        assertEquals(expected, machine.run(command).orFail().out().lines().toList());
        machine.shell("upkeep schema | cmp - /usr/share/upkeep/upkeep.schema.json")
                .orFail();
        machine.shell("upkeep completion | cmp - /usr/share/bash-completion/completions/upkeep")
                .orFail();
        assertEquals(
                "",
                machine.shell("dpkg-query --listfiles upkeep | grep -v '^/etc/upkeep' | while read -r path; do"
                                + " find \"$path\" -maxdepth 0 ! -type l \\( -perm /022 -o -perm /6000 -o ! -user root"
                                + " -o ! -group root \\); done")
                        .orFail()
                        .out(),
                "others may write these, or they are not root's");
        assertEquals("", machine.run("dpkg", "--verify", "upkeep").out());
    }

    @Test
    void upkeepdIsAnUnprivilegedUserInASandbox() {
        int pid = Packaged.mainPid(machine, "upkeepd.service");
        assertEquals(
                "upkeep",
                machine.run("ps", "-o", "user=", "-p", Integer.toString(pid)).text());
        String kernel = machine.read("/proc/" + pid + "/status");
        for (String nothing : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertTrue(kernel.contains(nothing + ":\t0000000000000000\n"), kernel);
        }
        assertTrue(kernel.contains("NoNewPrivs:\t1\n"), kernel);
        String listening = machine.run("ss", "-Hntulp").orFail().out();
        assertFalse(listening.contains("pid=" + pid + ","), listening);

        String exposure = machine.run("systemd-analyze", "--no-pager", "security", "upkeepd.service")
                .orFail()
                .out()
                .lines()
                .filter(line -> line.contains("Overall exposure"))
                .findFirst()
                .orElseThrow();
        System.out.println(suite.codename() + ": " + exposure.strip());
        String threshold = "--threshold=" + (int) (Double.parseDouble(MOST_EXPOSED) * 10);
        assertTrue(
                machine.run("systemd-analyze", "--no-pager", "security", threshold, "upkeepd.service")
                        .ok(),
                exposure);
    }

    @Test
    void servicesGoOnThroughUpgradeDowngradeRemovalAndPurge() {
        machine.write(CONFFILE, EDITED);
        machine.write(OWN_SPEC, """
                services:
                  goes-on: {exec: [/usr/bin/sleep, infinity], user: goes-on}
                  nginx: {adopt: nginx.service, limits: {open-files: 4096}}
                """);
        machine.run("systemctl", "start", "nginx.service").orFail();
        machine.run("upkeep", "apply").orFail();
        machine.run("upkeep", "hold", "goes-on", "--for", "2h", "--reason", "lab")
                .orFail();
        assertEquals(
                "goes-on\nnginx",
                machine.run("bash", "-c", ". /usr/share/bash-completion/completions/upkeep && _upkeep_names")
                        .text());
        List<String> running = running();

        install(LATER);
        assertTrue(version().endsWith("+later1"), version());
        assertSupervised(running);
        install(FIRST);
        assertFalse(version().endsWith("+later1"), version());
        assertSupervised(running);

        int upkeepd = Packaged.mainPid(machine, "upkeepd.service");
        remove();
        assertEquals(running, running());
        assertFalse(machine.run("test", "-d", "/proc/" + upkeepd).ok(), "upkeepd outlived its removal");
        assertEquals(
                "enabled",
                machine.run("systemctl", "is-enabled", "goes-on.service").text());
        assertEquals(EDITED, machine.read(CONFFILE));
        assertTrue(exists("/var/lib/upkeep/daemon/ledger.db"));
        install(FIRST);
        assertSupervised(running);

        purge();
        assertEquals(running, running());
        assertEquals(
                "enabled",
                machine.run("systemctl", "is-enabled", "goes-on.service").text());
        for (String gone : List.of(
                CONFFILE,
                "/var/lib/upkeep/daemon",
                "/var/lib/upkeep/applied",
                "/etc/polkit-1/rules.d/50-upkeep.rules",
                "/usr/lib/upkeep",
                "/usr/share/upkeep")) {
            assertFalse(exists(gone), gone);
        }
        for (String kept : List.of(
                OWN_SPEC,
                "/etc/systemd/system/goes-on.service",
                "/etc/systemd/system/nginx.service.d/50-upkeep.conf",
                "/var/lib/upkeep/manifest.json")) {
            assertTrue(exists(kept), kept);
        }
        assertEquals(0, machine.run("getent", "passwd", "goes-on").exit());
        assertEquals(
                0,
                Integer.parseInt(machine.shell("ls -d /var/lib/upkeep/applied* 2>/dev/null | wc -l")
                        .text()));

        // A later installation knows its own, and the advice of README.Debian leaves nothing.
        install(LATER);
        assertEquals(1, machine.run("upkeep", "plan").exit());
        machine.run("upkeep", "remove", "--all").orFail();
        assertFalse(exists("/etc/systemd/system/goes-on.service"));
        assertEquals("inactive", machine.property("goes-on.service", "ActiveState"));
        assertEquals("active", machine.property("nginx.service", "ActiveState"));
        machine.run("rm", OWN_SPEC).orFail();
        purge();
        assertFalse(exists("/var/lib/upkeep"));
        assertFalse(exists("/etc/upkeep"));
        assertEquals(
                "",
                machine.shell("grep -rl upkeep /etc --include='*upkeep*' || true")
                        .out());
        machine.run("systemctl", "stop", "nginx.service").orFail();
    }

    private static List<String> running() {
        return Stream.of("goes-on.service", "nginx.service")
                .map(unit -> unit + " " + machine.property(unit, "ActiveState") + " "
                        + machine.property(unit, "MainPID") + " " + machine.property(unit, "InvocationID"))
                .toList();
    }

    private static void assertSupervised(List<String> running) {
        assertEquals(EDITED, machine.read(CONFFILE));
        assertEquals(running, running());
        assertEquals("active", machine.property("upkeepd.service", "ActiveState"));
        String status = Packaged.status(machine);
        assertTrue(status.contains("\"goes-on\"") && status.contains("\"nginx\""), status);
        assertTrue(status.contains("\"lab\""), "the hold was lost: " + status);
        assertEquals("nothing to do", machine.run("upkeep", "plan").orFail().text());
    }

    @Test
    void anUpgradeBringsTheNewProgramAndTheNewConfiguration() {
        int before = Packaged.mainPid(machine, "upkeepd.service");
        install(LATER);
        assertNotEquals(before, Packaged.mainPid(machine, "upkeepd.service"));
        assertEquals("active", machine.property("upkeepd.service", "ActiveState"));
        assertEquals(
                "enabled", machine.run("systemctl", "is-enabled", "upkeepd").text());
        assertTrue(machine.read(CONFFILE).endsWith("# Changed in this version.\n"));
    }

    /** The incident is neither told anew nor lost, and ends once its cause is gone, whichever version sees that. */
    @Test
    void anOpenIncidentGoesOnThroughUpgradeAndDowngrade() {
        machine.write(OWN_SPEC, "checks: {nobody-listens: {tcp: 7999, every: 1s}}\n");
        Journal.Mark start = machine.journal().mark();
        machine.run("upkeep", "apply").orFail();
        String entry = toldOf(start, FIRING).field("UPKEEP_ENTRY").orElseThrow();
        String incident = openIncident();

        for (String deb : List.of(LATER, FIRST)) {
            Journal.Mark before = machine.journal().mark();
            install(deb);
            awaitMessage(before, "supervises");
            assertEquals(incident, openIncident());
            assertFalse(
                    machine.journal().since(before).stream()
                            .anyMatch(it -> it.messageId().equals(FIRING)),
                    "told again of what was told with entry " + entry);
        }

        Journal.Mark end = machine.journal().mark();
        machine.run("systemd-run", "--quiet", "--unit=somebody", "python3", "-m", "http.server", "7999")
                .orFail();
        toldOf(end, RESOLVED);
        machine.run("systemctl", "stop", "somebody.service").orFail();

        String explained = machine.run("journalctl", "--catalog", "--no-pager", "UPKEEP_SUBJECT=nobody-listens")
                .orFail()
                .out();
        assertTrue(explained.contains("Subject: Something is wrong with nobody-listens"), explained);
        assertTrue(explained.contains("Subject: nobody-listens is well again"), explained);
    }

    private static JournalEntry toldOf(Journal.Mark since, String messageId) {
        return machine.journal()
                .await(
                        since,
                        messageId,
                        SUPERVISION_LIMIT,
                        it -> it.messageId().equals(messageId) && it.has("UPKEEP_SUBJECT", "nobody-listens"));
    }

    private static void awaitMessage(Journal.Mark since, String part) {
        machine.journal()
                .await(since, part, SUPERVISION_LIMIT, it -> it.message().contains(part));
    }

    /** The number by which {@code upkeep why} calls it. */
    private static String openIncident() {
        String why = machine.run("upkeep", "why", "nobody-listens").out();
        Matcher number = Pattern.compile("Incident (#\\d+), .*still open").matcher(why);
        assertTrue(number.find(), why);
        return number.group(1);
    }

    @Test
    void whatTheAdministratorDisabledStaysSo() {
        machine.run("systemctl", "disable", "--now", "upkeepd.service").orFail();
        assertStaysDown("disabled");
    }

    @Test
    void whatTheAdministratorMaskedStaysSo() {
        machine.run("systemctl", "mask", "--now", "upkeepd.service").orFail();
        assertStaysDown("masked");
    }

    private static void assertStaysDown(String state) {
        install(LATER);
        assertDown(state);
        remove();
        install(FIRST);
        assertDown(state);
    }

    private static void assertDown(String state) {
        assertEquals(state, machine.run("systemctl", "is-enabled", "upkeepd").text());
        assertEquals("0", machine.property("upkeepd.service", "MainPID"));
    }
}
