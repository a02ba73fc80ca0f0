package upkeep.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Source;

/**
 * As much of systemd as an apply can get wrong: what it has loaded is as old as its last daemon-reload, and a service
 * runs with what was loaded when it was started. Outlives crashes of the applier.
 */
final class FakeSystemd {

    private final Path root;
    final NavigableSet<UnitName> enabled = new TreeSet<>();
    final NavigableMap<UnitName, String> loaded = new TreeMap<>();
    final NavigableMap<UnitName, String> running = new TreeMap<>();
    final NavigableMap<UnitName, String> packaged = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    final NavigableSet<UnitName> broken = new TreeSet<>();
    private String users = "";
    private List<Source> supervised = List.of();
    private SortedSet<String> unsupervised = new TreeSet<>();

    FakeSystemd(Path root) {
        this.root = root;
    }

    /** The same systemd, on a copy of the root. */
    FakeSystemd copy(Path otherRoot) {
        FakeSystemd other = new FakeSystemd(otherRoot);
        other.enabled.addAll(enabled);
        other.loaded.putAll(loaded);
        other.running.putAll(running);
        other.packaged.putAll(packaged);
        other.users = users;
        other.supervised = supervised;
        other.unsupervised = unsupervised;
        return other;
    }

    /** A unit that a package ships, and that runs. */
    void ship(UnitName unit) {
        packaged.put(unit, "as packaged\n");
        loaded.put(unit, "as packaged\n");
        running.put(unit, "as packaged\n");
    }

    /** All that a later run could find different; users that were created stay for good, so they count while wanted. */
    record State(
            NavigableSet<UnitName> enabled,
            NavigableMap<UnitName, String> loaded,
            NavigableMap<UnitName, String> running,
            String users,
            List<Source> supervised,
            SortedSet<String> unsupervised) {}

    State state() {
        return new State(
                new TreeSet<>(enabled),
                new TreeMap<>(loaded),
                new TreeMap<>(running),
                Files.exists(usersFile()) ? users : "",
                supervised,
                unsupervised);
    }

    Activation behind(Fuse fuse) {
        return (kind, units) -> {
            calls.add(kind.word() + units.stream().map(unit -> " " + unit).reduce("", String::concat));
            List<Activation.Outcome> outcomes = new ArrayList<>();
            List<Step> steps = units.isEmpty()
                    ? List.of(Step.of(kind))
                    : units.stream().map(unit -> Step.of(kind, unit)).toList();
            for (Step step : steps) {
                try {
                    fuse.effect(step.toString(), () -> take(step));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                boolean failed = step.unit().filter(broken::contains).isPresent();
                outcomes.add(failed ? Activation.Outcome.failed(step, "exit status 1") : Activation.Outcome.done(step));
            }
            return outcomes;
        };
    }

    private void take(Step step) throws IOException {
        switch (step.kind()) {
            case STOP -> running.remove(step.unit().orElseThrow());
            case DISABLE -> enabled.remove(step.unit().orElseThrow());
            case ENABLE, ENABLE_AGAIN -> enabled.add(step.unit().orElseThrow());
            case CREATE_USERS -> users = Files.readString(usersFile());
            case CREATE_TEMPORARY_FILES -> {}
            case DAEMON_RELOAD -> load();
            case RESTART, TRY_RESTART -> {
                UnitName unit = step.unit().orElseThrow();
                if (running.containsKey(unit)) {
                    running.put(unit, loadedText(unit));
                }
            }
            case START ->
                running.putIfAbsent(
                        step.unit().orElseThrow(), loadedText(step.unit().orElseThrow()));
            case RELOAD_UPKEEPD -> {
                Layout layout = new Layout(root);
                supervised = Snapshot.read(layout).value().orElseThrow();
                unsupervised = new ManifestStore(layout, new RealFileSystem())
                        .read()
                        .value()
                        .orElseThrow()
                        .removed();
            }
        }
    }

    private Path usersFile() {
        return root.resolve("etc/sysusers.d/upkeep-services.conf");
    }

    private String loadedText(UnitName unit) {
        return Optional.ofNullable(loaded.get(unit))
                .orElseThrow(() -> new AssertionError(unit + " started before systemd knew it"));
    }

    private void load() throws IOException {
        loaded.clear();
        loaded.putAll(packaged);
        Path directory = root.resolve("etc/systemd/system");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = directory.relativize(file).toString();
                if (name.endsWith(".service") || name.endsWith(".conf")) {
                    UnitName unit = new UnitName(name.replaceAll("\\.d/.*", ""));
                    loaded.merge(unit, Files.readString(file), String::concat);
                }
            }
        }
    }

    /** Every file below the root with its mode and content, links with their target, and our directories. */
    static Map<String, String> files(Path root) {
        NavigableMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted().toList()) {
                String name = root.relativize(file).toString();
                if (Files.isSymbolicLink(file)) {
                    files.put(name, "-> " + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file) && !name.endsWith("apply.lock")) {
                    files.put(name, Files.getPosixFilePermissions(file) + "\n" + Files.readString(file));
                } else if (Files.isDirectory(file) && (name.startsWith("var") || name.endsWith(".service.d"))) {
                    files.put(name + "/", Files.getPosixFilePermissions(file).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
