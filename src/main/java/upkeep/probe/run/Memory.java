package upkeep.probe.run;

import java.util.Optional;
import upkeep.spec.CheckId;

/**
 * What probers remember of a check from one probe to the next: how far a log was read, which checksum was recorded. Safe
 * for use by many threads; neither method waits for a disk.
 */
public interface Memory {

    /** The longest text that can be remembered, in characters. */
    int LONGEST = 4_096;

    /** What was last put under the key, by whatever life of the program if the memory is a durable one. */
    Optional<String> get(CheckId check, String key);

    /**
     * Replaces what is remembered under the key; of a durable memory, a crash may take back the last seconds.
     *
     * @throws IllegalArgumentException if the text has more than {@link #LONGEST} characters
     */
    void put(CheckId check, String key, String text);

    /** A memory that ends with the program, and is empty at first. */
    static Memory soft() {
        return new SoftMemory(Optional.empty());
    }

    /** A soft memory that begins as another, which it leaves as it is: for a probe that must change nothing. */
    static Memory above(Memory other) {
        return new SoftMemory(Optional.of(other));
    }
}
