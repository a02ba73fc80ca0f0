package upkeep.lab.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;

/** The examples about the machine, its files, and other machines: what each waits for is brought about. */
@OnEverySuite
class HostExamplesLabTest {
    /** Longer than two probes and their verdict. */
    private static final Duration LONGER_THAN_TWO_PROBES = Duration.ofSeconds(4);

    /** The ledger has it under no name. */
    private static final String THE_MACHINE = "";

    private static final List<String> HOST_RULES = List.of(
            "load5 > 3",
            "memory > 80% for 4 checks",
            "swap > 25% for 4 checks",
            "cpu.user > 70% for 2 checks",
            "cpu.system > 30% for 2 checks",
            "cpu.wait > 20% for 2 checks");

    private static final String WEBSITE = """
            server {
              listen 443 ssl;
              server_name www.example.org;
              ssl_certificate /etc/ssl/website/fullchain.pem;
              ssl_certificate_key /etc/ssl/website/key.pem;
              root /var/www/website;
            }
            """;

    private static final String PAGE = "/var/www/website/index.html";

    /** Stands for exim, whose package would need a network: the port of a mail server that is never asked for more. */
    private static final String MAIL_SERVER = """
            [Service]
            ExecStart=/usr/bin/python3 /srv/lab/web.py 25
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "host-examples");
        machine = installed.machine();
        installed.program("web.py");
        installed.program("authority.sh");
        machine.unit("exim4.service", MAIL_SERVER);
        machine.write("/etc/nginx/conf.d/website.conf", WEBSITE);
        machine.write(PAGE, "<h1>Welcome to the shop</h1>\n");
        machine.shell("""
                        sh /srv/lab/authority.sh /etc/ssl/website www.example.org
                        echo 127.0.0.1 www.example.org gateway.example.org >>/etc/hosts
                        sysctl --write net.ipv4.ping_group_range='0 2147483647'
                        cp --archive /srv/lab/unpacked/exim4-daemon-light/usr/sbin/exim4 /usr/sbin/exim4
                        # What is the host's here may be as full as it likes.
                        awk '$2 ~ "^/run/host/" { print $2 }' /proc/mounts | sort --unique | xargs --no-run-if-empty umount
                        systemctl enable --now rsyslog.service
                        systemctl start nginx.service exim4.service
                        logger began
                        """).orFail();
        machine.write("/etc/upkeep/conf.d/host.yaml", often("host.yaml"));
        machine.write("/etc/upkeep/conf.d/files.yaml", often("files.yaml"));
        machine.write("/etc/upkeep/conf.d/remote.yaml", often("remote.yaml"));
        installed.upkeep("apply").orFail();
        installed.awaitWell("exim4");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    private static String often(String file) {
        return Example.of(file).often().text();
    }

    private static JsonNode found(String check) {
        return installed.json("check", check).path(0);
    }

    private static void awaitPassed(String check) {
        installed.await(
                check + " passes", () -> found(check).path("result").asText().equals("passed"));
    }

    private static Recorded awaitIncident(long before, String check, String about) {
        return installed.awaitEntry(before, check, about, it -> it.is("incident-opened", about));
    }

    private static void awaitEnd(long before, String check, String about) {
        installed.awaitEntry(before, check, "the end of: " + about, it -> it.is("incident-resolved", about));
    }

    /** Whoever else uses this machine: no threshold that the rules have is sure to be passed, or not to be. */
    @Test
    void loadMemorySwapAndProcessors() {
        JsonNode measured = found("host").path("measurements");
        assertTrue(measured.path("load5").asDouble(-1) >= 0, measured::toString);
        assertTrue(measured.path("swap").asDouble(-1) >= 0, measured::toString);
        double memory = measured.path("memory-percent").asDouble();
        assertTrue(0 < memory && memory < 100, measured::toString);
        long total = 1024
                * Long.parseLong(machine.shell("awk '/^MemTotal/ { print $2 }' /proc/meminfo")
                        .text());
        assertEquals(memory, 100 * measured.path("memory").asDouble() / total, 1, measured::toString);

        Example host = Example.of("host.yaml").often();
        Example never = host;
        Example always = host;
        for (String rule : HOST_RULES) {
            never = never.with(rule, rule.replaceAll("> [0-9]+", "> 1000000"));
            always = always.with(rule, rule.replaceAll("> [0-9]+", ">= 0"));
        }
        apply("host.yaml", never);
        long before = installed.newest();
        installed.observe(LONGER_THAN_TWO_PROBES);
        assertEquals(
                List.of(),
                installed.since(before, "host").stream()
                        .filter(entry -> HOST_RULES.stream()
                                .anyMatch(rule -> entry.text().startsWith(metric(rule))))
                        .toList());
        apply("host.yaml", always);
        for (String rule : HOST_RULES) {
            awaitIncident(before, THE_MACHINE, metric(rule) + " is ");
        }
    }

    @Test
    void diskSpaceOnAllMounts() {
        awaitPassed("mounts");
        machine.shell("mkdir /srv/full && mount -t tmpfs -o size=8M full /srv/full")
                .orFail();
        long before = installed.newest();
        machine.shell("head --bytes=7900K /dev/zero >/srv/full/file").orFail();
        awaitIncident(before, "mounts", "space");
        assertTrue(found("mounts").path("text").asText().contains("/srv/full"));
        machine.run("rm", "/srv/full/file").orFail();
        awaitEnd(before, "mounts", "space");
    }

    @Test
    void aLogThatIsNoLongerWritten() {
        machine.run("logger", "still here").orFail();
        awaitPassed("syslog");
        long before = installed.newest();
        machine.run("touch", "--date=32 minutes ago", "/var/log/syslog").orFail();
        awaitIncident(before, "syslog", "age");
        machine.run("logger", "here again").orFail();
        awaitEnd(before, "syslog", "age");
    }

    @Test
    void emergencyRotation() {
        machine.run("logger", "before").orFail();
        awaitPassed("syslog");
        long before = installed.newest();
        machine.run("truncate", "--size=+1025M", "/var/log/syslog").orFail();
        awaitIncident(before, "syslog", "size");
        awaitEnd(before, "syslog", "size");
        machine.run("logger", "after the rotation").orFail();
        installed.await(
                "rsyslog writes to a new file",
                () -> machine.run("grep", "--quiet", "after the rotation", "/var/log/syslog")
                        .ok());
        long rotated = Long.parseLong(
                machine.run("stat", "--format=%s", "/var/log/syslog.1").orFail().text());
        assertTrue(rotated > 1L << 30, () -> rotated + " bytes");
        machine.run("rm", "/var/log/syslog.1").orFail();
    }

    @Test
    void anotherProgramInEximsPlace() {
        awaitPassed("exim-binary");
        long before = installed.newest();
        machine.shell("echo something else >>/usr/sbin/exim4").orFail();
        awaitIncident(before, "exim-binary", "sha256 is");
        installed.awaitService("exim4", "is on hold", it -> !it.path("hold").isNull());
        machine.run("systemctl", "kill", "--signal=KILL", "exim4.service").orFail();
        installed.awaitEntry(
                before, "exim4", "what is not done", it -> it.kind().equals("refusal"));
        assertEquals("failed", machine.property("exim4.service", "ActiveState"));
        assertEquals(List.of(), installed.orders(before, "exim4"));

        installed.upkeep("accept", "exim-binary").orFail();
        awaitEnd(before, "exim-binary", "");
        installed.release("exim4");
        installed.awaitEntry(before, "exim4", "a start once it may", Recorded::isOrder);
        installed.awaitWell("exim4");
        for (String change : List.of("chmod 755", "chown daemon")) {
            long now = installed.newest();
            machine.shell(change + " /usr/sbin/exim4").orFail();
            awaitIncident(now, "exim-binary", "");
            machine.shell("chown root /usr/sbin/exim4 && chmod 4755 /usr/sbin/exim4")
                    .orFail();
            awaitEnd(now, "exim-binary", "");
        }
        installed.release("exim4");
    }

    @Test
    void aHostThatDoesNotAnswer() {
        awaitPassed("gateway");
        long before = installed.newest();
        machine.run("sysctl", "--write", "net.ipv4.icmp_echo_ignore_all=1").orFail();
        awaitIncident(before, "gateway", "answered none of 3 echo requests");
        machine.run("sysctl", "--write", "net.ipv4.icmp_echo_ignore_all=0").orFail();
        awaitEnd(before, "gateway", "");
    }

    @Test
    void aPageThatIsNotTheRightOne() {
        awaitPassed("website");
        long before = installed.newest();
        machine.write(PAGE, "<h1>Cannot connect to the database</h1>\n");
        awaitIncident(before, "website", "Welcome to the shop");
        machine.write(PAGE, "<h1>Welcome to the shop</h1>\n");
        awaitEnd(before, "website", "");

        long again = installed.newest();
        machine.run("mv", PAGE, PAGE + ".away").orFail();
        awaitIncident(again, "website", "403");
        machine.run("mv", PAGE + ".away", PAGE).orFail();
        awaitEnd(again, "website", "");
    }

    private static String metric(String rule) {
        return rule.replaceAll(" .*", "");
    }

    private static void apply(String file, Example example) {
        machine.write("/etc/upkeep/conf.d/" + file, example.text());
        installed.upkeep("apply").orFail();
    }
}
