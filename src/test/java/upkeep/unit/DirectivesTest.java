package upkeep.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    @Test
    void hasAllSections() {
        assertTrue(Directives.sections().containsAll(Set.of("Unit", "Service", "Install", "Timer", "Socket", "Path")));
    }
}
