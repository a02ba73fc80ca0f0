package upkeep.sim;

import java.time.Duration;
import java.util.Optional;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus.Exit;

/** What becomes of a unit's process: it starts, runs, ends, is killed, and systemd's {@code Restart=} answers that. */
final class Processes {

    private static final long MILLI = 1_000_000;
    private static final Exit TERMINATED = new Exit.Signal(15, false);
    private static final Exit KILLED = new Exit.Signal(9, false);

    private final Agenda agenda;
    private final Chance chance;
    private final boolean isOld;
    private final Systemd systemd;
    private long lastRun;

    Processes(Agenda agenda, Chance chance, boolean isOld, Systemd systemd) {
        this.agenda = agenda;
        this.chance = chance;
        this.isOld = isOld;
        this.systemd = systemd;
    }

    /** Goes on in a while, unless the unit has taken another course by then. */
    private void later(SimulatedUnit unit, long wait, Runnable what) {
        long course = ++unit.course;
        agenda.after(wait, () -> {
            if (unit.course == course) {
                what.run();
            }
        });
    }

    private void state(SimulatedUnit unit, String active, String sub) {
        boolean wasActive = unit.isUp() || unit.active.equals("reloading");
        boolean wasDown = unit.isDown();
        unit.state(active, sub);
        if (wasActive && !unit.isUp()) {
            unit.activeUntil = agenda.now();
        }
        if (!wasDown && unit.isDown()) {
            unit.inactiveSince = agenda.now();
        }
        systemd.changed(unit);
    }

    // ---- starting -----------------------------------------------------------------------------------------------

    void start(SimulatedJob job) {
        SimulatedUnit unit = job.unit;
        if (isLimitHit(unit)) {
            boolean own = job.who == SimulatedJob.Who.SYSTEMD;
            boolean hadFailed = unit.active.equals("failed");
            unit.result = own ? unit.result : "start-limit-hit";
            unit.course++;
            state(unit, "failed", "failed");
            systemd.finish(job, JobResult.FAILED);
            systemd.ended(unit, !hadFailed);
            return;
        }
        unit.run = ++lastRun;
        unit.wanted = true;
        unit.result = "success";
        unit.exit = Optional.empty();
        unit.trigger = Optional.empty();
        unit.hung = false;
        unit.unready = false;
        if (unit.oneshot) {
            state(unit, "activating", "start");
            later(unit, chance.within(Duration.ofSeconds(5)), () -> work(job));
        } else if (unit.broken && chance.of(0.3)) {
            state(unit, "activating", "start-pre");
            later(unit, 5 * MILLI, () -> fail(job, "exit-code", new Exit.Status(1)));
        } else if (!unit.startsFor.isZero()) {
            state(unit, "activating", "start");
            boolean late = unit.startsFor.compareTo(unit.startTimeout) > 0;
            later(unit, (late ? unit.startTimeout : unit.startsFor).toNanos(), () -> {
                if (late) {
                    timeOut(job);
                } else {
                    run(job);
                }
            });
        } else {
            run(job);
        }
    }

    private boolean isLimitHit(SimulatedUnit unit) {
        long since = agenda.now() - unit.startLimitInterval.toNanos();
        unit.starts.removeIf(at -> at < since);
        if (unit.starts.size() >= unit.startLimitBurst) {
            return true;
        }
        unit.starts.add(agenda.now());
        return false;
    }

    private void work(SimulatedJob job) {
        if (job.unit.broken) {
            fail(job, "exit-code", new Exit.Status(1));
        } else {
            job.unit.exit = Optional.of(new Exit.Status(0));
            state(job.unit, "inactive", "dead");
            finish(job, JobResult.DONE);
        }
    }

    private void run(SimulatedJob job) {
        SimulatedUnit unit = job.unit;
        unit.course++;
        unit.activeSince = agenda.now();
        state(unit, "active", "running");
        finish(job, JobResult.DONE);
        if (unit.broken) {
            later(unit, chance.within(Duration.ofMillis(200)), () -> die(unit, "exit-code", new Exit.Status(203)));
        } else if (unit.flapping) {
            later(unit, chance.within(Duration.ofSeconds(20)), () -> die(unit, "signal", new Exit.Signal(11, true)));
        }
    }

