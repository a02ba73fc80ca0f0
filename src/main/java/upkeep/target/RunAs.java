package upkeep.target;

import java.util.Optional;
import upkeep.base.UnitName;

/**
 * Whom the program of a check runs as, where that is not upkeepd itself. systemd runs it then: once for each connection
 * to a socket on which nobody but upkeepd may ask. {@code apply} writes both units.
 *
 * @param subject the check as units are named after it, {@code web.liveness} for {@code web/liveness}; unique in the plan
 * @param user its user
 * @param group its group; absent for the user's own
 */
public record RunAs(String subject, String user, Optional<String> group) {

    /** The folder of the sockets, made by systemd. */
    public static final String FOLDER = "/run/upkeep-checks";

    private static final String UNITS = "upkeep-check-";

    /** @throws IllegalArgumentException if no unit can be named after the subject */
    public RunAs {
        if (!canBeNamed(subject)) {
            throw new IllegalArgumentException("no unit can be named after " + subject);
        }
    }

    /** Whether units can be named after a check of that name. */
    public static boolean canBeNamed(String subject) {
        return UnitName.parse(UNITS + subject + "@.service").isPresent();
    }

    /** The unit that listens. */
    public UnitName socket() {
        return new UnitName(UNITS + subject + ".socket");
    }

    /** The template of the units that run the program, one for each connection. */
    public UnitName service() {
        return new UnitName(UNITS + subject + "@.service");
    }

    /** The socket's place in the file system. */
    public String path() {
        return FOLDER + "/" + subject;
    }

    /** In words: {@code as nagios}, {@code as nagios:adm}. */
    public String text() {
        return "as " + user + group.map(name -> ":" + name).orElse("");
    }
}
