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
        Report report) {}
