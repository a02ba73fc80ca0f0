package upkeep.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectivesTest {

    @ParameterizedTest
    @CsvSource({
        "Unit,Description,0",
        "Service,ExecStart,0",
        "Service,IPAddressDeny,0",
        "Service,OpenFile,253",
        "Service,RestartSteps,254",
        "Service,RestartMaxDelaySec,254",
        "Service,RestartMode,254",
        "Service,FileDescriptorStorePreserve,254",
        "Service,ImportCredential,254",
        "Service,MemoryPressureWatch,254",
        "Unit,SurviveFinalKillSignal,255",
        "Socket,PollLimitBurst,255",
        "Service,PrivatePIDs,257",
        "Install,WantedBy,0"
    })
    void knowsSinceWhen(String section, String key, int version) {
        assertEquals(Optional.of(version), Directives.since(section, key));
    }

    @Test
    void knowsNothingElse() {
        assertEquals(Optional.empty(), Directives.since("Service", "Description"));
        assertEquals(Optional.empty(), Directives.since("Service", "execstart"));
        assertEquals(Optional.empty(), Directives.since("Servise", "ExecStart"));
        assertEquals(Optional.empty(), Directives.since("Service", "MemoryLimit"));
    }

    @Test
    void findsWhatWasMeant() {
        assertEquals(Optional.of("MemoryMax"), Directives.nearest("Service", "MemroyMax"));
        assertEquals(Optional.empty(), Directives.nearest("Service", "Zzzzzzzz"));
        assertEquals(Optional.empty(), Directives.nearest("Nowhere", "ExecStart"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RestartSec;soon;it must be a time span;write, for example, 30s, 5min 20s or infinity",
                "NoNewPrivileges;maybe;it must be yes or no;write, for example, yes",
                "MemoryMax;lots;it must be infinity, or a percentage up to 100%, or a size;write, for example, infinity",
                "Restart;allways;it must be one of no, on-success, on-failure, on-abnormal, on-watchdog, on-abort, always;"
                        + "did you mean \"always\"?",
                "ProtectSystem;striict;it must be yes or no, or one of full, strict;did you mean \"strict\"?",
                "Nice;20;it must be a whole number from -20 to 19;write, for example, 1",
                "RestrictNamespaces;net foo;"
                        + "\"foo\" in it must be one of cgroup, ipc, net, mnt, pid, user, uts;write, for example, cgroup",
                "ReadWritePaths;\"/a;a quote in it is not closed;put the other quote behind it",
                "KillSignal;SIGTREM;it must be a signal;write, for example, SIGTERM",
                "LimitNOFILE;9:5;it must be a limit, or a soft and a hard one with a colon between;"
                        + "write, for example, 65536, or 1024:65536"
            })
    void saysWhatAValueShouldBe(String key, String value, String why, String hint) {
        assertEquals(
                Optional.of(new KnownDirective.Fault(why, hint)),
                Directives.find("Service", key).orElseThrow().fault(value));
    }

    /** The lab holds many more values to systemd itself. */
    @ParameterizedTest
    @CsvSource({
        "RestartSec,5min20s",
        "MemoryMax,1G 500M",
        "Restart,always",
        "WorkingDirectory,-/srv/%p",
        "Environment,\"A=b c\" B=2",
        "IPAddressDeny,::ffff:1.2.3.4/128 any",
        "KillSignal,SIGRTMIN+3",
        "CPUQuota,12.5%",
        "IOReadBandwidthMax,/dev/sda 5M",
        "After,"
    })
    void takesWhatSystemdTakes(String key, String value) {
        String section = key.equals("After") ? "Unit" : "Service";
        String text = value == null ? "" : value;
        assertEquals(
                Optional.empty(), Directives.find(section, key).orElseThrow().fault(text));
    }

    @Test
    void knowsWordsOfLaterVersions() {
        KnownDirective type = Directives.find("Service", "Type").orElseThrow();
        assertEquals(253, type.since("notify-reload"));
        assertEquals(0, type.since("notify"));
        assertEquals(
                257, Directives.find("Service", "RestartMode").orElseThrow().since("debug"));
    }

    @Test
    void knowsHowOftenAndWhereADirectiveStands() {
        assertTrue(Directives.find("Service", "ExecStartPre").orElseThrow().isList());
        assertFalse(Directives.find("Service", "Nice").orElseThrow().isList());
        assertTrue(Directives.find("Service", "Restart").orElseThrow().fault("").isPresent());
        assertEquals(Optional.of("MemoryMax"), Directives.replacement("Service", "MemoryLimit"));
        assertEquals(Optional.of(UnitType.TIMER), UnitType.of("backup.timer"));
        assertTrue(UnitType.TIMER.has("Timer") && UnitType.TIMER.has("Unit") && UnitType.SLICE.has("Install"));
        assertFalse(UnitType.TIMER.has("Service"));
    }

    @Test
    void hasAllSections() {
        assertTrue(Directives.sections().containsAll(Set.of("Unit", "Service", "Install", "Timer", "Socket", "Path")));
    }
}
