package upkeep.unit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directive of unit files as systemd knows it. Immutable. */
public final class KnownDirective {

    /** Why systemd would not take a value, to be put behind "cannot …:", and how to write it instead. */
    public record Fault(String why, String hint) {}

    private final String key;
    private final int since;
    private final boolean list;
    private final boolean emptyTaken;
    private final String kindText;
    private volatile @Nullable ValueKind kind;

    /** {@code kind} as {@link ValueKindReader} reads it: when it is first asked for, since of many only few ever are. */
    KnownDirective(String key, int since, boolean list, boolean emptyTaken, String kind) {
        this.key = key;
        this.since = since;
        this.list = list;
        this.emptyTaken = emptyTaken;
        this.kindText = kind;
    }

    private ValueKind kind() {
        ValueKind read = kind;
        if (read == null) {
            read = ValueKindReader.read(kindText);
            kind = read;
        }
        return read;
    }

    public String key() {
        return key;
    }

    /** The version from which systemd knows it: 0 if {@link Directives#OLDEST_VERSION} does already. */
    public int since() {
        return since;
    }

    /** The version from which systemd knows this value of it, which is never before {@link #since()}. */
    public int since(String value) {
        return Math.max(since, kind().since(value));
    }

    /** The words that it takes, if it takes some that can be named. */
    public List<String> words() {
        return kind().words();
    }

    /** Whether assignments add up; of any other directive the last counts. */
    public boolean isList() {
        return list;
    }

    /**
     * What is wrong with a value; nothing if systemd takes it, or if that cannot be told before it runs, as with a specifier
     * in it. What is only taken by a later version is no fault, see {@link #since(String)}.
     */
    public Optional<Fault> fault(String value) {
        if (value.isEmpty()) {
            return emptyTaken
                    ? Optional.empty()
                    : Optional.of(new Fault("it cannot be empty", "leave it out for systemd's default"));
        }
        return kind().fault(value);
    }
}
