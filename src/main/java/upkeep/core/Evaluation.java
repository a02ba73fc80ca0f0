package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Moment;
import upkeep.core.Action.Severity;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.ServiceState.Pending;
import upkeep.core.Verdict.Exhausted;
import upkeep.core.Verdict.React;
import upkeep.core.Verdict.Refuse;
import upkeep.core.Verdict.Rest;
import upkeep.core.Verdict.Row;
import upkeep.core.Verdict.Start;
import upkeep.core.Verdict.Tell;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** Looks at one service as it now is, asks the decision table, and turns the verdict into actions and entries. */
final class Evaluation {

    static final Duration FLAP_WINDOW = Duration.ofMinutes(30);
    static final Duration STABLE = Duration.ofMinutes(10);
    static final Duration RETRY_EXHAUSTED = Duration.ofMinutes(15);
    /** A service without probes counts as well again after this time up. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    /** A unit that is to be restarted by systemd itself passes through failed or inactive for less than this. */
    static final Duration SETTLED_DOWN = Duration.ofSeconds(1);

    /** The end of a job that is gone is told within this time, or was lost. */
    static final Duration JOB_END_TOLD = Duration.ofSeconds(30);

    /** How long a panic keeps probes from restarting anything at all. */
    static final Duration PANIC = Duration.ofMinutes(5);

    static final Duration HOST_WINDOW = Duration.ofMinutes(1);
    private static final int FLAPS = 4;
    /** The share of all services, one in so many, and the least number of them. */
    private static final int HOST_SHARE = 5;

    private static final int HOST_AT_LEAST = 3;

    private Evaluation() {}

    static void evaluate(Step step, Service service) {
        Holds.expire(step, service);
        probesFollowPhase(step, service);
        recover(step, service);
        apply(step, service, DecisionTable.verdict(situation(step, service)));
        Wake.next(step, service);
    }

    static Situation situation(Step step, Service service) {
        ServiceState state = step.service(service);
        boolean retryDue = state.exhausted()
                .filter(since -> step.now.reached(since.plus(RETRY_EXHAUSTED)))
                .isPresent();
        return new Situation(
                state.phase(),
                HealthFolding.health(step, service),
                state.intent(),
                state.hold().isPresent(),
                Dependencies.state(step, service),
                host(step),
                isBusy(step, state),
                step.now.reached(state.phaseSince().plus(SETTLED_DOWN)),
                isOverdue(step, service),
                isFlapping(step, service),
                wantedBack(step, service),
                restartsInWindow(step, service).size()
                        < service.restart().budget().count(),
                hostBudgetLeft(step, service),
                retryDue,
                step.now.reached(earliestRestart(step, service)));
    }

    /** A job is on the unit; or was just there, and what it was for is not known before its end is told. */
    private static boolean isBusy(Step step, ServiceState state) {
        return state.pending().isPresent()
                || state.status().filter(status -> status.job() != 0).isPresent()
                || state.queued().values().stream()
                        .anyMatch(job -> !step.now.reached(job.since().plus(JOB_END_TOLD)));
    }

    private static Situation.Host host(Step step) {
        if (!step.listed) {
            return Situation.Host.BLIND;
        }
        if (step.stopping) {
            return Situation.Host.STOPPING;
        }
        boolean early = step.panicSince
                .filter(since -> !step.now.reached(since.plus(PANIC)))
                .isPresent();
        return early ? Situation.Host.PANIC : Situation.Host.NORMAL;
    }

    /**
     * Whether a unit that is down is to be started again: as its restart policy says of the way it ended, systemd.service(5).
     * An adopted unit that has no policy of ours is wanted back after a failure: that is what it was adopted for.
     */
    private static boolean wantedBack(Step step, Service service) {
        ServiceState state = step.service(service);
        String result = state.status().map(UnitStatus::result).orElse("success");
        boolean failed = state.phase() == Phase.FAILED;
        return Reactions.wantsStart(step, service)
                || switch (service.restart().policy()) {
                    case ALWAYS -> true;
                    case NO -> false;
                    case ON_SUCCESS -> !failed;
                    case UNIT, ON_FAILURE -> failed;
                    case ON_ABNORMAL -> failed && !result.equals("exit-code");
                    case ON_ABORT -> failed && (result.equals("signal") || result.equals("core-dump"));
                    case ON_WATCHDOG -> failed && result.equals("watchdog");
                };
    }

    private static boolean isFlapping(Step step, Service service) {
        return Reactions.failing(step, service)
                .anyMatch(check -> Window.within(step.check(check.id()).flips(), FLAP_WINDOW, step.now)
                                .size()
                        >= FLAPS);
    }

