package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;
import upkeep.core.Verdict.Exhausted;
import upkeep.core.Verdict.React;
import upkeep.core.Verdict.Refuse;
import upkeep.core.Verdict.Rest;
import upkeep.core.Verdict.Row;
import upkeep.core.Verdict.Start;
import upkeep.core.Verdict.Tell;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** Asks the decision table about one service as it now is, and turns the verdict into entries and orders. */
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

    /** How long a panic, or a machine short of resources, keeps probes from restarting anything at all. */
    static final Duration PANIC = Duration.ofMinutes(5);

    static final Duration HOST_WINDOW = Duration.ofMinutes(1);

    private Evaluation() {}

    static void evaluate(Step step, Service service) {
        Holds.expire(step, service);
        probesFollowPhase(step, service);
        recover(step, service);
        Verdict verdict = step.verdict(Situations.of(step, service));
        apply(step, service, verdict);
        Wake.next(step, service, verdict.row());
    }

    /** Probes run while the unit is up and not frozen; liveness and readiness once the startup probe has passed. */
    private static void probesFollowPhase(Step step, Service service) {
        ServiceState state = step.service(service);
        if (!step.host.listed() || state.phase() != Phase.UP || state.isFrozen() || isBeingRestarted(state)) {
            step.index.probes(service).forEach(check -> step.probeNever(check.id()));
            return;
        }
        boolean gated = service.probes().startup().isPresent() && !state.proven();
        boolean freshRun = !state.proven() && step.before().listed();
        service.probes().startup().ifPresent(check -> {
            if (gated) {
                Pacing.first(step, check, freshRun);
            } else {
                step.probeNever(check.id());
            }
        });
        boolean atOnce = freshRun || service.probes().startup().isPresent();
        service.probes().liveness().ifPresent(check -> follow(step, check, gated, atOnce));
        service.probes().readiness().ifPresent(check -> follow(step, check, gated, atOnce));
    }

    private static void follow(Step step, Check check, boolean gated, boolean atOnce) {
        if (gated) {
            step.probeNever(check.id());
        } else {
            Pacing.first(step, check, atOnce);
        }
    }

    /** What a probe sees while we restart or stop the service says nothing. */
    private static boolean isBeingRestarted(ServiceState state) {
        return state.pending()
                .filter(pending -> pending.verb() != Action.Verb.RELOAD)
                .isPresent();
    }

    /** What a trigger starts may end whenever it has nothing to do. */
    static boolean hasEndedWell(Service service, ServiceState state) {
        return service.isTriggered()
                && state.phase() == Phase.DOWN
                && state.status()
                        .filter(status -> status.result().equals("success"))
                        .isPresent();
    }

    /** Resolves the incident of a service that is well again, and makes the budget whole after a stable time. */
    private static void recover(Step step, Service service) {
        ServiceState state = step.service(service);
        if (!step.host.listed() || state.pending().isPresent()) {
            return;
        }
        if (state.hasDoneItsWork() || hasEndedWell(service, state)) {
            Incidents.resolve(step, service, "it has done its work", List.of(state.lastEntry()));
            if (state.attached().isPresent()) {
                step.change(service, edit -> edit.attached(Optional.empty()));
            }
        }
        if (state.phase() != Phase.UP) {
            return;
        }
        boolean ails = state.incident().isPresent() || state.attached().isPresent();
        boolean owes = !state.restarts().isEmpty() || state.exhausted().isPresent();
        if (!ails && !owes) {
            return;
        }
        Health health = HealthFolding.health(step, service);
        Duration up = step.now.since(state.phaseSince());
        boolean settled = health == Health.NONE && up.compareTo(SETTLED) >= 0;
        boolean proven = health == Health.OK && passesTwice(step, service);
        if (ails && (settled || proven)) {
            String how = settled ? "up for " + SETTLED.toSeconds() + " s" : "up, and its probes pass twice in a row";
            Incidents.resolve(step, service, how, List.of(state.lastEntry()));
            step.change(service, edit -> edit.attached(Optional.empty()));
        }
        boolean good = health == Health.OK || health == Health.NONE;
        if (good && owes && step.now.reached(stableAt(step, service))) {
            step.record(
                    Kind.DECISION,
                    service,
                    "stable for 10 min: the restart budget is whole again, and systemd's counters are reset",
                    List.of(state.lastEntry()),
                    Map.of());
            step.change(service, edit -> edit.restarts(List.of()).exhausted(Optional.empty()));
            if (service.actions() == Service.Actions.ACT) {
                step.act(new Action.ResetFailed(service.unit()));
            }
        }
    }

    /** A reload counts against the budget as a restart does, and leaves the unit up; so does a probe that has failed for a while. */
    static Moment stableAt(Step step, Service service) {
        ServiceState state = step.service(service);
        Moment last = state.phaseSince();
        for (Moment restart : state.restarts()) {
            last = last.reached(restart) ? last : restart;
        }
        for (Check check : step.index.probes(service)) {
            Moment verdict = step.check(check.id()).since();
            last = last.reached(verdict) ? last : verdict;
        }
        return last.plus(STABLE);
    }

    private static boolean passesTwice(Step step, Service service) {
        return service.probes()
                .liveness()
                .or(() -> service.probes().readiness())
                .map(check -> step.check(check.id()).passes() >= 2)
                .orElse(true);
    }

    private static void apply(Step step, Service service, Verdict verdict) {
        switch (verdict) {
            case Rest rest -> {
                if (rest.row() == Row.GOOD && step.service(service).told().isPresent()) {
                    step.change(service, edit -> edit.told(Optional.empty()));
                }
            }
            case Refuse refuse -> refuse(step, service, refuse);
            case Tell tell -> tell(step, service, tell);
            case Exhausted exhausted -> exhausted(step, service, exhausted.row());
            case Start start -> Orders.start(step, service, start.row());
            case React react -> Orders.react(step, service, react.row());
        }
    }

    static boolean isTold(Step step, Service service, Row row) {
        return step.service(service).told().filter(row.word()::equals).isPresent();
    }

    private static void refuse(Step step, Service service, Refuse refuse) {
        if (isTold(step, service, refuse.row())) {
            return;
        }
        List<Long> causes = new ArrayList<>(causes(step, service));
        String reason = refuse.reason();
        Optional<Dependencies.Root> root = Dependencies.root(step, service);
        if (root.isPresent() && isForDependency(refuse.row())) {
            Incidents.attach(step, service, root.get());
            causes.add(root.get().entry());
            reason = reason + " (" + root.get().name() + ")";
        } else {
            Incidents.open(step, service, Severity.ERROR, why(step, service), causes);
        }
        step.record(
                Kind.REFUSAL,
                service,
                reason,
                causes,
                Map.of("row", refuse.row().word()));
        step.change(service, edit -> edit.told(Optional.of(refuse.row().word())));
    }

    private static boolean isForDependency(Row row) {
        return row == Row.FAILED_DEPENDENCY_DOWN
                || row == Row.DEAD_DEPENDENCY_DOWN
                || row == Row.NOT_READY_DEPENDENCY_DOWN;
    }

    private static void tell(Step step, Service service, Tell tell) {
        boolean isWorkDone = (tell.row() == Row.ENDED || tell.row() == Row.LEFT_DOWN)
                && (service.isTriggered()
                        || step.service(service)
                                .status()
                                .filter(UnitStatus::oneshot)
                                .isPresent())
                && step.service(service).phase() == Phase.DOWN;
        if (isTold(step, service, tell.row()) || isWorkDone) {
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
        } else if (step.service(service).incident().isPresent()) {
            // It is told already that something is wrong; this is what it has come to.
            step.record(
                    Kind.OBSERVATION,
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
        Map<String, String> fields = new HashMap<>(Alert.fields(Alert.State.EXHAUSTED, Severity.CRITICAL));
        fields.put("row", row.word());
        // It is told with the incident that it is a part of, whose end is told as well.
        Optional<String> root = step.service(service).attached().flatMap(it -> Incidents.key(step, it));
        root.ifPresent(key -> fields.put(Alert.KEY, IncidentKey.inAnyLife(key)));
        String key = root.map(IncidentKey::inAnyLife).orElse(service.name());
        long number = step.record(Kind.REFUSAL, service, text, causes(step, service), fields);
        step.change(service, edit -> edit.exhausted(Optional.of(step.now)).lastEntry(number));
        String said = service.name() + ": " + text;
        step.alert(new Alert(
                Alert.State.EXHAUSTED,
                key,
                Severity.CRITICAL,
                root.map(IncidentKey::subject).orElse(service.name()),
                said,
                root.isPresent() ? said : text,
                number));
    }

    /** The entries that led here: what the failed checks saw, and the last thing the unit did. */
    static List<Long> causes(Step step, Service service) {
        List<Long> causes = new ArrayList<>();
        Reactions.votes(step, service).forEach(vote -> causes.addAll(vote.evidence()));
        for (Check check : step.index.probes(service)) {
            CheckState state = step.check(check.id());
            if (state.verdict() == CheckState.Verdict.FAILING) {
                causes.addAll(state.evidence());
            }
        }
        long last = step.service(service).lastEntry();
        // That it was found so may be all there is to say of why something is done about it.
        causes.add(last == 0 && causes.isEmpty() ? step.host.connected() : last);
        return causes;
    }

    /** What a probe says that asks for nothing to be done. */
    private static Optional<String> failing(Step step, Service service) {
        return step.service(service).phase() != Phase.UP
                ? Optional.empty()
                : step.index.probes(service).stream()
                        .filter(check -> step.check(check.id()).verdict() == CheckState.Verdict.FAILING)
                        .map(check -> CheckFolding.verdictText(step, check))
                        .findFirst();
    }

    /** What is wrong, in a sentence. */
    static String why(Step step, Service service) {
        return Reactions.votes(step, service).stream()
                .map(Reactions.Vote::text)
                .findFirst()
                .or(() -> failing(step, service))
                .orElseGet(() -> step.service(service)
                        .status()
                        .map(status ->
                                "is " + status.activeState() + " (" + status.subState() + "): " + Ending.text(status))
                        .orElse("is not well"));
    }
}
