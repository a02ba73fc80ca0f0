package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.probe.run.Memory;
import upkeep.spec.CheckId;
import upkeep.store.Ledger;
import upkeep.store.Note;

class DurableMemoryTest {

    private static final CheckId LOG = new CheckId("log");
    private static final CheckId BINARY = new CheckId("app/liveness");

    @TempDir
    Path directory;

    @Test
    void whatWasPutIsThereInTheNextLife() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                DurableMemory memory = new DurableMemory(ledger)) {
            assertEquals(Optional.empty(), memory.get(LOG, "content"));
            memory.put(LOG, "content", "1");
            memory.put(LOG, "content", "2");
            memory.put(BINARY, "baseline", "sha256 ß");
            assertEquals(Optional.of("2"), memory.get(LOG, "content"));
            assertEquals(List.of(), ledger.notes());
        }
        try (Ledger ledger = Ledger.open(directory);
                DurableMemory memory = new DurableMemory(ledger)) {
            assertEquals(Optional.of("2"), memory.get(LOG, "content"));
            assertEquals(Optional.of("sha256 ß"), memory.get(BINARY, "baseline"));
            assertEquals(Optional.empty(), memory.get(BINARY, "content"));
        }
    }

    @Test
    void whatIsWrittenAtOnceNeedsNoEnd() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                DurableMemory memory = new DurableMemory(ledger)) {
            memory.put(LOG, "content", "1");
            assertTrue(memory.write());
            assertEquals(List.of(new Note("log", "content", "1")), ledger.notes());
        }
    }

    @Test
    void checksThatAreGoneAreForgotten() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                DurableMemory memory = new DurableMemory(ledger)) {
            memory.put(LOG, "content", "1");
            memory.put(BINARY, "baseline", "2");
            memory.write();
            memory.put(LOG, "content", "3");
            memory.retain(Set.of(BINARY));
            assertEquals(Optional.empty(), memory.get(LOG, "content"));
            assertTrue(memory.write());
            assertEquals(List.of(new Note("app/liveness", "baseline", "2")), ledger.notes());
        }
    }

    @Test
    void aDiskThatFailsCostsNothingButDurability() throws Exception {
        Ledger ledger = Ledger.open(directory);
        try (DurableMemory memory = new DurableMemory(ledger)) {
            ledger.close();
            memory.put(LOG, "content", "1");
            assertFalse(memory.write());
            assertEquals(Optional.of("1"), memory.get(LOG, "content"));
            assertFalse(memory.write(), "it is not taken for written");
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                DurableMemory memory = new DurableMemory(ledger)) {
            String most = "x".repeat(Memory.LONGEST);
            memory.put(LOG, "content", most);
            assertThrows(IllegalArgumentException.class, () -> memory.put(LOG, "content", most + "x"));
            assertThrows(IllegalArgumentException.class, () -> Memory.soft().put(LOG, "content", most + "x"));
        }
    }
}