    /** Few different services are restarted on a probe's word in one minute; the same one again has its own budget. */
    private static boolean hostBudgetLeft(Step step, Service service) {
        if (step.panicSince.isPresent()) {
            // The panic has lasted: the fault may be theirs after all, and one careful try a minute tells.
            return step.hostRestarts().values().stream()
                    .allMatch(at -> step.now.since(at).compareTo(HOST_WINDOW) >= 0);
        }
        int allowed = Math.max(HOST_AT_LEAST, step.plan.services().size() / HOST_SHARE);
        Set<String> others = new HashSet<>();
        step.hostRestarts().forEach((name, at) -> {
            if (step.now.since(at).compareTo(HOST_WINDOW) < 0 && !name.equals(service.name())) {
                others.add(name);
            }
        });
        return others.size() < allowed;
    }

    static List<Moment> restartsInWindow(Step step, Service service) {
        Duration per = service.restart().budget().per().toDuration();
        return Window.within(step.service(service).restarts(), per, step.now);
    }

    /** When the wait since the last restart is over. */
    static Moment earliestRestart(Step step, Service service) {
        List<Moment> restarts = restartsInWindow(step, service);
        if (restarts.isEmpty()) {
            return step.now;
        }
        return restarts.getLast().plus(BackOff.after(restarts.size(), service.restart(), service.name()));
    }

    /** When a unit that is still not active is told of. */
    static Moment startDeadline(Step step, Service service) {
        Moment begun =
                step.service(service).downSince().orElse(step.service(service).phaseSince());
        return begun.plus(UnitFolding.grace(service)).plus(Duration.ofSeconds(30));
    }

    private static boolean isOverdue(Step step, Service service) {
        return switch (step.service(service).phase()) {
            case STARTING, BACKING_OFF -> step.now.reached(startDeadline(step, service));
            case UNSEEN, UP, STOPPING, DOWN, FAILED -> false;
        };
    }

    /** Probes run while the unit is up; liveness and readiness once the startup probe has passed. */
    private static void probesFollowPhase(Step step, Service service) {
        ServiceState state = step.service(service);
        if (!step.listed || state.phase() != Phase.UP || isBeingRestarted(state)) {
            service.probes().all().map(Check::id).forEach(step::probeNever);
            return;
        }
        boolean gated = service.probes().startup().isPresent() && !state.proven();
        boolean freshRun = !state.proven() && step.before().listed();
        service.probes().startup().ifPresent(check -> {
            if (gated) {
                CheckFolding.schedule(step, check, freshRun);
            } else {
                step.probeNever(check.id());
            }
        });
        for (Optional<Check> probe :
                List.of(service.probes().liveness(), service.probes().readiness())) {
            probe.ifPresent(check -> {
                if (gated) {
                    step.probeNever(check.id());
                } else {
                    CheckFolding.schedule(
                            step, check, freshRun || service.probes().startup().isPresent());
                }
            });
        }
    }

    /** What a probe sees while we restart the service says nothing. */
    private static boolean isBeingRestarted(ServiceState state) {
        return state.pending().filter(pending -> pending.verb() != Verb.RELOAD).isPresent();
    }

    /** Resolves the incident of a service that is well again, and makes the budget whole after a stable time. */
    private static void recover(Step step, Service service) {
        ServiceState state = step.service(service);
        if (state.phase() != Phase.UP || !step.listed || state.pending().isPresent()) {
            return;
        }
        Health health = HealthFolding.health(step, service);
        Duration up = step.now.since(state.phaseSince());
        boolean settled = health == Health.NONE && up.compareTo(SETTLED) >= 0;
        boolean proven = health == Health.OK
                && service.probes().liveness().or(() -> service.probes().readiness()).stream()
                        .allMatch(check -> step.check(check.id()).passes() >= 2);
        if (settled || proven) {
            String how = settled ? "up for " + SETTLED.toSeconds() + " s" : "up, and its probes pass twice in a row";
            Incidents.resolve(step, service, how, List.of(state.lastEntry()));
        }
        boolean good = health == Health.OK || health == Health.NONE;
        boolean owes = !state.restarts().isEmpty() || state.exhausted().isPresent();
        if (good && owes && up.compareTo(STABLE) >= 0) {
            step.record(
                    Kind.DECISION,
                    service,
                    "stable for 10 min: the restart budget is whole again, and systemd's counters are reset",
                    List.of(state.lastEntry()),
                    Map.of());
            step.change(service, edit -> edit.restarts(List.of()).exhausted(Optional.empty()));
            step.act(new Action.ResetFailed(service.unit()));
        }
    }

    private static void apply(Step step, Service service, Verdict verdict) {
        switch (verdict) {
            case Rest rest -> {
                if (rest.row() == Row.GOOD) {
                    step.change(service, edit -> edit.told(Optional.empty()));
                }
            }
            case Refuse refuse -> refuse(step, service, refuse);
            case Tell tell -> tell(step, service, tell);
            case Exhausted exhausted -> exhausted(step, service, exhausted.row());
            case Start start -> start(step, service, start.row());
            case React react -> react(step, service, react.row());
        }
    }

    private static boolean isTold(Step step, Service service, Row row) {
        return step.service(service).told().filter(row.word()::equals).isPresent();
    }

