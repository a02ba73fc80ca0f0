package upkeep.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus.Exit;

/**
 * The simulated systemd: units, jobs with increasing numbers, and what is passed on from one unit to another. Its order of
 * states is that of systemd 252 or 257 as seen on the bus.
 */
final class Systemd {

    /** Who hears of what happens. */
    interface Signals {
        void changed(SimulatedUnit unit);

        void queued(SimulatedUnit unit, SimulatedJob job);

        void ended(SimulatedUnit unit, SimulatedJob job, JobResult result);
    }

    private final Agenda agenda;
    private final Processes processes;
    private final Signals signals;
    private final Map<UnitName, SimulatedUnit> units = new LinkedHashMap<>();
    private final Map<Long, SimulatedJob> journal = new HashMap<>();
    private long lastJob = 100;
    private boolean stopping;

    Systemd(Agenda agenda, Chance chance, boolean isOld, Signals signals) {
        this.agenda = agenda;
        this.signals = signals;
        this.processes = new Processes(agenda, chance, isOld, this);
    }

    void add(SimulatedUnit unit) {
        units.put(unit.name, unit);
    }

    Map<UnitName, SimulatedUnit> units() {
        return units;
    }

    SimulatedUnit unit(UnitName name) {
        SimulatedUnit unit = units.get(name);
        if (unit == null) {
            throw new AssertionError("there is no unit " + name);
        }
        return unit;
    }

    Processes processes() {
        return processes;
    }

    /** The type of that job, as the journal remembers it. */
    @Nullable SimulatedJob journal(long job) {
        return journal.get(job);
    }

    void changed(SimulatedUnit unit) {
        signals.changed(unit);
    }

    // ---- jobs ---------------------------------------------------------------------------------------------------

    private SimulatedJob queue(SimulatedUnit unit, SimulatedJob.Type type, SimulatedJob.Who who) {
        if (agenda.now() - unit.inactiveSince <= Bus.LOOK.toNanos()) {
            hideEnd(unit);
        }
        SimulatedJob job = new SimulatedJob(++lastJob, unit, type, who);
        unit.job = job;
        journal.put(job.number, job);
        signals.queued(unit, job);
        return job;
    }

    /** Who looks after the next job has come does not see whether the run that ended just before was ended by it. */
    private static void hideEnd(SimulatedUnit unit) {
        for (SimulatedUnit bound : unit.dependents) {
            if (bound.job != null && bound.job.who == SimulatedJob.Who.DEPENDENCY) {
                bound.job.hasVisibleCause = false;
            }
        }
    }

    void finish(SimulatedJob job, JobResult result) {
        if (job.unit.job == job) {
            job.unit.job = null;
        }
        signals.ended(job.unit, job, result);
        for (Consumer<JobResult> then : job.whenEnded) {
            then.accept(result);
        }
    }

    /**
     * A start, together with what it requires. Nothing comes of it while another job is on the unit, while it is masked, or
     * while the machine stops.
     */
    @Nullable SimulatedJob start(SimulatedUnit unit, SimulatedJob.Who who) {
        return start(unit, SimulatedJob.Type.START, who);
    }

    private @Nullable SimulatedJob start(SimulatedUnit unit, SimulatedJob.Type type, SimulatedJob.Who who) {
        if (unit.job != null || !unit.canStart() || stopping) {
            return null;
        }
        begun(unit);
        SimulatedJob job = queue(unit, type, who);
        if (unit.isUp() || (unit.active.equals("activating") && !unit.isWaitingForRestart())) {
            agenda.after(0, () -> finish(job, JobResult.DONE));
            return job;
        }
        pullIn(job);
        agenda.after(1_000_000, () -> go(job));
        return job;
    }

    /** Somebody wants it running, whoever stopped it before. */
    private static void begun(SimulatedUnit unit) {
        unit.stopped = false;
    }

