package upkeep.spec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.target.StatusRange;

/** Says what upkeep-gate(8) cannot do, at the place where somebody wants it. Confined to the reading of one check. */
final class GateLimits {

    static final String NO_TLS = "upkeep-gate speaks no TLS";
    static final String NO_NAMES = "upkeep-gate looks no names up, so that a start needs no resolver";
    static final String NO_SOURCE = "upkeep-gate leaves that to the kernel";

    private static final int MOST_RANGES = 32;

    private final String use;
    private final Report report;
    private boolean kept = true;

    /**
     * @param use what the probe is wanted for, as in "cannot use redirects with USE"
     */
    GateLimits(String use, Report report) {
        this.use = use;
        this.report = report;
    }

    /** Whether nothing was refused so far. */
    boolean areKept() {
        return kept;
    }

    void refuse(SourcePos position, String what, String why, String hint) {
        kept = false;
        report.error(position, "cannot use " + what + " with " + use + ": " + why, hint);
    }

    /** Refuses a key, if the map has it. */
    void lacks(Node.Entry map, Key<?> key, String why, String hint) {
        map.inner(key).ifPresent(entry -> refuse(entry.keyPosition(), key.name(), why, hint));
    }

    void lacks(Optional<Node.Entry> map, Key<?> key, String why, String hint) {
        map.ifPresent(entry -> lacks(entry, key, why, hint));
    }

    void statuses(Optional<Node.Entry> map, Key<?> key, List<StatusRange> status) {
        if (status.size() > MOST_RANGES) {
            lacks(
                    map,
                    key,
                    "upkeep-gate takes at most " + MOST_RANGES + " of them, and here are " + status.size(),
                    "write ranges, such as 200-299");
        }
    }

    /** Where a value stands; what is written short stands where its map would. */
    SourcePos value(Optional<Node.Entry> map, Key<?> key, Node.Entry otherwise) {
        Node.Entry nearest = map.orElse(otherwise);
        return nearest.inner(key).orElse(nearest).value().position();
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
