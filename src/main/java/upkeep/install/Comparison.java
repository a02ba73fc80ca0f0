package upkeep.install;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/** One comparison of wanted tree, manifest and disk. */
final class Comparison {

    private final UnitTree wanted;
    private final Manifest manifest;
    private final Map<String, DiskFile> disk;
    private final List<FileChange> files = new ArrayList<>();
    private final Map<UnitName, List<FileChange>> filesOf = new HashMap<>();
    private final NavigableSet<Step> steps = new TreeSet<>();
    private final List<UnitName> deferred = new ArrayList<>();
    private final List<UnitChange> units = new ArrayList<>();

    Comparison(UnitTree wanted, Manifest manifest, Map<String, DiskFile> disk) {
        this.wanted = wanted;
        this.manifest = manifest;
        this.disk = disk;
    }

    ChangeSet result() {
        NavigableSet<String> paths = new TreeSet<>(wanted.files().keySet());
        paths.addAll(manifest.paths());
        for (String path : paths) {
            UnitTree.File file = wanted.files().get(path);
            files.add(file != null ? wantedFile(file) : unwantedFile(path));
        }
        files.forEach(file -> file.unit()
                .ifPresent(unit ->
                        filesOf.computeIfAbsent(unit, _ -> new ArrayList<>()).add(file)));
        // A program is run when something happened, not because its unit is new.
        files.stream()
                .filter(file -> file.kind() != UnitTree.Kind.PROGRAM)
                .flatMap(file -> file.unit().stream())
                .distinct()
                .sorted()
                .forEach(this::activate);
        enable();
        carryOver();
        tellSystem();
        return new ChangeSet(
                files,
                List.copyOf(steps),
                deferred,
                units,
                List.of(),
                manifest.pending().isPresent());
    }

    private FileChange wantedFile(UnitTree.File file) {
        Optional<DiskFile> before = Optional.ofNullable(disk.get(file.path()));
        return switch (before.orElse(null)) {
            case null -> change(file, FileChange.Verb.CREATE, before, Optional.empty());
            case DiskFile.Special special ->
                change(file, FileChange.Verb.UPDATE, before, Optional.of(special.what() + " is in its place"));
            case DiskFile.Regular found -> {
                if (found.digest().equals(file.digest())) {
                    yield change(
                            file,
                            found.mode() == file.mode() ? FileChange.Verb.UNCHANGED : FileChange.Verb.UPDATE,
                            before,
                            Optional.empty());
                }
                yield change(file, FileChange.Verb.UPDATE, before, edited(file.path(), found));
            }
        };
    }

    private FileChange change(
            UnitTree.File file, FileChange.Verb verb, Optional<DiskFile> before, Optional<String> conflict) {
        return new FileChange(file.path(), verb, file.kind(), file.unit(), before, Optional.of(file), conflict);
    }

    private FileChange unwantedFile(String path) {
        Manifest.Entry entry = manifest.entry(path).orElseThrow();
        Optional<DiskFile> before = Optional.ofNullable(disk.get(path));
        Optional<String> conflict = before.flatMap(found -> switch (found) {
            case DiskFile.Special special -> Optional.of(special.what() + " is in its place");
            case DiskFile.Regular regular -> edited(path, regular);
        });
        FileChange.Verb verb = before.isEmpty() ? FileChange.Verb.FORGET : FileChange.Verb.DELETE;
        return new FileChange(path, verb, entry.kind(), entry.unit(), before, Optional.empty(), conflict);
    }

    private Optional<String> edited(String path, DiskFile.Regular found) {
        if (manifest.wrote(path, found.digest())) {
            return Optional.empty();
        }
        return Optional.of(
                manifest.paths().contains(path)
                        ? "it was edited since upkeep wrote it"
                        : "a file that upkeep did not write is already there");
    }

    private void activate(UnitName unit) {
        boolean own = wantsOwn(unit);
        boolean stays = of(unit).anyMatch(file -> file.after().isPresent());
        List<FileChange> differing = of(unit).filter(this::meansSomethingElse).toList();
        boolean different = !differing.isEmpty();
        UnitChange change = UnitChange.of(unit, differing);
        if (!stays && wasOwn(unit)) {
            // What is in a slice may belong elsewhere by now, and would be stopped with it. It goes once it is empty.
            if (!unit.type().equals("slice")) {
                steps.add(Step.of(Step.Kind.STOP, unit));
                steps.add(Step.of(Step.Kind.DISABLE, unit));
            }
        } else if (own) {
            if (!wasOwn(unit) && wanted.enabled().contains(unit) && mayStart(unit)) {
                steps.add(Step.of(Step.Kind.START, unit));
            }
            // A target has no process; restarting it would restart its members.
            if (wasKnown(unit) && different && !unit.type().equals("target")) {
                units.add(change);
                if (!change.isLive() && mayRestart(unit)) {
                    restart(unit);
                }
            }
        } else if (different) {
            units.add(change);
            if (!change.isLive()) {
                deferred.add(unit);
            }
        }
    }

