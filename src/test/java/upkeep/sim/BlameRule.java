package upkeep.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;
import upkeep.core.Cause;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** What systemd stops together with something else is not put down as an operator's stop: it would never come back. */
final class BlameRule {

    /** Who began to look only then may have missed what the other did. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

    /** What explains it may be heard of a moment later. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

    private final Plan plan;
    private final Systemd systemd;
    private final Map<String, Event> blamed = new HashMap<>();

    BlameRule(Plan plan, Systemd systemd) {
        this.plan = plan;
        this.systemd = systemd;
    }

    /** Called before the event is taken in as told. */
    void after(Told told, Event event, Decision decision) {
        if (event instanceof Event.BusLost || event instanceof Event.Listed) {
            blamed.clear();
        }
        decision.entries().stream()
                .filter(entry -> entry.kind() == Entry.Kind.INTENT)
                .forEach(entry -> blamed.remove(entry.subject()));
        if (event instanceof Event.JobEnded ended && wasWatched(told, ended)) {
            ended(ended, decision);
        }
        blamed.values()
                .forEach(blame -> Broken.unless(
                        event.at().since(blame.at()).compareTo(HEARD_WITHIN) <= 0,
                        "no operator is blamed for what systemd passed on",
                        blame));
    }

    private void ended(Event.JobEnded event, Decision decision) {
        @Nullable SimulatedJob job = systemd.journal(event.job());
        if (job != null
                && job.type == SimulatedJob.Type.STOP
                && job.who == SimulatedJob.Who.DEPENDENCY
                && job.hasVisibleCause
                && !job.unit.stopped) {
            decision.entries().stream()
                    .filter(entry -> isBlamed(entry, event))
                    .forEach(entry -> blamed.put(entry.subject(), event));
        }
    }

    private static boolean wasWatched(Told told, Event.JobEnded ended) {
        @Nullable Moment listed = told.listedAt;
        @Nullable Moment queued = told.jobs.getOrDefault(ended.unit(), Map.of()).get(ended.job());
        return listed != null && queued != null && queued.since(listed).compareTo(KNOWN_FOR) > 0;
    }

    private boolean isBlamed(Entry entry, Event.JobEnded ended) {
        return entry.kind() == Entry.Kind.INTENT
                && Cause.OPERATOR.word().equals(entry.fields().get("cause"))
                && "stopped".equals(entry.fields().get("intent"))
                && plan.serviceOf(ended.unit())
                        .map(Service::name)
                        .filter(entry.subject()::equals)
                        .isPresent();
    }
}
