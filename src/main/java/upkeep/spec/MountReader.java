package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.UnitName;
import upkeep.spec.Service.Setting;
import upkeep.spec.SetDirective.Content;
import upkeep.unit.UnitType;

/** Reads entries of {@code mounts:} and {@code swaps:}, which are named by their paths. */
final class MountReader {

    private static final String LOCAL = "local-fs.target";
    private static final String OVER_NETWORK = "remote-fs.target";
    private static final String SWAP = "swap.target";

    /** What systemd mounts itself before it reads any unit, and what cannot be unmounted. */
    private static final Pattern SYSTEMS_OWN = Pattern.compile("/|/(proc|sys|dev|run)|/(proc|sys)/.*|/dev/(pts|shm)");

    private MountReader() {}

    /** The mount and, if it is one that waits, what waits. */
    static List<OwnUnit> mount(Node.Entry entry, Report report) {
        List<Setting> settings = new ArrayList<>();
        Fields fields = Fields.of(entry, MountKeys.MOUNT, report, settings);
        UnitName name = unit(entry, "mount", report).orElse(Defaults.UNNAMED_MOUNT);
        if (SYSTEMS_OWN.matcher(entry.key()).matches()) {
            report.error(
                    entry.keyPosition(),
                    "cannot mount anything on " + entry.key() + ": that is the system's own",
                    "mount it somewhere else");
        }
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        unit.read(List.of(OwnUnitKeys.DESCRIPTION));
        unit.relations();
        where(entry, unit, MountKeys.MOUNT_SECTION);
        unit.read(MountKeys.OF_MOUNT);
        missingWhat(fields, entry, report);
        String usual = MountKeys.isRemote(unit.set()) ? OVER_NETWORK : LOCAL;
        List<OwnUnit> units = new ArrayList<>();
        List<Service.Directive> directives = unit.passedThrough(MountKeys.UNIT, UnitType.MOUNT);
        if (fields.has(MountKeys.AUTOMOUNT)) {
            OwnUnitReader waiting = new OwnUnitReader(fields, settings);
            waiting.read(List.of(OwnUnitKeys.DESCRIPTION));
            where(entry, waiting, MountKeys.AUTOMOUNT_SECTION);
            boolean isShort = fields.entry(MountKeys.AUTOMOUNT)
                    .filter(it -> it.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                    .isPresent();
            Fields inner =
                    isShort ? fields.only(MountKeys.AUTOMOUNT, MountKeys.IDLE.key()) : fields.map(MountKeys.AUTOMOUNT);
            waiting.read(inner, List.of(MountKeys.IDLE));
            waiting.installed(MountKeys.WANTED_BY, usual);
            UnitName.parse(name.stem() + ".automount")
                    .ifPresentOrElse(
                            automounted -> units.add(waiting.unit(
                                    entry.key(), automounted, Optional.empty(), Optional.empty(), List.of())),
                            () -> report.error(
                                    fields.at(MountKeys.AUTOMOUNT),
                                    "cannot wait for somebody to look at " + entry.key()
                                            + ": a unit's name cannot be so long"));
        } else {
            unit.installed(MountKeys.WANTED_BY, usual);
        }
        units.add(unit.unit(entry.key(), name, Optional.empty(), Optional.empty(), directives));
        return units;
    }

    private static void where(Node.Entry entry, OwnUnitReader unit, String section) {
        unit.add(section, "Where", MountKeys.WHAT.key(), new Content.Line(entry.key()));
    }

    static OwnUnit swap(Node.Entry entry, Report report) {
        List<Setting> settings = new ArrayList<>();
        Fields fields = Fields.of(entry, MountKeys.SWAP, report, settings);
        UnitName name = unit(entry, "swap", report).orElse(Defaults.UNNAMED_SWAP);
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        unit.read(List.of(OwnUnitKeys.DESCRIPTION));
        unit.relations();
        unit.add(MountKeys.SWAP_SECTION, "What", MountKeys.PRIORITY.key(), new Content.Line(entry.key()));
        unit.read(MountKeys.OF_SWAP);
        unit.installed(MountKeys.SWAP_WANTED_BY, SWAP);
        List<Service.Directive> directives = unit.passedThrough(MountKeys.SWAP_UNIT, UnitType.SWAP);
        return unit.unit(entry.key(), name, Optional.empty(), Optional.empty(), directives);
    }

    /** What is wrong with a path by which something is named, if anything. */
    static Optional<String> fault(String path) {
        if (Kinds.PATH.parse().apply(path).isEmpty()) {
            return Optional.of(Kinds.PATH.why().apply(path));
        }
        boolean isPlain = path.equals("/")
                || (!path.endsWith("/") && !path.contains("//") && !(path + "/").matches(".*/\\.{1,2}/.*"));
        return isPlain ? Optional.empty() : Optional.of("it has slashes or dots that lead nowhere");
    }

    private static Optional<UnitName> unit(Node.Entry entry, String type, Report report) {
        Optional<String> fault = fault(entry.key());
        Optional<UnitName> unit = fault.isPresent() ? Optional.empty() : UnitName.ofPath(entry.key(), type);
        if (unit.isEmpty()) {
            report.error(
                    entry.keyPosition(),
                    "cannot use " + Quoted.text(entry.key()) + " for a " + type + ": "
                            + fault.orElse("a unit's name cannot be so long"),
                    "write the whole path, such as /srv/data");
        }
        return unit;
    }

    private static void missingWhat(Fields fields, Node.Entry entry, Report report) {
        if (fields.lacks(MountKeys.WHAT.key())) {
            report.error(
                    fields.position(),
                    "cannot mount anything on " + entry.key() + ": what is missing",
                    "write what: /dev/disk/by-label/data");
        }
    }
}
