package upkeep.install;

import java.nio.file.Path;

/**
 * Where upkeep keeps things below a root directory, which is {@code /} but for images and tests.
 *
 * @param root the directory that stands for {@code /}
 */
public record Layout(Path root) {

    /** Where specs are, unless the user says otherwise. */
    public static final String SPECS = "/etc/upkeep";

    /** Where the presets of the package are, unless the user says otherwise. */
    public static final String PRESETS = "/usr/share/upkeep/presets";

    /** Where units of this machine are. */
    static final String UNITS = "/etc/systemd/system/";

    public static final Layout SYSTEM = new Layout(Path.of("/"));

    public Layout {
        root = root.toAbsolutePath().normalize();
    }

    /** The place of an absolute path inside the root. */
    public Path at(String absolute) {
        Path place = root.resolve(absolute.substring(1)).normalize();
        if (!absolute.startsWith("/") || !place.startsWith(root)) {
            throw new IllegalArgumentException("not an absolute path within the root: " + absolute);
        }
        return place;
    }

    public boolean isSystem() {
        return root.equals(SYSTEM.root());
    }

    public Path specs() {
        return at(SPECS);
    }

    public Path presets() {
        return at(PRESETS);
    }

    public Path state() {
        return at("/var/lib/upkeep");
    }

    Path manifest() {
        return state().resolve("manifest.json");
    }

    Path lock() {
        return state().resolve("apply.lock");
    }

    /** One file for each generation that is kept. */
    Path generations() {
        return state().resolve("generations");
    }

    /** There while an apply waits for its confirmation. */
    Path unconfirmed() {
        return state().resolve("unconfirmed");
    }

    /** Edited files that were overwritten on request. */
    Path saved() {
        return state().resolve("saved");
    }
}
