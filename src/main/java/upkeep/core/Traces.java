package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import upkeep.base.Moment;

/**
 * What lately happened to a unit that can explain why another one moved. What it explains may take until long after: the other
 * takes its time to stop, while this one has other jobs and other runs.
 *
 * @param jobs jobs that were seen on it, whoever asked for them, by their numbers
 * @param falls ends of its runs, the oldest first
 */
public record Traces(List<JobSeen> jobs, List<Fall> falls) {

    static final Traces NONE = new Traces(List.of(), List.of());

    /** So many of either are remembered at most; more than systemd restarts a unit within its start limit. */
    private static final int MOST = 32;

    public Traces {
        jobs = List.copyOf(jobs);
        falls = List.copyOf(falls);
    }

    /** The last job that has a lower number; 0 for none. */
    long jobBefore(long job) {
        return jobs.stream()
                .mapToLong(JobSeen::number)
                .filter(number -> number < job)
                .max()
                .orElse(0);
    }

    /** A job came; one that is older than what came already is not heard of for the first time. */
    Traces withJob(JobSeen job) {
        boolean isKnown = !jobs.isEmpty() && jobs.getLast().number() >= job.number();
        return isKnown ? this : new Traces(with(jobs, job), falls);
    }

    /** It turned out that the job stops a run, which had begun unseen when it came. */
    Traces stops(long job) {
        return jobs(it -> it.number() == job ? it.stopping() : it);
    }

    /** The unit came into another phase. */
    Traces in(Phase phase, Moment now) {
        return jobs(job -> job.in(phase, now));
    }

    /** That job is over, and the unit is in a phase since a moment. */
    Traces after(long ended, Phase phase, Moment phaseSince) {
        return jobs(job -> job.after(ended, phase, phaseSince));
    }

    /**
     * The unit is listed with that job, or 0: the end of each other one was missed, or heard. Under a job that is heard of only now,
     * a unit that is starting is not being stopped.
     */
    Traces listed(long job, Phase phase, Moment phaseSince, Moment now) {
        return jobs(it -> it.number() != job
                ? it.after(it.number(), phase, phaseSince)
                : phase == Phase.STARTING && it.since().equals(now) ? it.starting() : it);
    }

    private Traces jobs(UnaryOperator<JobSeen> change) {
        return jobs.isEmpty() ? this : new Traces(jobs.stream().map(change).toList(), falls);
    }

    /**
     * The unit was {@code old} before and is seen now: its run may have ended, seen or not, and another may have begun. A oneshot that has
     * done its work is there all the same.
     */
    Traces seen(Optional<UnitStatus> old, UnitStatus status, Moment now) {
        if (old.isEmpty()) {
            return this;
        }
        boolean anotherRun = !status.invocation().isEmpty()
                && !status.invocation().equals(old.get().invocation());
        Moment over = begun(old.get(), status, now);
        Traces traces = anotherRun ? jobs(job -> job.over(over)) : this;
        boolean isDated = status.inactiveSince() > old.get().inactiveSince();
        if (status.hasDoneItsWork() || (!isDated && !hasFallen(Phase.of(old.get()), Phase.of(status)))) {
            return traces;
        }
        return new Traces(traces.jobs(), with(falls, new Fall(now, isDated ? status.inactiveSince() : 0)));
    }

    /** When a unit that now has another run began it, by systemd's own word if that tells. */
    private static Moment begun(UnitStatus old, UnitStatus status, Moment now) {
        long sinceThen = now.monotonicNanos() - status.activeSince() * 1_000;
        return status.activeSince() > old.activeSince() && sinceThen > 0 ? now.plus(Duration.ofNanos(-sinceThen)) : now;
    }

    private static boolean hasFallen(Phase from, Phase to) {
        boolean hasEnded = UnitFolding.hadARunToStop(from) && !UnitFolding.hadARunToStop(to);
        boolean hasFailedToStart = from == Phase.DOWN && to == Phase.FAILED;
        return hasEnded || hasFailedToStart;
    }

    private static <T> List<T> with(List<T> all, T last) {
        List<T> more = new ArrayList<>(all);
        more.add(last);
        return more.size() > MOST ? more.subList(more.size() - MOST, more.size()) : more;
    }
}
