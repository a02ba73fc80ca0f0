package upkeep.lab.supervision;

import java.util.Locale;

/** The words for what moved a unit: the field {@code cause} of entries, and what {@code upkeep why} says of it. */
enum Cause {
    POLICY("decided"),
    SYSTEMD("systemd restarts it itself"),
    OPERATOR("operator"),
    KILL("SIGKILL"),
    DEPENDENCY("together with"),
    TRIGGER("started by"),
    OUT_OF_MEMORY("want of memory"),
    WATCHDOG("its watchdog failed"),
    START_LIMIT("start limit"),
    TIMEOUT("within its timeout"),
    PACKAGE("package"),
    CRASH("killed by SIGKILL"),
    EXIT("exited with status");

    private final String said;

    Cause(String said) {
        this.said = said;
    }

    /** The value of the field. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What people read, whatever else is told. */
    String said() {
        return said;
    }
}
