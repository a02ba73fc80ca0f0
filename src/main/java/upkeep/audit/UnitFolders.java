package upkeep.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.UnitName;

/**
 * What lies in the folders in which systemd looks for units.
 *
 * @param names of the files and links of units there, but for links that lead nowhere
 * @param links by which units are enabled, and other names of units
 * @param dropIns folders with drop-ins of one unit
 */
public record UnitFolders(Set<String> names, List<Link> links, List<DropIns> dropIns) {

    /** In which nothing was found. */
    public static final UnitFolders EMPTY = new UnitFolders(Set.of(), List.of(), List.of());

    public UnitFolders {
        names = Set.copyOf(names);
        links = List.copyOf(links);
        dropIns = List.copyOf(dropIns);
    }

    /**
     * A symbolic link.
     *
     * @param path such as {@code /etc/systemd/system/multi-user.target.wants/web.service}
     * @param unit its name, which is what systemd goes by
     * @param holder the unit in whose folder it lies; absent where it lies beside unit files
     * @param directive {@code Wants} or {@code Requires}
     * @param leads whether what it points to is there
     */
    public record Link(String path, String unit, Optional<String> holder, String directive, boolean leads) {}

    /**
     * A folder with drop-ins.
     *
     * @param path such as {@code /etc/systemd/system/web.service.d}
     * @param unit the name of the unit that it is for
     * @param files the names of those that say something
     */
    public record DropIns(String path, String unit, Set<String> files) {
        public DropIns {
            files = Set.copyOf(files);
        }
    }

    /** Whether there is a file for it, or for the template that it would be made of. */
    boolean has(String unit) {
        return names.contains(unit)
                || UnitName.parse(unit)
                        .flatMap(UnitFolders::template)
                        .filter(names::contains)
                        .isPresent();
    }

    /** The template that a unit is made of, if it is. */
    static Optional<String> template(UnitName unit) {
        int at = unit.text().indexOf('@');
        return at < 0 ? Optional.empty() : Optional.of(unit.text().substring(0, at + 1) + "." + unit.type());
    }
}
