package upkeep.core;

import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.core.Situation.Host;
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
            case STOPPED_WITH_DEPENDENCY, RUN -> whenDownAndWanted(s);
        };
    }

    private static Verdict whenDownAndWanted(Situation s) {
        if (!s.settled()) {
            return new Rest(Row.ON_ITS_WAY);
        }
        if (s.held()) {
            return new Refuse(Row.HELD, "it is down and stays so: supervision is on hold");
        }
        if (s.intent() == Intent.STOPPED_WITH_DEPENDENCY) {
            return s.dependency() == Dependency.OK
                    ? new Start(Row.DEPENDENCY_BACK)
                    : new Rest(Row.FAILED_DEPENDENCY_DOWN);
        }
        if (!s.wantedBack()) {
            return new Tell(Row.ENDED, "left down: its restart policy does not ask for it back after such an end");
        }
        if (s.dependency() != Dependency.OK) {
            return new Refuse(Row.FAILED_DEPENDENCY_DOWN, "not started: what it requires is down");
        }
        if (!s.budgetLeft() && !s.retryDue()) {
            return new Exhausted(Row.FAILED_EXHAUSTED);
        }
        if (!s.backedOff()) {
            return new Rest(Row.FAILED);
        }
        return new Start(s.phase() == Phase.FAILED ? Row.FAILED : Row.WENT_INACTIVE);
    }

    private static Verdict onItsWay(Situation s) {
        if (s.phase() != Phase.STOPPING && s.overdue() && !s.held()) {
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
            case NOT_READY -> new Tell(Row.NOT_READY, "it is alive, and its readiness probe fails");
            case DEAD -> whenDead(s);
        };
    }

    private static Verdict whenDead(Situation s) {
        if (s.held()) {
            return new Refuse(Row.HELD, "it is dead and is left so: supervision is on hold");
        }
        if (s.host() == Host.PANIC) {
            return new Refuse(
                    Row.PANIC,
                    "not restarted: most services turned bad at once, so that the fault is likely elsewhere");
        }
        if (s.dependency() != Dependency.OK) {
            return new Refuse(
                    Row.DEAD_DEPENDENCY_DOWN, "not restarted: what it requires is down or has just come back");
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
        return s.backedOff() ? new React(Row.DEAD) : new Rest(Row.DEAD_BACKING_OFF);
    }
}
