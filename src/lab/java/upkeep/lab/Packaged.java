package upkeep.lab;

import java.nio.file.Path;
import java.util.List;

/** Machines with the package installed, and what tests of it look at. */
final class Packaged {
    /** The durable places of upkeep and of what it generates, its own memory left out, which changes with every event. */
    private static final String PLACES =
            "/etc/systemd/system /etc/sysusers.d /etc/tmpfiles.d /etc/polkit-1 /var/lib/upkeep";

    private Packaged() {}

    /** A machine on which the package that is under test was installed, and upkeepd runs. */
    static Machine boot(Suite suite, String label, String... nspawnArguments) {
        Machine machine = Machine.boot(suite, label, nspawnArguments);
        try {
            machine.install(deb()).orFail();
        } catch (RuntimeException | AssertionError e) {
            machine.close();
            throw e;
        }
        return machine;
    }

    static Path deb() {
        return Machine.packageFile()
                .orElseThrow(() -> new AssertionError(
                        "cannot find the package under test: set -Dupkeep.deb=FILE, or run ./test --lab-only"));
    }

    /** Kind, mode, owner, path, link target and content of all files in the durable places; one line each. */
    static List<String> disk(Machine machine) {
        return list(machine, "%y %m %u:%g %p %l\\n");
    }

    /** The same with the time of the last change, so that a file written anew with the same content differs. */
    static List<String> untouchedDisk(Machine machine) {
        return list(machine, "%y %m %u:%g %p %l %T@\\n");
    }

    private static List<String> list(Machine machine, String format) {
        return machine.shell("exist=$(ls -d " + PLACES + " 2>/dev/null || true)\n"
                        + "LC_ALL=C find $exist -path /var/lib/upkeep/daemon -prune -o -printf '" + format
                        + "' | LC_ALL=C sort\n"
                        + "find $exist -path /var/lib/upkeep/daemon -prune -o -type f -print0 | LC_ALL=C sort -z"
                        + " | xargs -0r sha256sum")
                .orFail()
                .out()
                .lines()
                .toList();
    }

    /** The pid of a unit's main process, which must have one. */
    static int mainPid(Machine machine, String unit) {
        int pid = Integer.parseInt(machine.property(unit, "MainPID"));
        if (pid == 0) {
            throw new AssertionError(unit + " does not run: "
                    + machine.run("systemctl", "status", unit).out());
        }
        return pid;
    }

    /** What upkeepd knows, as JSON. */
    static String status(Machine machine) {
        return machine.run("upkeep", "status", "--json").out();
    }
}
