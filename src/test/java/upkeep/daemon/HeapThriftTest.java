package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapThriftTest {

    private static final long MIB = 1 << 20;

    @Test
    void looksThroughAHeapThatIsMuchLargerThanWhatIsAlive() {
        assertTrue(HeapThrift.isWorthwhile(20 * MIB, 10 * MIB));
        assertFalse(HeapThrift.isWorthwhile(19 * MIB, 10 * MIB));
        assertFalse(HeapThrift.isWorthwhile(3 * MIB, 0));
    }

    @Test
    void leavesALargeOneAlone() {
        assertTrue(HeapThrift.isWorthwhile(160 * MIB, 40 * MIB));
        assertFalse(HeapThrift.isWorthwhile(160 * MIB, 41 * MIB));
    }
}
