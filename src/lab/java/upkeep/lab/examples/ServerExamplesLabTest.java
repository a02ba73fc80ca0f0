package upkeep.lab.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.Recorded;

/** The examples about servers, on those that Debian 13 ships: each is made ill, and what the example promises is done. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerExamplesLabTest {
    /** Longer than three probes that get no answer, and a restart after them. */
    private static final Duration LONGER_THAN_THE_BOUND = Duration.ofSeconds(10);

    private static final int QUIET = 25;

    private static final String FINGERPRINT =
            "8F:43:43:46:64:8F:6B:96:DF:89:DD:A9:01:C5:17:6B:10:A6:D8:39:61:DD:3C:1A:C8:8B:59:B2:DC:32:7A:A4";

    /** A name server that has no network, and room for one TCP client. */
    private static final String NAMED = """
            options {
              directory "/var/cache/bind";
              recursion no;
              tcp-clients 1;
            };
            """;

    private static final String DOVECOT = """
            ssl_server_cert_file = /etc/ssl/mail.example.org/fullchain.pem
            ssl_server_key_file = /etc/ssl/mail.example.org/key.pem
            """;

    private static final String APACHE = """
            <VirtualHost *:443>
              ServerName www.example.org
              SSLEngine on
              SSLCertificateFile /etc/ssl/www.example.org/fullchain.pem
              SSLCertificateKeyFile /etc/ssl/www.example.org/key.pem
            </VirtualHost>
            """;

    /** A client that says nothing, and stays until it is ended. */
    private static final String SILENT_CLIENT = """
            [Service]
            ExecStart=/usr/bin/python3 -c 'import signal, socket; c = socket.create_connection(("127.0.0.1", 53)); signal.pause()'
            """;

    /** Sends a banner of its own to whoever connects. */
    private static final String OTHER_BANNER = """
            import socketserver
            class Handler(socketserver.StreamRequestHandler):
                def handle(self):
                    self.wfile.write(b"SSH-2.0-other\\r\\n")
                    self.rfile.read(1)
            class Server(socketserver.ThreadingTCPServer):
                allow_reuse_address = True
            Server(("127.0.0.1", 22), Handler).serve_forever()
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("server-examples");
        machine = installed.machine();
        installed.program("authority.sh");
        machine.write("/etc/bind/named.conf.options", NAMED);
        machine.write("/etc/dovecot/conf.d/99-lab.conf", DOVECOT);
        machine.write("/etc/apache2/sites-enabled/www.conf", APACHE);
        machine.write("/var/www/html/upkeep/token", "well\n");
        machine.unit("silent-client.service", SILENT_CLIENT);
        // They would ask the server to stop, and wait for a frozen one for up to a minute.
        machine.unit("named.service.d/lab.conf", "[Service]\nExecStop=\n");
        machine.unit("dovecot.service.d/lab.conf", "[Service]\nExecStop=\n");
        machine.shell("""
                        sh /srv/lab/authority.sh /etc/ssl/www.example.org www.example.org
                        sh /srv/lab/authority.sh /etc/ssl/mail.example.org mail.example.org
                        sed -i 's/--inet=10023/--inet=127.0.0.1:10031/' /etc/default/postgrey
                        a2enmod --quiet ssl
                        systemctl start named.service ssh.service apache2.service dovecot.service postgrey.service
                        """).orFail();
        for (String file : List.of("dns.yaml", "ssh.yaml", "mail.yaml")) {
            machine.write(
                    "/etc/upkeep/conf.d/" + file,
                    Example.of(file).often().impatient().text());
        }
        machine.write(
                "/etc/upkeep/conf.d/apache.yaml",
                Example.of("apache.yaml")
                        .often()
                        .impatient()
                        .with(FINGERPRINT, fingerprint())
                        .text());
        installed.apply("settings: {every: 1s}\nservices:\n" + quiet());
    }

    @AfterAll
    static void close() {
        machine.close();
    }

    /** Of how many services may be restarted within a minute, these are the many others. */
    private static String quiet() {
        return IntStream.rangeClosed(1, QUIET)
                .mapToObj(number -> "  quiet-" + number + ": {exec: [/usr/bin/sleep, infinity], user: daemon}\n")
                .collect(Collectors.joining());
    }

    private static String fingerprint() {
        return machine.shell("openssl x509 -in /etc/ssl/www.example.org/fullchain.pem -noout -fingerprint -sha256")
                .orFail()
                .text()
                .replaceFirst(".*=", "");
    }

    private static void send(String signal, String unit) {
        machine.run("systemctl", "kill", "--signal=" + signal, unit).orFail();
    }

    /** A server that listens and answers nothing is restarted, and well again; how often, is told. */
    private static int frozenIsRestarted(String service, String said) {
        installed.awaitWell(service);
        String unit = service + ".service";
        String pid = machine.property(unit, "MainPID");
        long before = installed.newest();
        send("STOP", unit);
        Recorded order = installed.awaitEntry(before, service, "a restart", Recorded::isOrder);
        assertTrue(order.text().contains(said) && order.text().contains("failed 3 times in a row"), order::toString);
        installed.awaitEntry(before, service, "its end", it -> it.is("incident-resolved", "its probes pass"));
        assertNotEquals(pid, machine.property(unit, "MainPID"));
        return installed.orders(before, service).size();
    }

    @Test
    void namedOverUdp() {
        // Over TCP it does not answer either: two checks ask for it, in whichever order.
        assertTrue(frozenIsRestarted("named", "(127.0.0.1:53)") <= 2);
    }

    @Test
    void namedOverTcp() {
        installed.awaitWell("named");
        long before = installed.newest();
        machine.run("systemctl", "start", "silent-client.service").orFail();
        Recorded order = installed.awaitEntry(before, "named", "a restart", Recorded::isOrder);
        assertTrue(order.text().contains("the check (127.0.0.1:53) failed 3 times in a row"), order::toString);
        machine.run("systemctl", "stop", "silent-client.service").orFail();
        installed.awaitEntry(before, "named-tcp", "the end", it -> it.is("incident-resolved", "it passes"));
        assertTrue(installed.since(before, "named").stream().noneMatch(entry -> entry.is("observation", "failed")));
    }

    @Test
    void theBannerOfSsh() {
        assertEquals(1, frozenIsRestarted("ssh", "liveness (127.0.0.1:22)"));
    }

    @Test
    void anotherProgramOnThePortOfSsh() {
        installed.awaitWell("ssh");
        long before = installed.newest();
        machine.write("/srv/lab/banner.py", OTHER_BANNER);
        machine.unit(
                "ssh.service.d/other.conf",
                "[Service]\nType=simple\nExecStartPre=\nExecStart=\nExecStart=/usr/bin/python3 /srv/lab/banner.py\n");
        machine.run("systemctl", "restart", "ssh.service").orFail();
        try {
            installed.awaitEntry(before, "ssh", "the banner", it -> it.is("incident-opened", "banner"));
        } finally {
            machine.shell("rm /etc/systemd/system/ssh.service.d/other.conf && systemctl daemon-reload")
                    .orFail();
            machine.run("systemctl", "restart", "ssh.service").orFail();
        }
        installed.awaitEntry(before, "ssh", "the end", it -> it.is("incident-resolved", ""));
    }

    @Test
    void aPolicyServiceThatIsSilent() {
        assertEquals(1, frozenIsRestarted("postgrey", "liveness (127.0.0.1:10031)"));
    }

    @Test
    void imapOverTlsThatIsSilent() {
        assertEquals(1, frozenIsRestarted("dovecot", "liveness (127.0.0.1:993)"));
    }

    @Test
    void apacheWithoutItsTestFile() {
        installed.awaitWell("apache2");
        long before = installed.newest();
        machine.run("mv", "/var/www/html/upkeep/token", "/var/www/html/upkeep/away")
                .orFail();
        Recorded order = installed.awaitEntry(before, "apache2", "a restart", Recorded::isOrder);
        assertTrue(order.text().contains("404"), order::toString);
        machine.run("mv", "/var/www/html/upkeep/away", "/var/www/html/upkeep/token")
                .orFail();
        installed.awaitEntry(before, "apache2", "the end", it -> it.is("incident-resolved", ""));
        installed.release("apache2");
    }

    @Test
    void anotherCertificateThanTheOneThatWasInstalled() {
        installed.awaitWell("apache2");
        long before = installed.newest();
        machine.shell("""
                        cp --recursive /etc/ssl/www.example.org /root/good
                        sh /srv/lab/authority.sh /etc/ssl/www.example.org www.example.org
                        systemctl reload apache2.service
                        """).orFail();
        installed.awaitEntry(before, "certificate", "the fingerprint", it -> it.is("incident-opened", "fingerprint"));
        machine.shell("cp /root/good/* /etc/ssl/www.example.org/ && systemctl reload apache2.service")
                .orFail();
        installed.awaitEntry(before, "certificate", "the end", it -> it.is("incident-resolved", ""));
        assertEquals(List.of(), installed.orders(before, "apache2"));
    }

    @Test
    void apacheDependsOnItsProgram() {
        installed.awaitWell("apache2");
        String pid = machine.property("apache2.service", "MainPID");
        long before = installed.newest();
        // In its place, since a program that runs cannot be written to.
        machine.shell("""
                        cp --archive /usr/sbin/apache2 /usr/sbin/apache2.new
                        echo something else >>/usr/sbin/apache2.new
                        mv /usr/sbin/apache2.new /usr/sbin/apache2
                        """).orFail();
        installed.awaitEntry(before, "apache-program", "the program", it -> it.is("incident-opened", "sha256 is"));
        send("STOP", "apache2.service");
        installed.observe(LONGER_THAN_THE_BOUND);
        assertEquals(pid, machine.property("apache2.service", "MainPID"));
        assertEquals(List.of(), installed.orders(before, "apache2"));

        installed.upkeep("accept", "apache-program").orFail();
        installed.awaitEntry(before, "apache-program", "the end", it -> it.is("incident-resolved", ""));
        installed.awaitEntry(before, "apache2", "a restart now that it may", Recorded::isOrder);
        installed.awaitWell("apache2");
        installed.release("apache2");
    }

    /** Last, since the rule goes on to hold, and asks for the hold anew. */
    @Test
    @Order(Integer.MAX_VALUE)
    void fiveRestartsWithinFiveMinutes() {
        installed.release("apache2");
        installed.awaitWell("apache2");
        long before = installed.newest();
        for (int i = 0; i < 5; i++) {
            String pid = machine.property("apache2.service", "MainPID");
            send("KILL", "apache2.service");
            machine.awaitProperty(
                    "apache2.service", "MainPID", Installed.LIMIT, value -> !value.equals("0") && !value.equals(pid));
        }
        installed.awaitEntry(before, "apache2", "the rule", it -> it.is("incident-opened", "restarts"));
        installed.awaitService("apache2", "is on hold", it -> !it.path("hold").isNull());
        installed.release("apache2");
    }
}