    private void pullIn(SimulatedJob job) {
        Set<SimulatedUnit> needed = new LinkedHashSet<>(job.unit.requires);
        needed.addAll(job.unit.bindsTo);
        for (SimulatedUnit dependency : needed) {
            if (dependency.isThere() && dependency.job == null) {
                continue;
            }
            SimulatedJob pulled =
                    dependency.job != null ? dependency.job : start(dependency, SimulatedJob.Who.DEPENDENCY);
            if (pulled == null) {
                job.dependencyFailed = true;
                continue;
            }
            job.waitsFor++;
            pulled.whenEnded.add(result -> {
                job.waitsFor--;
                job.dependencyFailed |= !dependency.isThere();
                go(job);
            });
        }
    }

    /** The job's start begins, once all that it waits for is there. */
    private void go(SimulatedJob job) {
        if (job.unit.job != job || job.waitsFor > 0) {
            return;
        }
        if (job.dependencyFailed) {
            finish(job, JobResult.DEPENDENCY);
        } else {
            processes.start(job);
        }
    }

    /** A stop, passed on to what is up and hangs on the unit; it comes first. A start or restart under way is canceled. */
    @Nullable SimulatedJob stop(SimulatedUnit unit, SimulatedJob.Who who) {
        SimulatedJob old = unit.job;
        if (old != null) {
            if (old.type == SimulatedJob.Type.STOP) {
                return null;
            }
            finish(old, JobResult.CANCELED);
        }
        SimulatedJob job = queue(unit, SimulatedJob.Type.STOP, who);
        passOn(job, dependent -> stop(dependent, SimulatedJob.Who.DEPENDENCY));
        agenda.after(0, () -> stopNow(job));
        return job;
    }

    private void passOn(SimulatedJob job, java.util.function.Function<SimulatedUnit, @Nullable SimulatedJob> how) {
        for (SimulatedUnit dependent : job.unit.dependents) {
            if (dependent.isDown()) {
                continue;
            }
            SimulatedJob passed = how.apply(dependent);
            if (passed != null) {
                passed.hasVisibleCause = switch (job.before) {
                    case UP, STARTING, STOPPING -> true;
                    case DOWN, FAILED, BACKING_OFF, UNSEEN -> false;
                };
            }
            if (passed != null && dependent.ordered) {
                job.waitsFor++;
                passed.whenEnded.add(result -> {
                    job.waitsFor--;
                    stopNow(job);
                });
            }
        }
    }

    private void stopNow(SimulatedJob job) {
        if (job.unit.job == job && job.waitsFor == 0) {
            processes.stop(job.unit, () -> finish(job, JobResult.DONE));
        }
    }

    /** A restart: a start of what is down; passed on to what is up and hangs on the unit, which waits for it in the middle. */
    @Nullable SimulatedJob restart(SimulatedUnit unit, SimulatedJob.Who who) {
        if (unit.isDown()) {
            return start(unit, SimulatedJob.Type.RESTART, who);
        }
        if (unit.job != null || !unit.canStart() || stopping) {
            return null;
        }
        begun(unit);
        SimulatedJob job = queue(unit, SimulatedJob.Type.RESTART, who);
        List<SimulatedJob> dependents = new ArrayList<>();
        restartWith(job, dependents);
        agenda.after(0, () -> {
            if (unit.job == job) {
                processes.stop(unit, () -> go(job));
            }
        });
        dependents.forEach(passed -> agenda.after(0, () -> {
            if (passed.unit.job == passed) {
                processes.stop(passed.unit, () -> go(passed));
            }
        }));
        return job;
    }

    /** What hangs on the unit, and what hangs on that in turn: all of them jobs of one transaction. */
    private void restartWith(SimulatedJob job, List<SimulatedJob> dependents) {
        for (SimulatedUnit dependent : job.unit.dependents) {
            if (!dependent.isDown() && dependent.job == null) {
                SimulatedJob passed = restartWith(job, dependent);
                dependents.add(passed);
                restartWith(passed, dependents);
            }
        }
    }

