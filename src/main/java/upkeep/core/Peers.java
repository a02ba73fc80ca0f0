package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.core.Action.Verb;
import upkeep.spec.Check;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * The instances of one service among each other. No more of them than {@code max-unavailable} are being restarted at once on
 * a probe's word, so that a fault of the probe, or a load that all of them suffer from, does not take all of them away. Where
 * all turn bad together they have one cause, which is hardly their own: that is one incident, and none is restarted for a
 * while.
 */
final class Peers {

    /** Fewer than these turn bad together by chance. */
    static final int AT_LEAST = 3;

    /** What turns bad within this time does so together. */
    static final Duration WITHIN = HealthFolding.PANIC_WITHIN;

    /** When one turns bad the others are asked within this time, so that it is known by the verdict whether they are too. */
    private static final Duration ASK_WITHIN = Duration.ofSeconds(1);

    private Peers() {}

    /** What the others of its set mean for a service that is dead. */
    static Situation.Peers state(Step step, Service service) {
        @Nullable Incident incident = service.rollout()
                .instance()
                .map(instance -> step.incident(IncidentKey.ofSet(instance.set())))
                .orElse(null);
        if (incident != null && !step.now.reached(incident.opened().plus(Evaluation.PANIC))) {
            return Situation.Peers.COMMON_CAUSE;
        }
        int most =
                service.rollout().update().map(Rollout.Update::maxUnavailable).orElse(1);
        long restarting = step.index.peers(service).stream()
                .filter(peer -> !peer.equals(service) && isBeingRestarted(step, peer))
                .count();
        return restarting >= most ? Situation.Peers.RESTARTING : Situation.Peers.FREE;
    }

    /** Whether a job of ours is under way, or was, and what it started has not proven itself and may yet. */
    private static boolean isBeingRestarted(Step step, Service service) {
        ServiceState state = step.service(service);
        boolean isUnderWay = state.pending()
                .map(ServiceState.Pending::verb)
                .filter(verb -> verb == Verb.RESTART || verb == Verb.START)
                .isPresent();
        if (isUnderWay) {
            return true;
        }
        @Nullable Moment last = step.host.restarts().get(service.name());
        if (last == null || state.intent() != HardState.Intent.RUN || step.now.reached(trialEnd(step, service, last))) {
            return false;
        }
        return switch (HealthFolding.health(step, service)) {
            case OK, NOT_READY, DEAD -> false;
            case NONE -> state.phase() != Phase.UP;
            case STARTING, SUSPECT, UNKNOWN -> true;
        };
    }

    /** Until when one whose restart was ordered then may prove itself: for its grace, which begins when it is up. */
    private static Moment trialEnd(Step step, Service service, Moment ordered) {
        Moment least = ordered.plus(UnitFolding.grace(service));
        Moment graceUntil = step.service(service).graceUntil();
        return least.reached(graceUntil) ? least : graceUntil;
    }

    /** Whether others of its set may still wait for one that was restarted then. */
    static boolean waitFor(Step step, String name, Moment restarted) {
        Service service = step.plan.services().get(name);
        return service != null
                && service.rollout().instance().isPresent()
                && !step.now.reached(trialEnd(step, service, restarted));
    }

    /** When one that was restarted has had its time; whoever waits for it is looked at again then. */
    static Optional<Moment> deadline(Step step, Service service) {
        List<Moment> ends = new ArrayList<>();
        service.rollout()
                .instance()
                .map(instance -> step.incident(IncidentKey.ofSet(instance.set())))
                .ifPresent(incident -> ends.add(incident.opened().plus(Evaluation.PANIC)));
        for (Service peer : step.index.peers(service)) {
            @Nullable Moment last = step.host.restarts().get(peer.name());
            if (last != null) {
                ends.add(trialEnd(step, peer, last));
            }
        }
        return ends.stream()
                .filter(end -> !step.now.reached(end))
                .reduce((one, other) -> one.reached(other) ? other : one);
    }

    /** The incident that a service which turns bad now is a part of. */
    static Optional<Dependencies.Root> root(Step step, Service service) {
        return service.rollout().instance().flatMap(instance -> {
            String key = IncidentKey.ofSet(instance.set());
            return Optional.ofNullable(step.incident(key))
                    .map(incident -> new Dependencies.Root(
                            instance.set(), Optional.of(incident.number()), Optional.of(key), incident.number()));
        });
    }

