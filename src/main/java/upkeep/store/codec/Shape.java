package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How the values of one type are written and read. Immutable, safe from any thread. */
interface Shape {

    /**
     * What goes along with one value.
     *
     * @param lenient whether what this program does not know is passed over, and what is missing taken for nothing
     */
    record Way(MomentChain chain, boolean lenient) {}

    void write(JsonGenerator json, Object value, Way way) throws IOException;

    /** Reads from the value's first token to its last. */
    Object read(JsonParser json, Way way) throws IOException;

    /** The value that is not written as a component of a record; null if every value is. */
    default @Nullable Object absent() {
        return null;
    }

    /** Whether that is {@link #absent}. */
    default boolean isAbsent(Object value) {
        return false;
    }

    /** What a lenient reader takes instead of a value that is missing; null if it cannot do without. */
    default @Nullable Object nothing() {
        return absent();
    }

    /** The type in one word, and in {@code types} what it is made of, for telling formats apart. */
    String describe(SortedMap<String, String> types);
}
