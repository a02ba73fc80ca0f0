package upkeep.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Humane;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Event;
import upkeep.core.Event.ActionOutcome;
import upkeep.core.JobResult;
import upkeep.spec.Execution;
import upkeep.spec.Rollout;
import upkeep.spec.Service;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;
import upkeep.systemd.ServiceManager.JobEnd;

/** Asks systemd for jobs, each on a virtual thread, and reports every one's end as an event. */
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    /** Above what the unit's own timeouts allow. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Duration ADOPTED = Duration.ofMinutes(4);
    private static final Duration PRE_CHECK =
            Rollout.PRE_CHECK_TIMEOUT.toDuration().plus(MARGIN);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final ServiceManager manager;
    private final Consumer<Event> events;

    JobRunner(ServiceManager manager, Consumer<Event> events) {
        this.manager = manager;
        this.events = events;
    }

    void run(Action.Job job, Optional<Service> service) {
        Duration deadline = service.map(JobRunner::deadline).orElse(ADOPTED);
        Thread.ofVirtual().name("job-" + job.number()).start(() -> {
            ActionOutcome outcome = refusal(job, service).orElseGet(() -> outcome(job, deadline));
            LOG.info("{} {}: {}", word(job), job.unit(), outcome.text());
            events.accept(new Event.ActionEnded(Now.moment(), job.service(), job.number(), outcome));
        });
    }

    void resetFailed(Action.ResetFailed reset) {
        Thread.ofVirtual().name("reset-failed").start(() -> {
            try {
                manager.resetFailed(reset.unit());
            } catch (ManagerException e) {
                LOG.warn("cannot reset the counters of {}: {}", reset.unit(), e.getMessage());
            }
        });
    }

    /** Stop and start each have their timeouts; a job may need both. */
    private static Duration deadline(Service service) {
        Duration both = service.execution()
                .map(execution -> span(execution.startTimeout()).plus(stop(execution)))
                .orElse(ADOPTED);
        Duration deadline = both.plus(MARGIN);
        return deadline.compareTo(LONGEST) > 0 ? LONGEST : deadline;
    }

    private static Duration stop(Execution execution) {
        return span(execution.stop().timeout());
    }

    private static Duration span(TimeSpan span) {
        return span.isInfinite() ? LONGEST : span.toDuration();
    }

    /** What a pre-check has against it; what is down anyway is not spared a start. */
    private Optional<ActionOutcome> refusal(Action.Job job, Optional<Service> service) {
        boolean isGated = job.verb() == Action.Verb.RESTART || job.verb() == Action.Verb.RELOAD;
        if (!isGated || service.filter(it -> !it.rollout().preCheck().isEmpty()).isEmpty()) {
            return Optional.empty();
        }
        UnitName check = Rollout.preCheckUnit(service.get().name());
        String why;
        try {
            JobEnd end = manager.run(check, Action.Verb.START, true, PRE_CHECK);
            if (end.result() == JobResult.DONE) {
                return Optional.empty();
            }
            why = end.result().word();
        } catch (ManagerException e) {
            why = e.getMessage();
        }
        return Optional.of(new ActionOutcome(
                false,
                "no " + word(job) + ", since its pre-check did not succeed (" + why + "): journalctl -u " + check
                        + " tells why; it is left as it is",
                Optional.empty()));
    }

    private ActionOutcome outcome(Action.Job job, Duration deadline) {
        try {
            JobEnd end = manager.run(job.unit(), job.verb(), job.resetFailed(), deadline);
            boolean done = end.result() == JobResult.DONE;
            String text = (done ? "systemd did it: job " : "systemd ended job ") + end.job() + " is "
                    + end.result().word();
            return new ActionOutcome(done, text, Optional.of(end.job()));
        } catch (ManagerException e) {
            return new ActionOutcome(
                    false,
                    "cannot " + word(job) + " " + job.unit() + " within " + Humane.duration(deadline) + ": "
                            + e.getMessage(),
                    Optional.empty());
        }
    }

    private static String word(Action.Job job) {
        return job.verb().name().toLowerCase(java.util.Locale.ROOT);
    }
}