    /** A probe has failed for the first time: the others are asked whether they are bad as well. */
    static void ask(Step step, Service service, Check failed) {
        if (service.probes().liveness().filter(failed::equals).isEmpty()) {
            return;
        }
        for (Service peer : step.index.peers(service)) {
            peer.probes()
                    .liveness()
                    .filter(check -> step.check(check.id()).failures() == 0)
                    .ifPresent(check -> Pacing.sooner(step, check, ASK_WITHIN));
        }
    }

    /**
     * Looks whether all instances of a set have turned bad together, by the time the first of them is dead; or no longer are.
     * One that passes twice in a row is well: by then the others were probed as well, and may have recovered with it.
     */
    static void look(Step step, String set) {
        List<Service> wanted = new ArrayList<>();
        List<Moment> bad = new ArrayList<>();
        boolean isOneDead = false;
        boolean isOneWell = false;
        for (Service peer : step.index.instances(set)) {
            if (peer.probes().liveness().isPresent() && HealthFolding.isProbed(step.service(peer))) {
                wanted.add(peer);
                CheckState liveness = step.check(peer.probes().liveness().get().id());
                HealthFolding.badSince(step, peer).ifPresent(bad::add);
                isOneDead |= liveness.verdict() == CheckState.Verdict.FAILING;
                isOneWell |= liveness.passes() > 1;
            }
        }
        if (step.incident(IncidentKey.ofSet(set)) != null) {
            if (wanted.isEmpty() || isOneWell) {
                end(
                        step,
                        set,
                        wanted.isEmpty() ? "none of them is wanted running" : "one of them passes twice in a row");
            }
        } else if (isOneDead
                && bad.size() == wanted.size()
                && wanted.size() >= AT_LEAST
                && areTogether(bad)
                && !isExplained(step, wanted)) {
            begin(step, set, wanted);
        }
    }

    private static boolean areTogether(List<Moment> moments) {
        Moment first = moments.getFirst();
        Moment last = first;
        for (Moment moment : moments) {
            first = moment.reached(first) ? first : moment;
            last = moment.reached(last) ? moment : last;
        }
        return last.since(first).compareTo(WITHIN) <= 0;
    }

    /** What they need, or the machine, is not well: that is the cause, and told. */
    private static boolean isExplained(Step step, List<Service> wanted) {
        return step.host.panicSince().isPresent()
                || step.host.pressureSince().isPresent()
                || step.host.facts().guard().isPresent()
                || wanted.stream().anyMatch(peer -> Dependencies.state(step, peer) != Situation.Dependency.OK);
    }

    private static void begin(Step step, String set, List<Service> wanted) {
        String what = "common cause: all " + Humane.count(wanted.size(), "instance") + " turned bad within "
                + WITHIN.toSeconds()
                + " s, so that the fault is likely none of theirs (what they share, or their load); for "
                + Humane.duration(Evaluation.PANIC)
                + " none is restarted on a probe's word, then no more at once than may be out of service";
        List<Long> causes = new ArrayList<>();
        for (Service peer : wanted) {
            peer.probes()
                    .liveness()
                    .map(check -> step.check(check.id()).evidence())
                    .filter(evidence -> !evidence.isEmpty())
                    .ifPresent(evidence -> causes.add(evidence.getLast()));
        }
        Incidents.open(step, IncidentKey.ofSet(set), Severity.CRITICAL, what, causes, Map.of());
    }

    private static void end(Step step, String set, String how) {
        String key = IncidentKey.ofSet(set);
        long number =
                Optional.ofNullable(step.incident(key)).map(Incident::number).orElse(0L);
        Incidents.resolve(step, key, how, List.of());
        Incidents.detach(step, number).forEach(peer -> Evaluation.evaluate(step, peer));
    }

    /** Those that wait for others of their set. */
    static List<Service> waiting(Step step, Service service) {
        return step.index.peers(service).stream()
                .filter(peer -> !peer.equals(service)
                        && (Evaluation.isTold(step, peer, Verdict.Row.DEAD_PEERS_RESTARTING)
                                || Evaluation.isTold(step, peer, Verdict.Row.COMMON_CAUSE)))
                .toList();
    }
}
