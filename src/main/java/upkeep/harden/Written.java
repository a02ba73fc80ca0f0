package upkeep.harden;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a service was seen to write, as the paths that {@code writable} would have to name. */
public final class Written {

    /** Folders that belong to many: what is changed there is named itself; what is made there needs the folder all the same. */
    private static final Set<String> SHARED = Set.of(
            "/etc",
            "/home",
            "/opt",
            "/root",
            "/srv",
            "/usr",
            "/var",
            "/var/cache",
            "/var/lib",
            "/var/log",
            "/var/spool");

    private static final Set<String> VOLATILE = Set.of("/run");

    private Written() {}

    /**
     * Something that is otherwise after the service has run.
     *
     * @param path absolute
     * @param directory what it is now, or was
     * @param existed before
     */
    public record Change(String path, boolean directory, boolean existed) {
        String parent() {
            int slash = path.lastIndexOf('/');
            return slash == 0 ? "/" : path.substring(0, slash);
        }
    }

    /**
     * The fewest paths that exist and have all changes in them.
     *
     * @param open folders that are writable to it without a word, such as its {@code directories}
     */
    public static SortedSet<String> writable(Collection<Change> changes, Set<String> open) {
        Set<String> made = new HashSet<>();
        changes.stream()
                .filter(change -> change.directory() && !change.existed())
                .forEach(change -> made.add(change.path()));
        SortedSet<String> paths = new TreeSet<>();
        for (Change change : changes) {
            // What Python compiles is no work of the service; and what is new in a new folder needs no word of its own.
            if (!change.path().contains("/__pycache__")
                    && !made.contains(change.parent())
                    && !isIn(change.path(), open)) {
                paths.add(place(change));
            }
        }
        paths.removeIf(path -> isIn(path, open) || path.equals("/"));
        SortedSet<String> fewest = new TreeSet<>();
        for (String path : paths) {
            if (!isIn(path, fewest)) {
                fewest.add(path);
            }
        }
        return fewest;
    }

    private static String place(Change change) {
        // It is empty after a boot: what lies there now need not be there when the service is started then, and systemd
        // would refuse.
        if (isIn(change.path(), VOLATILE)) {
            return "/run";
        }
        boolean isItself = change.existed() && (change.directory() || SHARED.contains(change.parent()));
        return isItself ? change.path() : change.parent();
    }

    private static boolean isIn(String path, Set<String> folders) {
        return folders.stream().anyMatch(folder -> path.equals(folder) || path.startsWith(folder + "/"));
    }
}