    /** The job may have been canceled in the meantime. */
    private void finish(SimulatedJob job, JobResult result) {
        if (job.unit.job == job) {
            systemd.finish(job, result);
        }
    }

    private void timeOut(SimulatedJob job) {
        job.unit.result = "timeout";
        state(job.unit, "deactivating", "stop-sigterm");
        later(job.unit, chance.within(Duration.ofMillis(500)), () -> fail(job, "timeout", TERMINATED));
    }

    private void fail(SimulatedJob job, String result, Exit exit) {
        if (job.unit.job == job) {
            job.unit.job = null;
            end(job.unit, result, exit, () -> systemd.finish(job, JobResult.FAILED));
        }
    }

    // ---- ending -------------------------------------------------------------------------------------------------

    /** The process of a running unit ends by itself or is killed; a unit that is being stopped ends anyway. */
    void die(SimulatedUnit unit, String result, Exit exit) {
        if (!unit.isUp() || unit.job != null) {
            return;
        }
        if (result.equals("watchdog") || result.equals("oom-kill")) {
            unit.result = result;
            state(unit, "deactivating", result.equals("watchdog") ? "stop-watchdog" : "stop-sigterm");
            later(unit, 10 * MILLI, () -> {
                if (unit.job == null) {
                    end(unit, result, exit, () -> {});
                }
            });
        } else {
            end(unit, result, exit, () -> {});
        }
    }

    private void end(SimulatedUnit unit, String result, Exit exit, Runnable told) {
        unit.course++;
        unit.result = result;
        unit.exit = Optional.of(exit);
        boolean well = result.equals("success");
        String active = well ? "inactive" : "failed";
        String sub = well ? "dead" : "failed";
        if (!restarts(unit, result)) {
            state(unit, active, sub);
            told.run();
            systemd.ended(unit);
            return;
        }
        state(unit, active, isOld ? sub : sub + "-before-auto-restart");
        state(unit, "activating", "auto-restart");
        told.run();
        systemd.ended(unit);
        later(unit, unit.restartDelay.toNanos(), () -> restart(unit));
    }

    /** As systemd.service(5) has it in the table of {@code Restart=}. */
    private static boolean restarts(SimulatedUnit unit, String result) {
        return switch (unit.policy) {
            case NO, UNIT -> false;
            case ALWAYS -> true;
            case ON_SUCCESS -> result.equals("success");
            case ON_FAILURE -> !result.equals("success");
            case ON_ABNORMAL -> !result.equals("success") && !result.equals("exit-code");
            case ON_ABORT -> result.equals("signal") || result.equals("core-dump");
            case ON_WATCHDOG -> result.equals("watchdog");
        };
    }

    private void restart(SimulatedUnit unit) {
        if (unit.job != null) {
            return;
        }
        unit.restarts++;
        if (!isOld) {
            unit.state("activating", "auto-restart-queued");
        }
        SimulatedJob job = systemd.queueOwn(unit);
        if (isOld) {
            state(unit, "inactive", "dead");
        }
        start(job);
    }

    // ---- stopping -----------------------------------------------------------------------------------------------

    /** Brings the unit down, whatever it is doing. */
    void stop(SimulatedUnit unit, Runnable then) {
        if (unit.isDown()) {
            then.run();
        } else if (unit.isWaitingForRestart()) {
            unit.course++;
            state(unit, "inactive", "dead");
            then.run();
        } else {
            boolean working = unit.oneshot;
            state(unit, "deactivating", "stop-sigterm");
            long takes = chance.of(0.7) ? chance.within(Duration.ofMillis(100)) : chance.within(Duration.ofSeconds(2));
            later(unit, takes, () -> {
                if (unit.stubborn) {
                    kill(unit, then);
                } else {
                    unit.exit = Optional.of(TERMINATED);
                    unit.result = working ? "signal" : "success";
                    state(unit, working ? "failed" : "inactive", working ? "failed" : "dead");
                    then.run();
                    systemd.ended(unit);
                }
            });
        }
    }

    private void kill(SimulatedUnit unit, Runnable then) {
        unit.result = "timeout";
        state(unit, "deactivating", "stop-sigkill");
        later(unit, 10 * MILLI, () -> {
            unit.exit = Optional.of(KILLED);
            state(unit, "failed", "failed");
            then.run();
            systemd.ended(unit);
        });
    }
}
