package upkeep.core;

import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.core.Situation.Host;
import upkeep.core.Situation.Load;
import upkeep.core.Situation.Peers;
import upkeep.core.Verdict.Exhausted;
import upkeep.core.Verdict.React;
import upkeep.core.Verdict.Refuse;
import upkeep.core.Verdict.Rest;
import upkeep.core.Verdict.Row;
import upkeep.core.Verdict.Start;
import upkeep.core.Verdict.Tell;

/** The decision table: total over every situation, and the first row that matches decides. */
final class DecisionTable {

    private DecisionTable() {}

    static Verdict verdict(Situation s) {
        if (s.host() == Host.BLIND || s.phase() == Phase.UNSEEN) {
            return new Rest(Row.BLIND);
        }
        if (s.host() == Host.STOPPING) {
            return new Rest(Row.HOST_STOPPING);
        }
        if (s.busy()) {
            return new Rest(Row.BUSY);
        }
        if (s.load() == Load.FROZEN) {
            return new Rest(Row.FROZEN);
        }
        return switch (s.phase()) {
            case UNSEEN -> new Rest(Row.BLIND);
            case FAILED, DOWN -> whenDown(s);
            case STARTING, BACKING_OFF, STOPPING -> onItsWay(s);
            case UP -> whenUp(s);
        };
    }

    private static Verdict whenDown(Situation s) {
        return switch (s.intent()) {
            case STOPPED -> new Rest(Row.STOPPED);
            case UNKNOWN -> new Rest(Row.NEVER_RUN);
            case STOPPED_WITH_DEPENDENCY, STOPPED_WITH_PACKAGE, RUN -> whenDownAndWanted(s);
        };
    }

    private static Verdict whenDownAndWanted(Situation s) {
        if (s.host() == Host.PACKAGES) {
            return new Rest(Row.PACKAGES);
        }
        if (!s.settled()) {
            return new Rest(Row.ON_ITS_WAY);
        }
        if (s.load() == Load.MASKED) {
            return new Rest(Row.MASKED);
        }
        if (s.intent() == Intent.RUN && !s.wantedBack()) {
            return new Tell(Row.ENDED, "left down: its restart policy does not ask for it back after such an end");
        }
        if (s.held()) {
            return new Refuse(Row.HELD, "it is down and stays so: supervision is on hold");
        }
        if (s.intent() == Intent.STOPPED_WITH_PACKAGE) {
            return new Tell(Row.LEFT_DOWN, Row.LEFT_DOWN.condition());
        }
        if (s.load() == Load.MISSING) {
            return new Tell(Row.MISSING, "it is down, and " + Row.MISSING.condition());
        }
        if (s.intent() == Intent.STOPPED_WITH_DEPENDENCY) {
            return whenStoppedWithDependency(s);
        }
        return whenFailed(s);
    }

    /** Its start counts against no budget unless it comes to nothing; then the next one is waited for as any other. */
    private static Verdict whenStoppedWithDependency(Situation s) {
        if (s.dependency() != Dependency.OK) {
            return new Rest(Row.FAILED_DEPENDENCY_DOWN);
        }
        if (!s.budgetLeft() && !s.retryDue()) {
            return new Exhausted(Row.FAILED_EXHAUSTED);
        }
        if (!s.backedOff() || !s.hostBudgetLeft()) {
            return new Rest(s.backedOff() ? Row.FAILED_HOST_LIMIT : Row.DEPENDENCY_BACK);
        }
        return new Start(Row.DEPENDENCY_BACK);
    }

    private static Verdict whenFailed(Situation s) {
        if (s.dependency() != Dependency.OK) {
            return new Refuse(Row.FAILED_DEPENDENCY_DOWN, "not started: what it needs is down");
        }
        if (!s.budgetLeft() && !s.retryDue()) {
            return new Exhausted(Row.FAILED_EXHAUSTED);
        }
        if (!s.backedOff()) {
            return new Rest(Row.FAILED);
        }
        if (!s.hostBudgetLeft()) {
            return new Rest(Row.FAILED_HOST_LIMIT);
        }
        return new Start(s.phase() == Phase.FAILED ? Row.FAILED : Row.WENT_INACTIVE);
    }

    private static Verdict onItsWay(Situation s) {
        boolean quiet = s.phase() == Phase.STOPPING || s.held() || s.host() == Host.PACKAGES;
        if (!quiet && s.looping()) {
            return new Tell(Row.LOOPING, Row.LOOPING.condition());
        }
        if (!quiet && s.overdue()) {
            return new Tell(Row.NOT_GETTING_READY, "it has not become active within its start timeout and grace");
        }
        return new Rest(Row.ON_ITS_WAY);
    }

    private static Verdict whenUp(Situation s) {
        return switch (s.health()) {
            case NONE, OK -> new Rest(Row.GOOD);
            case STARTING -> new Rest(Row.NOT_PROVEN);
            case SUSPECT -> new Rest(Row.SUSPECT);
            case UNKNOWN -> new Rest(Row.UNKNOWN);
            case NOT_READY -> whenNotReady(s);
            case DEAD -> whenDead(s);
        };
    }

    private static Verdict whenNotReady(Situation s) {
        if (s.host() == Host.PACKAGES) {
            return new Rest(Row.PACKAGES);
        }
        if (s.dependency() != Dependency.OK) {
            return new Refuse(Row.NOT_READY_DEPENDENCY_DOWN, "it is not ready, and what it needs is down");
        }
        return new Tell(Row.NOT_READY, "it is alive, and its readiness probe fails");
    }

    private static Verdict whenDead(Situation s) {
        if (s.host() == Host.PACKAGES) {
            return new Rest(Row.PACKAGES);
        }
        if (s.held()) {
            return new Refuse(Row.HELD, "it is dead and is left so: supervision is on hold");
        }
        if (s.load() == Load.MASKED) {
            return new Refuse(Row.MASKED, "not restarted: it is masked, so systemd would not start it again");
        }
        if (s.host() == Host.PANIC) {
            return new Refuse(
                    Row.PANIC,
                    "not restarted: most services turned bad at once, so that the fault is likely elsewhere");
        }
        if (s.host() == Host.PRESSURE) {
            return new Refuse(Row.PRESSURE, "not restarted: " + Row.PRESSURE.condition());
        }
        if (s.dependency() != Dependency.OK) {
            return new Refuse(Row.DEAD_DEPENDENCY_DOWN, "not restarted: what it needs is down or has just come back");
        }
        if (s.peers() == Peers.COMMON_CAUSE) {
            return new Refuse(
                    Row.COMMON_CAUSE,
                    "not restarted: all instances turned bad together, so that the fault is likely not its own");
        }
        if (s.flapping()) {
            return new Refuse(Row.DEAD_FLAPPING, "not restarted: it has been failing and recovering by itself");
        }
        if (!s.budgetLeft() && !s.retryDue()) {
            return new Exhausted(Row.DEAD_EXHAUSTED);
        }
        if (!s.hostBudgetLeft()) {
            return new Refuse(
                    Row.DEAD_HOST_LIMIT, "not restarted yet: the host has had its share of restarts in this minute");
        }
        if (s.peers() == Peers.RESTARTING) {
            return new Refuse(
                    Row.DEAD_PEERS_RESTARTING,
                    "not restarted yet: as many other instances are being restarted as may be out of service at once");
        }
        return s.backedOff() ? new React(Row.DEAD) : new Rest(Row.DEAD_BACKING_OFF);
    }
}
