package upkeep.spec;

import java.util.Collection;
import java.util.SortedMap;

/**
 * What is known of the specs where a unit is read that speaks of others.
 *
 * @param partners the units of what stands under {@code services:}
 * @param targets the names under {@code targets:}
 * @param services those under {@code services:} that were read
 */
record Surroundings(
        Settings settings,
        Needs needs,
        Concerns concerns,
        Partners partners,
        Collection<String> targets,
        SortedMap<String, Described> services,
        Report report) {

    /** The same for reading one thing beside others, which leaves its needs, concerns and problems to be taken in by {@link #take}. */
    Surroundings apart() {
        return new Surroundings(settings, new Needs(), new Concerns(), partners, targets, services, new Report());
    }

    void take(Surroundings apart) {
        needs.addAll(apart.needs());
        concerns.addAll(apart.concerns());
        report.addAll(apart.report());
    }
}
