package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.UnitName;
import upkeep.spec.OwnUnit.Manner;
import upkeep.spec.Service.Setting;
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
        unit.read(OwnUnitKeys.RELATIONS);
        fields.read(MountKeys.WHAT)
                .ifPresentOrElse(
                        what -> unit.add(MountKeys.MOUNT_SECTION, "What", MountKeys.WHAT, Manner.TEXT, what),
                        () -> missingWhat(fields, entry, report));
        unit.add(MountKeys.MOUNT_SECTION, "Where", MountKeys.WHAT, Manner.PATH, entry.key());
        List<String> options = options(fields, unit, MountKeys.MOUNT_SECTION);
        unit.read(MountKeys.mountManners());
        boolean automount = fields.has(MountKeys.AUTOMOUNT);
        Optional<String> type = fields.read(MountKeys.TYPE);
        type.ifPresent(it -> unit.add(MountKeys.MOUNT_SECTION, "Type", MountKeys.TYPE, Manner.TEXT, it));
        String usual = MountKeys.isRemote(type, options) ? OVER_NETWORK : LOCAL;
        List<OwnUnit> units = new ArrayList<>();
        List<Service.Directive> directives = unit.passedThrough(MountKeys.UNIT, UnitType.MOUNT);
        if (automount) {
            OwnUnitReader waiting = new OwnUnitReader(fields, settings);
            waiting.read(List.of(OwnUnitKeys.DESCRIPTION));
            waiting.add(MountKeys.AUTOMOUNT_SECTION, "Where", MountKeys.WHAT, Manner.PATH, entry.key());
            boolean isShort = fields.entry(MountKeys.AUTOMOUNT)
                    .filter(it -> it.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                    .isPresent();
            Fields inner = isShort ? fields.only(MountKeys.AUTOMOUNT, MountKeys.IDLE) : fields.map(MountKeys.AUTOMOUNT);
            waiting.read(
                    inner,
                    List.of(UnitDirectiveKey.value(MountKeys.IDLE, MountKeys.AUTOMOUNT_SECTION, "TimeoutIdleSec")));
            wantedBy(fields, waiting, MountKeys.WANTED_BY, usual);
            UnitName.parse(name.stem() + ".automount")
                    .ifPresentOrElse(
                            automounted -> units.add(waiting.unit(
                                    entry.key(), automounted, Optional.empty(), Optional.empty(), List.of())),
                            () -> report.error(
                                    fields.at(MountKeys.AUTOMOUNT),
                                    "cannot wait for somebody to look at " + entry.key()
                                            + ": a unit's name cannot be so long"));
        } else {
            wantedBy(fields, unit, MountKeys.WANTED_BY, usual);
        }
        units.add(unit.unit(entry.key(), name, Optional.empty(), Optional.empty(), directives));
        return units;
    }

    static OwnUnit swap(Node.Entry entry, Report report) {
        List<Setting> settings = new ArrayList<>();
        Fields fields = Fields.of(entry, MountKeys.SWAP, report, settings);
        UnitName name = unit(entry, "swap", report).orElse(Defaults.UNNAMED_SWAP);
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        unit.read(OwnUnitKeys.RELATIONS);
        unit.add(MountKeys.SWAP_SECTION, "What", MountKeys.PRIORITY, Manner.PATH, entry.key());
        options(fields, unit, MountKeys.SWAP_SECTION);
        unit.read(MountKeys.swapManners());
        wantedBy(fields, unit, MountKeys.SWAP_WANTED_BY, SWAP);
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
        if (fields.lacks(MountKeys.WHAT)) {
            report.error(
                    fields.position(),
                    "cannot mount anything on " + entry.key() + ": what is missing",
                    "write what: /dev/disk/by-label/data");
        }
    }

    private static List<String> options(Fields fields, OwnUnitReader unit, String section) {
        List<String> options =
                fields.list(MountKeys.OPTIONS).stream().map(Located::value).toList();
        if (!options.isEmpty()) {
            unit.add(section, "Options", MountKeys.OPTIONS, Manner.TEXT, String.join(",", options));
        }
        return options;
    }

    private static void wantedBy(Fields fields, OwnUnitReader unit, Key<Form.Values<UnitName>> key, String usual) {
        fields.list(key)
                .forEach(other -> unit.add(
                        OwnUnitKeys.INSTALL, "WantedBy", key, other.value().text()));
        if (!fields.has(key)) {
            fields.note(key, usual);
            unit.add(OwnUnitKeys.INSTALL, "WantedBy", key, usual);
        }
    }
}
