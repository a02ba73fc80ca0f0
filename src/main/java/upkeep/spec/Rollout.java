package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;

/**
 * How a service comes to run as its spec says once that has changed, and how it is kept in service meanwhile.
 *
 * @param instance which of several it is; absent for a service of which there is one
 * @param update how a changed unit is verified; absent if it is restarted and no more
 * @param preCheck what must succeed before it is reloaded or restarted, in order
 * @param proxy what passes requests on to the instances
 */
public record Rollout(
        Optional<Instance> instance, Optional<Update> update, List<Execution.Command> preCheck, Optional<Proxy> proxy) {

    /** How long all pre-checks of a service may take together. */
    public static final TimeSpan PRE_CHECK_TIMEOUT = TimeSpan.ofSeconds(60);

    /** There is one of it, which is simply restarted. */
    public static final Rollout NONE = new Rollout(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public Rollout {
        preCheck = List.copyOf(preCheck);
    }

    /** The unit that tells the proxies of a service which of its instances are ready; upkeepd starts it. */
    public static UnitName proxyUnit(String set) {
        return new UnitName("upkeep-proxy-" + set + ".service");
    }

    /** The unit that runs the pre-checks of a service; upkeepd starts it. */
    public static UnitName preCheckUnit(String service) {
        return new UnitName("upkeep-pre-check-" + Names.inUnit(service) + ".service");
    }

    /**
     * One of several that the spec describes in one: {@code web@2}.
     *
     * @param set the key under {@code services:}, and the name of the target that gathers them
     * @param number from 1 on
     * @param count how many there are
     */
    public record Instance(String set, int number, int count) {}

    /**
     * How a change is verified.
     *
     * @param verify how long the probes must hold after the restart
     * @param rollback whether the earlier version is put back if they do not
     * @param maxUnavailable how many instances may be out of service at the same time, 1 or more
     */
    public record Update(TimeSpan verify, boolean rollback, int maxUnavailable) {

        /** What holds where nothing is written. */
        public static final Update DEFAULT = new Update(Defaults.VERIFY, Defaults.ROLLBACK, Defaults.MAX_UNAVAILABLE);

        /** The same without a version of before to put back. */
        public Update withoutRollback() {
            return new Update(verify, false, maxUnavailable);
        }
    }

    /**
     * The files by which a reverse proxy knows the instances.
     *
     * @param nginx the path of the file with an {@code upstream} named as the service
     * @param haproxy the path of the file with a {@code backend} named so
     * @param drain how long requests that are under way may take before an instance is restarted
     */
    public record Proxy(Optional<String> nginx, Optional<String> haproxy, TimeSpan drain) {}
}