    private static void refuse(Step step, Service service, Refuse refuse) {
        if (isTold(step, service, refuse.row())) {
            return;
        }
        List<Long> causes = causes(step, service);
        if (refuse.row() != Row.FAILED_DEPENDENCY_DOWN && refuse.row() != Row.DEAD_DEPENDENCY_DOWN) {
            Incidents.open(step, service, Severity.ERROR, why(step, service), causes);
        }
        step.record(
                Kind.REFUSAL,
                service,
                refuse.reason(),
                causes,
                Map.of("row", refuse.row().word()));
        step.change(service, edit -> edit.told(Optional.of(refuse.row().word())));
    }

    private static void tell(Step step, Service service, Tell tell) {
        if (isTold(step, service, tell.row())) {
            return;
        }
        List<Long> causes = causes(step, service);
        if (tell.row() == Row.ENDED) {
            step.record(
                    Kind.REFUSAL,
                    service,
                    tell.text(),
                    causes,
                    Map.of("row", tell.row().word()));
        } else {
            Incidents.open(step, service, Severity.ERROR, tell.text(), causes);
        }
        step.change(service, edit -> edit.told(Optional.of(tell.row().word())));
    }

    private static void exhausted(Step step, Service service, Row row) {
        if (step.service(service).exhausted().isPresent()) {
            return;
        }
        Incidents.open(step, service, Severity.CRITICAL, why(step, service), causes(step, service));
        String text = "no more restarts for now: " + row.condition() + " (" + UnitFolding.budget(service)
                + "); one try every 15 min from here on";
        long number = step.record(Kind.REFUSAL, service, text, causes(step, service), Map.of("row", row.word()));
        step.change(service, edit -> edit.exhausted(Optional.of(step.now)).lastEntry(number));
        Map<String, String> fields =
                Map.of("state", "exhausted", "unit", service.unit().text());
        step.alert(Severity.CRITICAL, service.name(), service.name() + ": " + text, fields, number);
    }

    private static void start(Step step, Service service, Row row) {
        String text = "start " + service.unit() + ": " + row.condition();
        if (row == Row.DEPENDENCY_BACK) {
            job(step, service, row, Verb.START, text);
        } else {
            Incidents.open(step, service, Severity.WARNING, row.condition(), causes(step, service));
            order(step, service, row, Verb.START, text);
        }
    }

    private static void react(Step step, Service service, Row row) {
        List<Check> failing = Reactions.failing(step, service).toList();
        boolean restart = failing.stream()
                .anyMatch(check -> Reactions.verb(check, service)
                        .filter(Verb.RESTART::equals)
                        .isPresent());
        if (failing.isEmpty()) {
            Incidents.open(step, service, Severity.ERROR, why(step, service), causes(step, service));
            return;
        }
        Incidents.open(step, service, Severity.ERROR, why(step, service), causes(step, service));
        Verb verb = restart ? Verb.RESTART : Verb.RELOAD;
        String text = (restart ? "restart " : "reload ") + service.unit() + ": " + why(step, service);
        step.restartedOnProbe(service);
        order(step, service, row, verb, text);
        failing.forEach(check -> step.put(check.id(), step.check(check.id()).restarted(step.now)));
    }

    /** Orders a job that counts against the budget. */
    private static void order(Step step, Service service, Row row, Verb verb, String text) {
        boolean overdrawn = restartsInWindow(step, service).size()
                >= service.restart().budget().count();
        UnitFolding.charge(step, service);
        int used = restartsInWindow(step, service).size();
        String budget = overdrawn
                ? "; the budget of " + UnitFolding.budget(service) + " is spent, this is one of the slow tries"
                : "; " + used + " of " + UnitFolding.budget(service) + " used";
        step.change(service, edit -> edit.exhausted(overdrawn ? Optional.of(step.now) : Optional.empty()));
        job(step, service, row, verb, text + budget);
    }

    private static void job(Step step, Service service, Row row, Verb verb, String text) {
        Map<String, String> fields = Map.of(
                "row", row.word(),
                "verb", verb.name().toLowerCase(java.util.Locale.ROOT),
                "unit", service.unit().text());
        long number = step.record(Kind.DECISION, service, text, causes(step, service), fields);
        Pending pending = new Pending(number, verb, number, step.now, List.of());
        step.change(service, edit -> edit.pending(Optional.of(pending)).lastEntry(number));
        step.act(new Action.Job(number, service.name(), service.unit(), verb, true));
    }

    /** The entries that led here: what the failed checks saw, and the last thing the unit did. */
    private static List<Long> causes(Step step, Service service) {
        List<Long> causes = new ArrayList<>();
        Reactions.failing(step, service)
                .forEach(check -> causes.addAll(step.check(check.id()).evidence()));
        causes.add(step.service(service).lastEntry());
        return causes;
    }

    /** What is wrong, in a sentence. */
    private static String why(Step step, Service service) {
        return Reactions.failing(step, service)
                .map(check -> CheckFolding.verdictText(step, check))
                .findFirst()
                .orElseGet(() -> step.service(service)
                        .status()
                        .map(status ->
                                "is " + status.activeState() + " (" + status.subState() + "): " + Ending.text(status))
                        .orElse("is not well"));
    }
}
