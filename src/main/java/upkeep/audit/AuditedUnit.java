package upkeep.audit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/**
 * A unit as systemd has it loaded, and the files that it is made of.
 *
 * @param properties those of {@link #PROPERTIES} that it has, as {@code systemctl show --timestamp=unix} prints them; one that is
 *     printed several times has its values on lines of their own
 * @param files its own first, then its drop-ins in the order in which they apply; those that could be read
 */
public record AuditedUnit(UnitName name, Map<String, String> properties, List<UnitSource> files) {

    /** The properties that are gone by, see org.freedesktop.systemd1(5). */
    public static final List<String> PROPERTIES = List.of(
            "Id",
            "Names",
            "LoadState",
            "ActiveState",
            "UnitFileState",
            "FragmentPath",
            "DropInPaths",
            "NeedDaemonReload",
            "Transient",
            "Requires",
            "BindsTo",
            "Wants",
            "Upholds",
            "After",
            "Conflicts",
            "Triggers",
            "Type",
            "RemainAfterExit",
            "MainPID",
            "ExecMainStartTimestamp",
            "User",
            "Group",
            "SupplementaryGroups",
            "DynamicUser",
            "WorkingDirectory",
            "RootDirectory",
            "RootImage",
            "EnvironmentFiles",
            "RuntimeDirectory",
            "StateDirectory",
            "CacheDirectory",
            "LogsDirectory",
            "PrivateTmp",
            "TemporaryFileSystem",
            "BindPaths",
            "BindReadOnlyPaths",
            "Listen");

    public AuditedUnit {
        properties = Map.copyOf(properties);
        files = List.copyOf(files);
    }

    /** Empty where it has none. */
    public String property(String property) {
        return properties.getOrDefault(property, "");
    }

    /** The units that a property names. */
    Set<UnitName> units(String property) {
        Set<UnitName> units = new LinkedHashSet<>();
        for (String name : property(property).split(" ", -1)) {
            UnitName.parse(name).ifPresent(units::add);
        }
        return units;
    }

    boolean isThere() {
        return !property("LoadState").equals("not-found");
    }

    boolean isMasked() {
        return property("LoadState").equals("masked");
    }

    boolean isLoaded() {
        return property("LoadState").equals("loaded");
    }

    /** Whether anything of it runs. */
    public boolean isActive() {
        return List.of("active", "reloading", "activating", "refreshing").contains(property("ActiveState"));
    }

    boolean isType(String... types) {
        return List.of(types).contains(name.type());
    }

    /** A oneshot that is inactive once it is done. */
    boolean isOverWhenDone() {
        return property("Type").equals("oneshot") && property("RemainAfterExit").equals("no");
    }

    /** Made over the bus, as systemd-run(1) does, and not meant to last. */
    boolean isTransient() {
        return property("Transient").equals("yes");
    }

    /** Whether somebody here has written it, and not a package. */
    boolean isOwn() {
        String path = property("FragmentPath");
        return !path.isEmpty() && !UnitSource.isShipped(path);
    }

    /** Its own file, without a line. */
    SourcePos file() {
        String path = property("FragmentPath");
        return path.isEmpty() ? SourcePos.NONE : new SourcePos(path, 0, 0);
    }
}
