package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import upkeep.probe.run.Stop;

class KernelClockTest {

    /** The kernel never owns to a larger error than 16 s (NTP_PHASE_LIMIT), and a sandbox may forbid the question. */
    @Test
    void theKernelIsAskedOrWeMayNot() {
        try {
            KernelClock clock = KernelClock.read();
            assertTrue(clock.maxError() >= 0 && clock.maxError() <= 16, clock.text());
            assertTrue(clock.estimatedError() >= 0 && clock.estimatedError() <= 16, clock.text());
        } catch (Stop refused) {
            assertTrue(refused.text().contains("ProtectClock=no"), refused.text());
        }
    }
}