    private SimulatedJob restartWith(SimulatedJob job, SimulatedUnit dependent) {
        SimulatedJob passed = queue(dependent, SimulatedJob.Type.RESTART, SimulatedJob.Who.DEPENDENCY);
        passed.waitsFor = 1;
        job.whenEnded.add(result -> {
            passed.waitsFor--;
            passed.dependencyFailed |= !job.unit.isThere();
            if (passed.unit.isDown()) {
                go(passed);
            }
        });
        return passed;
    }

    /** What is down, or on its way there, is left alone. */
    @Nullable SimulatedJob tryRestart(SimulatedUnit unit, SimulatedJob.Who who) {
        if (unit.isDown() || unit.active.equals("deactivating")) {
            SimulatedJob job = new SimulatedJob(++lastJob, unit, SimulatedJob.Type.NOP, who);
            agenda.after(0, () -> {
                signals.ended(unit, job, JobResult.DONE);
                job.whenEnded.forEach(then -> then.accept(JobResult.DONE));
            });
            return job;
        }
        return restart(unit, who);
    }

    @Nullable SimulatedJob reload(SimulatedUnit unit, SimulatedJob.Who who) {
        if (unit.job != null || !unit.isUp()) {
            return null;
        }
        SimulatedJob job = queue(unit, SimulatedJob.Type.RELOAD, who);
        unit.state("reloading", "reload");
        changed(unit);
        long course = ++unit.course;
        agenda.after(Duration.ofMillis(20).toNanos(), () -> {
            if (unit.job == job && unit.course == course) {
                unit.state("active", "running");
                changed(unit);
                finish(job, JobResult.DONE);
            }
        });
        return job;
    }

    /** A start that systemd queues itself after a failure. */
    SimulatedJob queueOwn(SimulatedUnit unit) {
        return queue(unit, SimulatedJob.Type.START, SimulatedJob.Who.SYSTEMD);
    }

    /** What is bound to a unit that has ended does not outlive it. */
    void ended(SimulatedUnit unit) {
        ended(unit, true);
    }

    void ended(SimulatedUnit unit, boolean isVisible) {
        for (SimulatedUnit bound : unit.dependents) {
            if (bound.bindsTo.contains(unit) && !bound.isDown() && bound.job == null) {
                agenda.after(0, () -> {
                    if (!bound.isDown() && bound.job == null && !unit.isUp()) {
                        SimulatedJob job = stop(bound, SimulatedJob.Who.DEPENDENCY);
                        if (job != null) {
                            job.hasVisibleCause = isVisible && unit.job == null;
                        }
                    }
                });
            }
        }
    }

    void resetFailed(SimulatedUnit unit) {
        unit.starts.clear();
        unit.restarts = 0;
        if (unit.active.equals("failed")) {
            unit.state("inactive", "dead");
            unit.result = "success";
            changed(unit);
        }
    }

    /** A process is killed, or ends by itself; nothing comes of it unless it runs. */
    void die(SimulatedUnit unit, String result, Exit exit) {
        processes.die(unit, result, exit);
    }

    /** The machine goes down: every process ends, no job is left. */
    void shutDown() {
        stopping = true;
    }

    boolean isShuttingDown() {
        return stopping;
    }

    void powerOff() {
        for (SimulatedUnit unit : units.values()) {
            unit.course++;
            unit.job = null;
            unit.state("inactive", "dead");
            unit.result = "success";
            unit.exit = java.util.Optional.empty();
            unit.trigger = java.util.Optional.empty();
            unit.restarts = 0;
            unit.run = 0;
            unit.activeSince = 0;
            unit.activeUntil = 0;
            unit.inactiveSince = 0;
            unit.hung = false;
            unit.unready = false;
            unit.starts.clear();
        }
        journal.clear();
        stopping = false;
    }
}
