package upkeep.install;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import upkeep.base.Digest;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/**
 * The record of what upkeep wrote, kept in {@code /var/lib/upkeep/manifest.json}. It tells our files from foreign ones
 * and untouched ones from edited ones, and what a run that was cut off still owes.
 *
 * @param generation the number of the generation in force, {@link Generation#NONE} before the first
 * @param files what is on disk by our hand, by absolute path
 * @param enabled the units we enabled
 * @param removed services, and other units by their whole names, taken away by {@code upkeep remove} although the applied specs
 *     describe them
 * @param pending what a run had begun and not finished
 */
public record Manifest(
        int generation,
        SortedMap<String, Entry> files,
        SortedSet<UnitName> enabled,
        SortedSet<String> removed,
        Optional<Pending> pending) {

    /** Before the first apply. */
    public static final Manifest EMPTY =
            new Manifest(Generation.NONE, new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), Optional.empty());

    public Manifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        enabled = Collections.unmodifiableSortedSet(new TreeSet<>(enabled));
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }

    /** One file as we wrote it. */
    public record Entry(Digest digest, int mode, UnitTree.Kind kind, Optional<UnitName> unit) {
        static Entry of(UnitTree.File file) {
            return new Entry(file.digest(), file.mode(), file.kind(), file.unit());
        }
    }

    /**
     * Written before the first file is touched.
     *
     * @param writes the files the run is about to create or replace
     * @param deletes the files it is about to delete
     * @param steps what systemd has still to be told; shrinks as the run proceeds
     */
    public record Pending(SortedMap<String, Entry> writes, SortedMap<String, Entry> deletes, List<Step> steps) {

        public static final Pending NONE = new Pending(new TreeMap<>(), new TreeMap<>(), List.of());

        public Pending {
            writes = Collections.unmodifiableSortedMap(new TreeMap<>(writes));
            deletes = Collections.unmodifiableSortedMap(new TreeMap<>(deletes));
            steps = steps.stream().sorted().distinct().toList();
        }

        Pending withSteps(Collection<Step> remaining) {
            return new Pending(writes, deletes, List.copyOf(remaining));
        }
    }

    Pending owed() {
        return pending.orElse(Pending.NONE);
    }

    Manifest withPending(Pending owed) {
        return new Manifest(generation, files, enabled, removed, Optional.of(owed));
    }

    Manifest withGeneration(int number) {
        return new Manifest(number, files, enabled, removed, pending);
    }

    Manifest withRemoved(SortedSet<String> services) {
        return new Manifest(generation, files, enabled, services, pending);
    }

    /** The same without the files of these units, which are somebody else's from now on. */
    Manifest without(Set<UnitName> units, Set<String> services) {
        SortedMap<String, Entry> rest = new TreeMap<>(files);
        rest.values().removeIf(entry -> entry.unit().filter(units::contains).isPresent());
        SortedSet<UnitName> restEnabled = new TreeSet<>(enabled);
        restEnabled.removeAll(units);
        SortedSet<String> gone = new TreeSet<>(removed);
        gone.addAll(services);
        return new Manifest(generation, rest, restEnabled, gone, pending);
    }

    /** Every path that is ours or was about to be. */
    SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>(files.keySet());
        paths.addAll(owed().writes().keySet());
        paths.addAll(owed().deletes().keySet());
        return paths;
    }

    /** What is known of a path, the intended state before the earlier one. */
    Optional<Entry> entry(String path) {
        return Stream.of(owed().writes(), files, owed().deletes())
                .flatMap(entries -> Optional.ofNullable(entries.get(path)).stream())
                .findFirst();
    }

    /** Whether a file of that digest is one we wrote at that path, in this run or the one that was cut off. */
    boolean wrote(String path, Digest digest) {
        Entry written = files.get(path);
        Entry intended = owed().writes().get(path);
        return (written != null && written.digest().equals(digest))
                || (intended != null && intended.digest().equals(digest));
    }

    /**
     * The same record with every file as it was found on disk, where that is by our hand: of the intents of a run that
     * was cut off only those stay that took effect, and a further intent can take their place without making our own
     * file look edited.
     */
    Manifest settled(Map<String, DiskFile> disk) {
        SortedMap<String, Entry> settled = new TreeMap<>(files);
        owed().writes().forEach((path, intended) -> {
            if (disk.get(path) instanceof DiskFile.Regular found
                    && found.digest().equals(intended.digest())) {
                settled.put(path, intended);
            }
        });
        return new Manifest(generation, settled, enabled, removed, pending);
    }
}
