package upkeep.spec;

import java.util.Collection;
import java.util.SortedMap;

/**
 * What is known of the specs where a unit is read that speaks of others.
 *
 * @param targets the names under {@code targets:}
 * @param services those under {@code services:}
 */
record Surroundings(
        Settings settings,
        Needs needs,
        Collection<String> targets,
        SortedMap<String, Described> services,
        Report report) {}
