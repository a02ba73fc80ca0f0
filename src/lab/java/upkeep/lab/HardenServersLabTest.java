package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code upkeep harden} on Redis: as Debian ships it, which is hardened by hand already, and without that. */
@Tag("lab")
class HardenServersLabTest {

    private static final String EXERCISE = "redis-cli set upkeep harden | grep -q OK"
            + " && redis-cli get upkeep | grep -q harden && redis-cli save | grep -q OK";

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("harden");
    }

    @AfterAll
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    private static void assertItServes() {
        machine()
                .shell("redis-cli set real yes; test \"$(redis-cli get real)\" = yes; redis-cli save")
                .orFail();
        assertEquals("", machine().shell("redis-cli get upkeep").orFail().text(), "copies wrote to the real data");
    }

    @Test
    void redisOfDebianBecomesNoMoreExposed() {
        machine().run("systemctl", "start", "redis-server.service").orFail();
        double gain = HardenLabTest.harden(installed, "redis-server", "/var/lib/redis", "--exercise", EXERCISE);
        assertTrue(gain >= 0, () -> "" + gain);
        assertItServes();
    }

    @Test
    void redisWithoutWhatDebianTook() {
        machine()
                .shell(
                        "sed -E '/^(UMask|PrivateTmp|PrivateDevices|Protect|ReadWrite|CapabilityBound|Lock|Memory|NoNew|PrivateUsers|Remove|Restrict|SystemCall|InaccessiblePaths)/d;"
                                + " /^Alias/d' /usr/lib/systemd/system/redis-server.service >/etc/systemd/system/redis-server.service"
                                + "; systemctl daemon-reload; systemctl restart redis-server.service")
                .orFail();
        double gain = HardenLabTest.harden(installed, "redis-server", "/var/lib/redis", "--exercise", EXERCISE);
        assertTrue(gain >= 4, () -> "" + gain);
        assertItServes();
        machine()
                .shell(
                        "rm -f /etc/upkeep/conf.d/redis-server.yaml; upkeep apply; rm /etc/systemd/system/redis-server.service"
                                + "; systemctl daemon-reload; systemctl restart redis-server.service")
                .orFail();
    }
}
