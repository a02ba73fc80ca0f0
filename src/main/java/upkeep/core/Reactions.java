package upkeep.core;

import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.CheckState.Verdict;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Service;

/** Which failed checks ask for something to be done to a service, and what. */
final class Reactions {

    private Reactions() {}

    /** The failed checks, its own and others, that want something done to the service while it is up. */
    static Stream<Check> failing(Step step, Service service) {
        Stream<Check> own = service.probes().all();
        Stream<Check> others = step.plan.checks().values().stream();
        return Stream.concat(own, others)
                .filter(check -> step.check(check.id()).verdict() == Verdict.FAILING)
                .filter(check -> verb(check, service).isPresent());
    }

    /** What the check wants done to a service that is up: the strongest of its reactions that is a job. */
    static Optional<Verb> verb(Check check, Service service) {
        boolean restart = false;
        boolean reload = false;
        for (Reaction reaction : check.otherwise()) {
            restart |= reaction instanceof Reaction.Restart it && isMeant(it.unit(), check, service);
            reload |= reaction instanceof Reaction.Reload it && isMeant(it.unit(), check, service);
        }
        if (restart) {
            return Optional.of(Verb.RESTART);
        }
        return reload ? Optional.of(Verb.RELOAD) : Optional.empty();
    }

    /** Whether a failed check wants the service started should it be down. */
    static boolean wantsStart(Step step, Service service) {
        return step.plan.checks().values().stream()
                .filter(check -> step.check(check.id()).verdict() == Verdict.FAILING)
                .flatMap(check -> check.otherwise().stream()
                        .filter(reaction ->
                                reaction instanceof Reaction.Start it && isMeant(it.unit(), check, service)))
                .findAny()
                .isPresent();
    }

    /** The services that a check's reactions of that kind put on hold. */
    static Stream<Service> held(Step step, Check check) {
        return step.plan.services().values().stream()
                .filter(service -> check.otherwise().stream()
                        .anyMatch(reaction ->
                                reaction instanceof Reaction.Hold it && isMeant(it.unit(), check, service)));
    }

    private static boolean isMeant(Optional<UnitName> unit, Check check, Service service) {
        return unit.map(name -> name.equals(service.unit()))
                .orElseGet(() -> service.probes().all().anyMatch(own -> own.id().equals(check.id())));
    }
}
