package upkeep.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.CheckId.Role;
import upkeep.spec.Plan;
import upkeep.spec.Probes;
import upkeep.spec.Restart;
import upkeep.spec.Retries;
import upkeep.spec.Rollout;
import upkeep.spec.Service;
import upkeep.spec.Settings;
import upkeep.spec.Timing;
import upkeep.target.TcpTarget;

/** Plans made by hand for tests of decisions. */
final class Plans {

    private Plans() {}

    static final Restart ALWAYS = new Restart(
            Restart.Policy.ALWAYS,
            TimeSpan.ofMillis(100),
            TimeSpan.ofSeconds(300),
            new Restart.Budget(5, TimeSpan.ofSeconds(600)));

    static Plan of(Service... services) {
        return of(List.of(services), List.of());
    }

    static Plan of(List<Service> services, List<Check> checks) {
        TreeMap<String, Service> byName = new TreeMap<>();
        services.forEach(service -> byName.put(service.name(), service));
        TreeMap<String, Check> byId = new TreeMap<>();
        checks.forEach(check -> byId.put(check.id().text(), check));
        return new Plan(byName, new TreeMap<>(), byId, Settings.DEFAULT);
    }

    static Service service(String name, Restart restart, Probes probes, String... requires) {
        List<UnitName> required = Arrays.stream(requires)
                .map(other -> new UnitName(other + ".service"))
                .toList();
        return new Service(
                name,
                SourcePos.NONE,
                new UnitName(name + ".service"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Service.Relations(
                        required, List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty()),
                restart,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                probes,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Service.Actions.ACT,
                Rollout.NONE,
                List.of(),
                Service.Start.WANTED,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** Every 10 s, 5 s deadline, three failures. */
    static Check probe(String service, Role role) {
        List<Check.Reaction> reactions = role == Role.READINESS
                ? List.of(new Check.Reaction.Alert())
                : List.of(new Check.Reaction.Restart(Optional.empty()));
        return check(CheckId.ofProbe(service, role), reactions);
    }

    static Check check(CheckId id, List<Check.Reaction> reactions) {
        return new Check(
                id,
                SourcePos.NONE,
                new TcpTarget("127.0.0.1", 80),
                Timing.every(TimeSpan.ofSeconds(10)),
                TimeSpan.ofSeconds(5),
                Retries.NONE,
                3,
                1,
                reactions,
                List.of(),
                List.of());
    }

    static Probes liveness(String service) {
        return new Probes(Optional.empty(), Optional.of(probe(service, Role.LIVENESS)), Optional.empty());
    }
}
