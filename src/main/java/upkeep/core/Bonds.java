package upkeep.core;

import java.util.HashSet;
import java.util.Set;
import upkeep.base.UnitName;

/**
 * How systemd's own graph ties a unit to others, in the words of systemd.unit(5): what was written in unit files and
 * drop-ins together with what systemd added by itself. Only units whose fate can become this one's are in it: slices and
 * the targets of the boot are left out by whoever reads them.
 *
 * @param requires a failed start or a stop of these stops this one
 * @param requisite as {@code requires}, but they are not started with this one
 * @param bindsTo as {@code requires}, and this one is stopped whenever they go inactive
 * @param partOf a stop or restart of these is passed on to this one
 */
public record Bonds(Set<UnitName> requires, Set<UnitName> requisite, Set<UnitName> bindsTo, Set<UnitName> partOf) {

    public static final Bonds NONE = new Bonds(Set.of(), Set.of(), Set.of(), Set.of());

    public Bonds {
        requires = Set.copyOf(requires);
        requisite = Set.copyOf(requisite);
        bindsTo = Set.copyOf(bindsTo);
        partOf = Set.copyOf(partOf);
    }

    /** All of them. */
    public Set<UnitName> all() {
        Set<UnitName> all = new HashSet<>(requires);
        all.addAll(requisite);
        all.addAll(bindsTo);
        all.addAll(partOf);
        return all;
    }
}
