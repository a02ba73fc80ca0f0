package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.UnitName;
import upkeep.spec.Rollout.Instance;

/** The targets that gather the instances of a service: those of {@code web} are started and stopped by web.target. */
final class Sets {

    private Sets() {}

    static UnitName target(Instance instance) {
        return UnitName.parse(instance.set() + ".target").orElse(Defaults.UNNAMED);
    }

    /** Those that the services need; one that the specs describe as well is reported. */
    static SortedMap<String, TargetGroup> targets(
            Collection<Described> services, Map<String, TargetGroup> written, Report report) {
        SortedMap<String, TargetGroup> targets = new TreeMap<>();
        for (Described described : services) {
            Service service = described.service();
            service.rollout()
                    .instance()
                    .filter(instance -> instance.number() == 1)
                    .ifPresent(instance -> {
                        check(instance, service, written, report);
                        targets.put(instance.set(), target(instance, described));
                    });
        }
        return targets;
    }

    private static void check(Instance instance, Service service, Map<String, TargetGroup> written, Report report) {
        TargetGroup other = written.get(instance.set());
        if (other != null) {
            report.error(
                    other.position(),
                    "cannot name a target " + Quoted.text(instance.set()) + ": it gathers the instances of the service"
                            + " at " + service.position(),
                    "choose another name");
        }
        Names.checkSet(instance.set(), service.position(), report);
    }

    private static TargetGroup target(Instance instance, Described described) {
        Service service = described.service();
        List<UnitName> wantedBy = new ArrayList<>(described.wantedBy());
        service.relations()
                .target()
                .flatMap(name -> UnitName.parse(name + ".target"))
                .ifPresent(wantedBy::add);
        return new TargetGroup(
                instance.set(), service.position(), target(instance), service.description(), wantedBy, List.of());
    }
}
