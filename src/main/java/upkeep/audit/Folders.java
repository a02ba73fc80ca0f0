package upkeep.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/** What lies in the folders of systemd for units that do not exist. */
final class Folders {

    /** These come from the kernel, from systemd itself, from fstab(5), or over the bus, and need no file. */
    private static final List<String> WITHOUT_FILE = List.of("device", "slice", "scope", "mount", "swap", "automount");

    private final UnitGraph graph;
    private final UnitFolders folders;
    private final Findings findings;
    private final Set<String> known;

    Folders(UnitGraph graph, UnitFolders folders, Findings findings) {
        this.graph = graph;
        this.folders = folders;
        this.findings = findings;
        this.known = new TreeSet<>(folders.names());
        graph.units().stream()
                .filter(AuditedUnit::isThere)
                .forEach(unit -> known.add(unit.name().text()));
    }

    void look() {
        folders.links().stream()
                .filter(link -> !UnitSource.isShipped(link.path()))
                .forEach(this::link);
        folders.dropIns().stream()
                .filter(dropIns -> !UnitSource.isShipped(dropIns.path()))
                .forEach(this::dropIns);
    }

    private boolean exists(String name) {
        Optional<UnitName> unit = UnitName.parse(name);
        return unit.isEmpty()
                || WITHOUT_FILE.contains(unit.get().type())
                || folders.has(name)
                || graph.unit(unit.get()).filter(AuditedUnit::isThere).isPresent();
    }

    private void link(UnitFolders.Link link) {
        SourcePos place = new SourcePos(link.path(), 0, 0);
        if (!exists(link.unit())) {
            findings.add(
                    Fault.DANGLING_LINK,
                    link.unit(),
                    place,
                    link.holder()
                            .map(holder -> "cannot start " + link.unit() + " with " + holder + ": it does not exist"
                                    + (link.directive().equals("Requires")
                                            ? ", and " + holder + " cannot start without it"
                                            : ""))
                            .orElse("cannot find " + link.unit() + ": what the link points to does not exist"),
                    "delete " + link.path() + " and run systemctl daemon-reload, unless the unit shall come back");
        } else if (link.holder().filter(holder -> !exists(holder)).isPresent()) {
            String holder = link.holder().orElse("");
            findings.add(
                    Fault.ENABLED_FOR_NOTHING,
                    link.unit(),
                    place,
                    "cannot start with " + holder + ", for which it is enabled: that does not exist",
                    Nearest.to(holder, known)
                            .map(near ->
                                    "did you mean " + near + "? Mend [Install], then systemctl reenable " + link.unit())
                            .orElse("mend [Install], then systemctl reenable " + link.unit()));
        }
    }

    private void dropIns(UnitFolders.DropIns dropIns) {
        String unit = dropIns.unit();
        boolean isForMany =
                UnitName.parse(unit).filter(name -> name.stem().endsWith("-")).isPresent();
        if (!isForMany && !exists(unit)) {
            findings.add(
                    Fault.ORPHAN_DROP_IN,
                    unit,
                    new SourcePos(dropIns.path(), 0, 0),
                    "cannot apply these drop-ins: " + unit + " does not exist",
                    Nearest.to(unit, known)
                            .map(near -> "did you mean " + near + "? Rename the folder to " + near + ".d")
                            .orElse("delete the folder, or install " + unit));
        }
    }
}
