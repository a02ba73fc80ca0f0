package upkeep.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import upkeep.install.Activation;
import upkeep.install.InstallException;
import upkeep.rollout.Member;
import upkeep.rollout.Order;
import upkeep.spec.Service;

/** What a rollout takes, and how what {@link upkeep.rollout.Course} orders is carried out. */
sealed interface RolloutSteps permits TreeSteps, PlainSteps {

    List<Member> members();

    /** A member as it runs now. */
    Service running(String name);

    /** All services whose state matters on the way, as they run now: the members, and whatever is behind a proxy. */
    Collection<Service> watched();

    /** The files by which proxies know who is in service. */
    Set<String> proxies();

    /** What is about to be done, for people. */
    String text(Order order);

    /** Why supervision rests meanwhile. */
    String reason();

    /** Those of these that are out of service while it is done. */
    List<Service> withdrawn(Order order);

    /** What speaks against it, by the service, before anybody is taken out of service. */
    Map<String, String> refusals(Order order);

    /** Does it. */
    Taken take(Order order) throws InstallException;

    /**
     * What came of an order.
     *
     * @param faults what went wrong, by the service
     * @param resting the services that are stopped, and were left so
     */
    record Taken(Map<String, String> faults, Set<String> resting) {

        /** What concerns these services; a step without a unit concerns all of them. */
        static Taken of(List<Activation.Outcome> outcomes, List<Service> services) {
            Map<String, String> faults = new HashMap<>();
            Set<String> resting = new HashSet<>();
            for (Activation.Outcome outcome : outcomes) {
                for (Service service : services) {
                    boolean isMeant =
                            outcome.step().unit().map(service.unit()::equals).orElse(true);
                    if (isMeant && outcome.result() == Activation.Result.FAILED) {
                        faults.putIfAbsent(service.name(), outcome.step() + ": " + outcome.text());
                    }
                    if (isMeant && outcome.step().kind().isStart() && outcome.result() == Activation.Result.SKIPPED) {
                        resting.add(service.name());
                    }
                }
            }
            return new Taken(faults, resting);
        }
    }
}
