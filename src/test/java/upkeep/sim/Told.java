package upkeep.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Event;
import upkeep.core.HostFacts;
import upkeep.core.Observation;
import upkeep.core.Phase;
import upkeep.core.UnitStatus;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** What this life of upkeepd was told so far, put together without any of its own reasoning. */
final class Told {

    private static final Duration JUMP = Duration.ofSeconds(5);

    final Map<UnitName, UnitStatus> units = new HashMap<>();
    final Map<UnitName, Moment> phaseSince = new HashMap<>();
    /** Jobs whose end has not been told. */
    final Map<UnitName, Map<Long, Moment>> jobs = new HashMap<>();
    /** Units whose stop by an operator was told to its end. */
    private final Map<UnitName, Long> stopped = new HashMap<>();
    /** The runs that failed, which a reset makes no better. */
    private final Map<UnitName, String> failedRuns = new HashMap<>();

    final Map<CheckId, Integer> failuresInRow = new HashMap<>();
    private final Map<CheckId, UnitName> owners = new HashMap<>();
    private final Set<CheckId> wanted = new HashSet<>();
    /** When something happened to a unit's restarts that the budget knows of: orders of ours, restarts by systemd. */
    final Map<String, List<Moment>> charges = new TreeMap<>();

    private final Systemd systemd;
    private final Plan plan;
    boolean listed;

    @Nullable Moment listedAt;

    boolean hostStopping;

    @Nullable Moment packagesSince;

    HostFacts facts = HostFacts.CALM;
    private @Nullable Moment heard;
    private @Nullable Moment jumped;

    Told(Plan plan, Systemd systemd) {
        this.plan = plan;
        this.systemd = systemd;
        for (Service service : plan.services().values()) {
            service.probes().all().map(Check::id).forEach(id -> owners.put(id, service.unit()));
        }
    }

    void hear(Event event) {
        Moment at = event.at();
        if (heard != null) {
            Duration wall = Duration.between(heard.wall(), at.wall());
            if (wall.minus(at.since(heard)).abs().compareTo(JUMP) >= 0) {
                jumped = at;
            }
        }
        heard = at;
        switch (event) {
            case Event.Listed it -> {
                boolean isFirst = listedAt == null;
                listed = true;
                listedAt = at;
                jobs.clear();
                it.units().values().forEach(status -> listed(status, at, isFirst));
            }
            case Event.BusLost _ -> listed = false;
            case Event.UnitSeen seen -> seen(seen.status(), at);
            case Event.JobQueued queued -> queued(queued.unit(), queued.job(), at);
            case Event.JobEnded ended -> ended(ended);
            case Event.Probed probed -> probed(probed);
            case Event.HostSeen host -> {
                packagesSince = !host.facts().packages() ? null : packagesSince == null ? at : packagesSince;
                facts = host.facts();
            }
            case Event.HostStopping _ -> hostStopping = true;
            case Event.ReleaseAsked released -> charges.remove(released.service());
            case Event.EvidenceFound found -> found(found);
            case Event.Woken _,
                    Event.ActionEnded _,
                    Event.HoldAsked _,
                    Event.HandsOffAsked _,
                    Event.HandsOnAsked _,
                    Event.Accepted _,
                    Event.RolledOut _,
                    Event.PlanReplaced _,
                    Event.Measured _,
                    Event.LedgerSeen _,
                    Event.Told _,
                    Event.ReceiverSeen _,
                    Event.ObjectiveSeen _ -> {}
        }
    }

    /** What was asked for belongs to what is known as well. */
    void asked(Action action) {
        if (action instanceof Action.ProbeAt probe) {
            wanted.add(probe.check());
        } else if (action instanceof Action.ProbeNever never) {
            wanted.remove(never.check());
        }
    }

    private void listed(UnitStatus status, Moment at, boolean isFirst) {
        seen(status, at);
        SimulatedUnit unit = systemd.unit(status.unit());
        boolean isTold = showsItsStop(unit, status) && (isFirst || status.isMasked() || !unit.stoppedAtRest);
        if (unit.stopped && Phase.of(status) == Phase.DOWN && !hasEndedWell(status) && isTold) {
            stopped.put(status.unit(), unit.stoppedAt);
        }
    }

