package upkeep.spec;

import java.net.URI;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects what services, probes and checks mean to people. Confined to one load. */
final class Concerns {

    private final SortedMap<String, Concern> all = new TreeMap<>();

    /** What is said of one; instances have that of their set. */
    void read(String name, Fields fields, Optional<Objective> objective) {
        Concern concern = new Concern(
                fields.read(ConcernKeys.URGENCY),
                fields.read(ConcernKeys.RUNBOOK).map(URI::toString),
                objective);
        if (!concern.equals(Concern.USUAL)) {
            all.put(name.replaceFirst("@[0-9]+", ""), concern);
        }
    }

    void addAll(Concerns others) {
        all.putAll(others.all);
    }

    SortedMap<String, Concern> all() {
        return all;
    }
}
