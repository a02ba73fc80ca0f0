package upkeep.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/**
 * One thing that is not as upkeep put it in force: on disk, or as systemd has it.
 *
 * @param subject the unit, or the path of a file that belongs to none
 * @param detail what is found, with the path where there is one
 * @param adopt how what is found comes to be what is wanted
 * @param revert how what was put in force comes back
 */
public record Drift(String subject, Cause cause, String detail, String adopt, String revert) {

    /** The properties of units that {@link #find} goes by, see org.freedesktop.systemd1(5). */
    public static final List<String> PROPERTIES =
            List.of("LoadState", "FragmentPath", "DropInPaths", "NeedDaemonReload", "UnitFileState");

    private static final String OURS = "50-upkeep.conf";
    private static final String INTO_SPEC = "write it into the spec, below unit: if no other key has it, and run ";

    /** What became of it. */
    public enum Cause {
        EDITED,
        MODE,
        DELETED,
        REPLACED,
        MASKED,
        SHADOWED,
        DROP_IN,
        SET_PROPERTY,
        NOT_LOADED,
        DISABLED;

        /** Lower case with dashes, as in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The units that are looked at: those that upkeep writes or changes, but for templates, of which nothing is loaded. */
    public static List<UnitName> units(Manifest manifest) {
        NavigableSet<UnitName> units = new TreeSet<>();
        manifest.files().values().forEach(entry -> entry.unit().ifPresent(units::add));
        units.removeIf(unit -> unit.stem().endsWith("@"));
        return List.copyOf(units);
    }

    /**
     * All of it, by file and then by unit; pure.
     *
     * @param disk what is at the paths of the manifest
     * @param dropIns paths of the drop-ins that are on disk in /etc and /run, by unit
     * @param loaded {@link #PROPERTIES} of units; of one that is absent nothing is said
     */
    public static List<Drift> find(
            Manifest manifest,
            Map<String, DiskFile> disk,
            Map<UnitName, List<String>> dropIns,
            Map<UnitName, Map<String, String>> loaded) {
        List<Drift> found = new ArrayList<>();
        manifest.files().forEach((path, entry) -> file(path, entry, disk.get(path), found));
        units(manifest).forEach(unit -> {
            if (loaded.containsKey(unit)) {
                unit(manifest, unit, dropIns.getOrDefault(unit, List.of()), loaded.getOrDefault(unit, Map.of()), found);
            }
        });
        return List.copyOf(found);
    }

    private static void file(String path, Manifest.Entry entry, @Nullable DiskFile file, List<Drift> found) {
        String subject = entry.unit().map(UnitName::text).orElse(path);
        switch (file) {
            case null ->
                found.add(new Drift(
                        subject,
                        Cause.DELETED,
                        path + " is gone",
                        "take it out of the spec and run upkeep apply",
                        "upkeep apply"));
            case DiskFile.Special special ->
                found.add(new Drift(
                        subject,
                        special.what().contains("masked") ? Cause.MASKED : Cause.REPLACED,
                        path + " is " + special.what(),
                        "take it out of the spec, delete " + path + " and run upkeep apply",
                        "delete " + path + " and run upkeep apply"));
            case DiskFile.Regular regular -> {
                if (!regular.digest().equals(entry.digest())) {
                    found.add(new Drift(
                            subject,
                            Cause.EDITED,
                            path + " was edited",
                            INTO_SPEC + "upkeep apply --overwrite",
                            "upkeep apply --overwrite, which keeps a copy"));
                } else if (regular.mode() != entry.mode()) {
                    found.add(new Drift(
                            subject,
                            Cause.MODE,
                            path + " has mode " + StrictJson.mode(regular.mode()) + " instead of "
                                    + StrictJson.mode(entry.mode()),
                            "it cannot be kept",
                            "chmod " + StrictJson.mode(entry.mode()) + " " + path));
                }
            }
        }
    }

    private static void unit(
            Manifest manifest, UnitName unit, List<String> dropIns, Map<String, String> shown, List<Drift> found) {
        String loadState = shown.getOrDefault("LoadState", "");
        String fragment = shown.getOrDefault("FragmentPath", "");
        boolean onDisk = found.stream().noneMatch(drift -> drift.subject().equals(unit.text()) && drift.isOfFile());
        if (loadState.equals("masked") && onDisk) {
            found.add(new Drift(
                    unit.text(),
                    Cause.MASKED,
                    "systemd has it masked",
                    "take it out of the spec and run upkeep apply",
                    "systemctl unmask " + unit));
        }
        boolean isOwn = manifest.files().entrySet().stream()
                .anyMatch(file -> file.getValue().kind() != UnitTree.Kind.DROP_IN
                        && file.getValue().unit().filter(unit::equals).isPresent()
                        && !file.getKey().equals(fragment));
        if (isOwn && loadState.equals("loaded") && !fragment.isEmpty()) {
            found.add(new Drift(
                    unit.text(),
                    Cause.SHADOWED,
                    "systemd has loaded " + fragment + " in its place",
                    "take it out of the spec and run upkeep apply",
                    "delete " + fragment + " and run systemctl daemon-reload"));
        }
        List<String> read = List.of(shown.getOrDefault("DropInPaths", "").split(" ", -1));
        read.forEach(path -> dropIn(unit, path, found));
        // Version 252 does not notice that a unit got its first drop-in.
        Optional<String> unread = loadState.equals("loaded")
                ? dropIns.stream().filter(path -> !isRead(path, read)).findFirst()
                : Optional.empty();
        if (unread.isPresent() || shown.getOrDefault("NeedDaemonReload", "").equals("yes")) {
            found.add(new Drift(
                    unit.text(),
                    Cause.NOT_LOADED,
                    unread.map(path -> "systemd has not read " + path)
                            .orElse("files of it changed since systemd read them"),
                    "systemctl daemon-reload",
                    "undo what was changed and run systemctl daemon-reload"));
        }
        String state = shown.getOrDefault("UnitFileState", "");
        if (manifest.enabled().contains(unit) && state.equals("disabled")) {
            found.add(new Drift(
                    unit.text(),
                    Cause.DISABLED,
                    "it is not enabled, and will not start at boot",
                    "write wanted-by: [] into the spec and run upkeep apply",
                    "systemctl enable " + unit));
        }
    }

    /** Whether systemd has read it, or another one of the same name in its place. */
    private static boolean isRead(String dropIn, List<String> read) {
        String name = dropIn.substring(dropIn.lastIndexOf('/'));
        return read.stream().anyMatch(path -> path.endsWith(name));
    }

    /** What packages ship is not drift, nor what holds for all units of a type. */
    private static void dropIn(UnitName unit, String path, List<Drift> found) {
        boolean isOfOthers = path.startsWith("/etc/") || path.startsWith("/run/");
        if (!isOfOthers || path.endsWith("/" + OURS) || path.contains("/" + unit.type() + ".d/")) {
            return;
        }
        boolean isProperty = path.contains("/system.control/");
        String lasting = path.startsWith("/run/") ? ", until the next boot" : "";
        found.add(new Drift(
                unit.text(),
                isProperty ? Cause.SET_PROPERTY : Cause.DROP_IN,
                (isProperty ? "systemctl set-property has written " : "there is the drop-in ") + path + lasting,
                INTO_SPEC + "upkeep apply, then delete " + path,
                "delete " + path + " and run systemctl daemon-reload"));
    }

    private boolean isOfFile() {
        return switch (cause) {
            case EDITED, MODE, DELETED, REPLACED, MASKED -> true;
            case SHADOWED, DROP_IN, SET_PROPERTY, NOT_LOADED, DISABLED -> false;
        };
    }
}
