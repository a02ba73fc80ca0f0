package upkeep.notify;

import java.time.Duration;
import java.util.Map;
import upkeep.base.UnitName;

/** Runs programs that tell people, as the oneshot units that {@code apply} wrote for them. Thread-safe. */
@FunctionalInterface
public interface Programs {

    /**
     * Runs one to its end, which the calling thread waits for; never two of one unit at once.
     *
     * @param variables its environment, by names of {@code A-Z} and {@code _} that begin with {@code MONIT_} or {@code UPKEEP_}
     * @param input what it reads on its standard input
     * @param deadline longer than systemd lets it run
     */
    End run(UnitName unit, Map<String, String> variables, String input, Duration deadline);

    /** How a program ended. */
    sealed interface End {

        /** By itself, with that status; those above 199 are also what systemd says where it could not start it, systemd.exec(5). */
        record Exited(int status) implements End {}

        /** Not by itself, or it never began. */
        record Failed(String why) implements End {}
    }
}
