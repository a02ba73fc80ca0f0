package upkeep.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import upkeep.base.UnitName;

/**
 * What was seen of a machine, at one time. What could not be looked at is left out of it.
 *
 * @param graph the units that systemd has loaded
 * @param folders where it looks for them
 * @param onTheBus the units that a call over the bus has started, by the files of D-Bus
 * @param running the services that run
 * @param absent what is not there of that which units need
 * @param listens where sockets that are not active shall listen
 * @param held who listens where now
 * @param preChecks what the pre-checks complained of that did not succeed, by unit
 * @param edited what upkeep put in force and somebody changed
 */
public record Facts(
        UnitGraph graph,
        UnitFolders folders,
        Set<UnitName> onTheBus,
        List<Running> running,
        Set<Needed> absent,
        Map<UnitName, List<Place>> listens,
        List<Held> held,
        Map<UnitName, String> preChecks,
        List<Edited> edited) {

    /**
     * Who listens somewhere.
     *
     * @param who such as {@code nginx of nginx.service}
     */
    public record Held(Place place, String who) {}

    /**
     * Something that upkeep put in force and somebody changed.
     *
     * @param subject the unit, or a path
     * @param detail what became of it
     * @param revert how what was put in force comes back
     */
    public record Edited(String subject, String detail, String revert) {}
}