    /** Not what only a trigger starts; nor a timer that counts from the boot alone, and would let go at once. */
    private boolean mayStart(UnitName unit) {
        return of(unit).noneMatch(
                        file -> file.kind() == UnitTree.Kind.TRIGGERED || Directives.onlyAtBoot(file.afterText()));
    }

    /** Not what a trigger started, which does its work to the end; nor what is mounted, which others use. */
    private boolean mayRestart(UnitName unit) {
        boolean triggered = of(unit).anyMatch(file -> file.kind() == UnitTree.Kind.TRIGGERED);
        return !triggered && List.of("service", "socket").contains(unit.type());
    }

    /** A socket cannot be opened anew while its service has the old one. */
    private void restart(UnitName unit) {
        steps.add(Step.of(Step.Kind.RESTART, unit));
        if (unit.type().equals("socket")) {
            UnitName.parse(unit.stem() + ".service")
                    .filter(service -> wantsOwn(service) && wasOwn(service))
                    .ifPresent(service -> steps.add(Step.of(Step.Kind.RESTART, service)));
        }
    }

    private void enable() {
        Set<UnitName> elsewhere = files.stream()
                .filter(Comparison::installsElsewhere)
                .flatMap(file -> file.unit().stream())
                .collect(Collectors.toSet());
        for (UnitName unit : wanted.enabled()) {
            if (!manifest.enabled().contains(unit) || isBeingRemoved(unit) || isPutBack(unit)) {
                steps.add(Step.of(Step.Kind.ENABLE, unit));
            } else if (elsewhere.contains(unit)) {
                steps.add(Step.of(Step.Kind.ENABLE_AGAIN, unit));
            }
        }
        for (UnitName unit : manifest.enabled()) {
            if (!wanted.enabled().contains(unit)) {
                steps.add(Step.of(Step.Kind.DISABLE, unit));
            }
        }
    }

    /** Its links may have gone with its file: {@code systemctl unmask} of a unit without one deletes them. */
    private boolean isPutBack(UnitName unit) {
        return of(unit).anyMatch(file -> file.kind() == UnitTree.Kind.UNIT && file.verb() == FileChange.Verb.CREATE);
    }

    private void tellSystem() {
        Set<Step.Kind> tell = EnumSet.noneOf(Step.Kind.class);
        for (FileChange file : files) {
            if (!file.isChange()) {
                continue;
            }
            tell.add(Step.Kind.RELOAD_UPKEEPD);
            switch (file.kind()) {
                case UNIT, PROGRAM, TRIGGERED, DROP_IN -> tell.add(Step.Kind.DAEMON_RELOAD);
                case SYSUSERS -> addIfWanted(tell, file, Step.Kind.CREATE_USERS);
                case TMPFILES -> addIfWanted(tell, file, Step.Kind.CREATE_TEMPORARY_FILES);
                // polkitd watches its directories, logrotate reads them when it runs, and a proxy is told once the
                // instances are ready.
                case POLKIT_RULE, LOGROTATE, PROXY -> {}
            }
        }
        for (Step step : steps) {
            switch (step.kind()) {
                case ENABLE, ENABLE_AGAIN, DISABLE -> tell.add(Step.Kind.DAEMON_RELOAD);
                case STOP,
                        CREATE_USERS,
                        CREATE_TEMPORARY_FILES,
                        DAEMON_RELOAD,
                        RESTART,
                        TRY_RESTART,
                        START,
                        RELOAD_UPKEEPD -> {}
            }
        }
        tell.forEach(kind -> steps.add(Step.of(kind)));
    }

    private static void addIfWanted(Set<Step.Kind> tell, FileChange file, Step.Kind kind) {
        if (file.after().isPresent()) {
            tell.add(kind);
        }
    }

