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
        Partners partners,
        Collection<String> targets,
        SortedMap<String, Described> services,
        Report report) {

    /** The same for reading one thing beside others, which leaves its needs and problems to be taken in by {@link #take}. */
    Surroundings apart() {
        return new Surroundings(settings, new Needs(), partners, targets, services, new Report());
    }

    void take(Surroundings apart) {
        needs.addAll(apart.needs());
        report.addAll(apart.report());
    }
}