    /**
     * A stop of what is down already, and was never up since the boot, leaves no trace; a mask does. Where it was known to be down, and
     * the end of the job was lost, there is none either.
     */
    private static boolean showsItsStop(SimulatedUnit unit, UnitStatus status) {
        return !unit.stoppedAtRest || !status.invocation().isEmpty() || status.isMasked();
    }

    private void seen(UnitStatus status, Moment at) {
        UnitStatus old = units.put(status.unit(), status);
        if (Phase.of(status) == Phase.FAILED) {
            failedRuns.put(status.unit(), status.invocation());
        }
        if (old == null
                || Phase.of(old) != Phase.of(status)
                || !old.invocation().equals(status.invocation())) {
            phaseSince.put(status.unit(), at);
        }
        if (status.job() != 0) {
            queued(status.unit(), status.job(), at);
        }
        long more = old == null ? 0 : status.restarts() - old.restarts();
        if (more > 0) {
            plan.serviceOf(status.unit()).map(Service::name).ifPresent(name -> charge(name, at));
        }
    }

    void charge(String service, Moment at) {
        charges.computeIfAbsent(service, none -> new ArrayList<>()).add(at);
    }

    private void queued(UnitName unit, long job, Moment at) {
        jobs.computeIfAbsent(unit, none -> new TreeMap<>()).putIfAbsent(job, at);
    }

    private void ended(Event.JobEnded event) {
        UnitStatus before = units.get(event.unit());
        seen(event.status(), event.at());
        jobs.getOrDefault(event.unit(), new TreeMap<>()).remove(event.job());
        SimulatedJob job = systemd.journal(event.job());
        boolean stop = job != null && job.who == SimulatedJob.Who.OPERATOR && job.type == SimulatedJob.Type.STOP;
        SimulatedUnit unit = systemd.unit(event.unit());
        // A stop of a oneshot that has done its work looks like any other job for which there was nothing to do.
        boolean seen = before == null || !hasEndedWell(before);
        if (stop && unit.stopped && seen) {
            stopped.put(unit.name, unit.stoppedAt);
        }
    }

    private void found(Event.EvidenceFound event) {
        SimulatedUnit unit = systemd.unit(event.unit());
        if (unit.stopped && event.evidence().jobType().filter("stop"::equals).isPresent()) {
            stopped.put(unit.name, unit.stoppedAt);
        }
    }

    private void probed(Event.Probed event) {
        CheckId check = event.check();
        UnitName owner = owners.get(check);
        boolean stale = !wanted.contains(check)
                || (jumped != null && !event.begun().reached(jumped))
                || (owner != null && !event.begun().reached(phaseSince.getOrDefault(owner, event.begun())));
        if (stale) {
            return;
        }
        switch (event.observation()) {
            case Observation.Passed _ -> failuresInRow.put(check, 0);
            case Observation.Failed _ -> {
                if (facts.guard().isEmpty()) {
                    failuresInRow.merge(check, 1, Integer::sum);
                }
            }
            case Observation.Unknown _ -> {}
        }
    }

    /** Whether its operator's stop was told, and stands. */
    boolean isStopped(UnitName name) {
        SimulatedUnit unit = systemd.unit(name);
        return unit.stopped && Long.valueOf(unit.stoppedAt).equals(stopped.get(name));
    }

    boolean wasWanted(UnitName name) {
        return systemd.unit(name).wanted || phase(name) == Phase.FAILED;
    }

    Phase phase(UnitName unit) {
        return Optional.ofNullable(units.get(unit)).map(Phase::of).orElse(Phase.UNSEEN);
    }

    /** Whether what requires it can go on; a unit that was never seen is systemd's own business. */
    boolean isThere(UnitName unit) {
        UnitStatus status = units.get(unit);
        return status == null
                || Phase.of(status) == Phase.UP
                || (hasEndedWell(status) && !status.invocation().equals(failedRuns.get(unit)));
    }

    private static boolean hasEndedWell(UnitStatus status) {
        return status.oneshot()
                && Phase.of(status) == Phase.DOWN
                && status.result().equals("success");
    }
}