    /** What a run that was cut off still owes, except what the present specs no longer want. */
    private void carryOver() {
        for (Step step : manifest.owed().steps()) {
            boolean stays = step.unit()
                    .map(unit -> of(unit).anyMatch(file -> file.after().isPresent()))
                    .orElse(true);
            boolean enabled =
                    step.unit().map(unit -> wanted.enabled().contains(unit)).orElse(true);
            boolean holds = switch (step.kind()) {
                case STOP -> !stays;
                case DISABLE -> !enabled;
                case ENABLE, ENABLE_AGAIN -> enabled;
                case START, RESTART -> stays;
                // An adopted unit runs on without its drop-in, and must come to run without it.
                case TRY_RESTART -> true;
                case CREATE_USERS -> wantsAny(UnitTree.Kind.SYSUSERS);
                case CREATE_TEMPORARY_FILES -> wantsAny(UnitTree.Kind.TMPFILES);
                case DAEMON_RELOAD, RELOAD_UPKEEPD -> true;
            };
            if (holds) {
                steps.add(step);
            }
        }
    }

    private boolean wantsAny(UnitTree.Kind kind) {
        return wanted.files().values().stream().anyMatch(file -> file.kind() == kind);
    }

    /** The files of a unit. */
    private Stream<FileChange> of(UnitName unit) {
        return filesOf.getOrDefault(unit, List.of()).stream();
    }

    /** Whether the wanted tree defines the unit, rather than changing one that somebody else defines. */
    private boolean wantsOwn(UnitName unit) {
        return of(unit).anyMatch(file -> isOwn(file.kind()) && file.after().isPresent());
    }

    private boolean wasOwn(UnitName unit) {
        return of(unit).anyMatch(file -> isOwn(file.kind()) && isSettled(file.path()));
    }

    private static boolean isOwn(UnitTree.Kind kind) {
        return kind == UnitTree.Kind.UNIT || kind == UnitTree.Kind.TRIGGERED;
    }

    private boolean wasKnown(UnitName unit) {
        return of(unit).anyMatch(file -> isSettled(file.path()));
    }

    /** A unit whose removal was begun may be stopped and disabled already: if it is wanted again, it is a new one. */
    private boolean isSettled(String path) {
        boolean wantedAgain = wanted.files().containsKey(path);
        return manifest.entry(path).isPresent()
                && !(wantedAgain && manifest.owed().deletes().containsKey(path));
    }

    private boolean isBeingRemoved(UnitName unit) {
        return of(unit).anyMatch(file -> manifest.owed().deletes().containsKey(file.path()));
    }

    /** Whether the running service differs: comments (the header names a line of the spec) and [Install] do not count. */
    private boolean meansSomethingElse(FileChange file) {
        return file.isChange()
                && !isPutBack(file)
                && !Directives.ofRunning(file.beforeText()).equals(Directives.ofRunning(file.afterText()));
    }

    /** A file that somebody deleted and that is wanted as it was: the running service was started from it. */
    private boolean isPutBack(FileChange file) {
        return file.before().isEmpty()
                && file.after().isPresent()
                && !manifest.owed().deletes().containsKey(file.path())
                && manifest.wrote(file.path(), file.after().get().digest());
    }

    private static boolean installsElsewhere(FileChange file) {
        return file.kind() == UnitTree.Kind.UNIT
                && file.before().isPresent()
                && !Directives.ofInstall(file.beforeText()).equals(Directives.ofInstall(file.afterText()));
    }

    /** The lines of a unit file that say something, sorted by what they are about. */
    private static final class Directives {

        /** Whether it is a timer that elapses once after a boot, and never else. */
        static boolean onlyAtBoot(String text) {
            List<String> moments = of(text, false).stream()
                    .map(line -> line.substring(0, Math.max(0, line.indexOf('='))))
                    .filter(key -> key.matches("On(Calendar|Active|Boot|Startup|Unit|Clock|Timezone).*"))
                    .toList();
            return !moments.isEmpty() && List.of("OnBootSec", "OnStartupSec").containsAll(moments);
        }

        static List<String> ofRunning(String text) {
            return of(text, false);
        }

        static List<String> ofInstall(String text) {
            return of(text, true);
        }

        private static List<String> of(String text, boolean install) {
            List<String> directives = new ArrayList<>();
            boolean inInstall = false;
            for (String line : text.lines().toList()) {
                String stripped = line.strip();
                if (stripped.startsWith("[")) {
                    inInstall = stripped.equals("[Install]");
                }
                boolean says = !stripped.isEmpty() && !stripped.startsWith("#") && !stripped.startsWith(";");
                if (says && inInstall == install) {
                    directives.add(line);
                }
            }
            return directives;
        }
    }
}
