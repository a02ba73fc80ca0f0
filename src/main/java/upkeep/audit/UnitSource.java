package upkeep.audit;

import java.util.List;
import upkeep.unit.UnitFile;

/** A file that a unit is made of: its own, or a drop-in. */
public record UnitSource(String path, UnitFile file) {

    /** Where nobody writes by hand: what packages ship, and what generators make of other files. */
    private static final List<String> SHIPPED = List.of("/usr/lib/", "/lib/", "/run/systemd/generator");

    /** Whether a file there, or a link, is not written by hand. */
    public static boolean isShipped(String path) {
        return SHIPPED.stream().anyMatch(path::startsWith);
    }
}
