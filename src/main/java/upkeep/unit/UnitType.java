package upkeep.unit;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The types of unit, told by the suffix of a unit's name. */
public enum UnitType {
    SERVICE,
    SOCKET,
    DEVICE,
    MOUNT,
    AUTOMOUNT,
    SWAP,
    TARGET,
    PATH,
    TIMER,
    SLICE,
    SCOPE;

    private static final Set<String> EVERYWHERE = Set.of("Unit", "Install");

    /** The type of the unit of that name; nothing if the name ends in none. */
    public static Optional<UnitType> of(String unitName) {
        for (UnitType type : values()) {
            if (unitName.endsWith("." + type.suffix())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type with its article, as in "a service has no such key". */
    public static String article(UnitType type) {
        return (type == AUTOMOUNT ? "an " : "a ") + type.suffix();
    }

    /** What a name of this type ends with, without the dot. */
    public String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The section that is this type's own; targets and devices have no directives in theirs. */
    public String section() {
        return name().charAt(0) + suffix().substring(1);
    }

    /** Whether systemd reads the section in unit files of this type; those that begin with {@code X-} it leaves to others. */
    public boolean has(String section) {
        return EVERYWHERE.contains(section) || section.equals(section());
    }
}
