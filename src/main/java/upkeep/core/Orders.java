package upkeep.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Severity;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.ServiceState.Pending;
import upkeep.core.Verdict.Row;
import upkeep.spec.Service;

/** Orders jobs: each is recorded with its rule, its budget and its causes before it is done; or only recorded. */
final class Orders {

    private Orders() {}

    static void start(Step step, Service service, Row row) {
        String why = Reactions.starter(step, service)
                .filter(_ -> row == Row.WENT_INACTIVE)
                .map(label -> label + " asks for it")
                .orElse(row.condition());
        String text = "start " + service.unit() + ": " + why;
        if (row == Row.DEPENDENCY_BACK) {
            if (service.actions() == Service.Actions.OBSERVE && Evaluation.isTold(step, service, row)) {
                return;
            }
            step.change(service, edit -> edit.told(Optional.of(row.word())));
            job(step, service, row, Verb.START, text);
        } else {
            Incidents.open(step, service, Severity.WARNING, why, Evaluation.causes(step, service));
            order(step, service, row, Verb.START, text);
        }
    }

    /** What failed checks and rules ask for is done to a service that is up. */
    static void react(Step step, Service service, Row row) {
        Incidents.open(step, service, Severity.ERROR, Evaluation.why(step, service), Evaluation.causes(step, service));
        List<Reactions.Vote> votes = Reactions.votes(step, service);
        if (votes.isEmpty()) {
            return;
        }
        boolean restart = votes.stream().anyMatch(vote -> vote.verb() == Verb.RESTART);
        Verb verb = restart ? Verb.RESTART : Verb.RELOAD;
        String text = word(verb) + " " + service.unit() + ": " + Evaluation.why(step, service);
        HostFolding.restarted(step, service.name());
        order(step, service, row, verb, text);
        // Others may have been asked for by the same check or rule, and are yet to be looked at.
        step.afterwards(() -> {
            votes.stream()
                    .flatMap(vote -> vote.check().stream())
                    .forEach(
                            check -> step.put(check.id(), step.check(check.id()).restarted(step.now)));
            RuleFolding.restarted(step, service);
        });
    }

    /** A fault asks for a stop: held down, and stopped; what needs it goes first. */
    static void stop(Step step, Service service, String label, List<Long> causes) {
        String text = "stop " + service.unit() + ": " + label;
        if (service.actions() == Service.Actions.OBSERVE) {
            observed(step, service, text, causes);
            return;
        }
        if (HandsOff.isHeld(step, step.service(service))) {
            refused(step, service, "not stopped: supervision is on hold (" + label + ")", causes);
            return;
        }
        Holds.byFault(step, service, label, causes);
        for (String name : step.index.needing(service.name())) {
            Service dependent = step.plan.services().get(name);
            if (dependent != null && isHeldOtherwise(step, dependent, service)) {
                refused(step, dependent, "not stopped with " + service.name() + ": supervision is on hold", causes);
            } else if (dependent != null) {
                stopOne(step, dependent, "stop " + dependent.unit() + ": it needs " + service.name(), causes);
            }
        }
        stopOne(step, service, text, causes);
    }

    private static boolean isHeldOtherwise(Step step, Service service, Service than) {
        return step.service(service)
                .hold()
                .filter(hold -> !hold.with().equals(Optional.of(than.name())))
                .isPresent();
    }

    /** What a failed check or a rule asks for at once is not done. */
    static void refused(Step step, Service service, String text, List<Long> causes) {
        refused(step, Optional.of(service), service.name(), text, causes);
    }

    /** As above, also for what belongs to no service. */
    static void refused(Step step, Optional<Service> service, String subject, String text, List<Long> causes) {
        Map<String, String> fields = Map.of("row", Row.HELD.word());
        if (service.isPresent()) {
            step.record(Kind.REFUSAL, service.get(), text, causes, fields);
        } else {
            step.record(Kind.REFUSAL, subject, text, causes, Optional.empty(), fields);
        }
    }

    private static void stopOne(Step step, Service service, String text, List<Long> causes) {
        ServiceState state = step.service(service);
        boolean runs = switch (state.phase()) {
            case UP, STARTING, BACKING_OFF -> true;
            case UNSEEN, STOPPING, DOWN, FAILED -> false;
        };
        boolean free = !Situations.isBusy(step, state) && service.actions() == Service.Actions.ACT;
        if (runs && free && step.host.listed() && !step.host.stopping()) {
            Map<String, String> fields =
                    Map.of("verb", word(Verb.STOP), "unit", service.unit().text(), "cause", Cause.POLICY.word());
            long number = step.record(Kind.DECISION, service, text, causes, fields);
            Pending pending = new Pending(number, Verb.STOP, number, step.now);
            step.change(service, edit -> edit.pending(Optional.of(pending)).lastEntry(number));
            step.act(new Action.Job(number, service.name(), service.unit(), Verb.STOP, false));
        }
    }

    /** Orders a job that counts against the budget. */
    private static void order(Step step, Service service, Row row, Verb verb, String text) {
        int allowed = service.restart().budget().count();
        boolean overdrawn = Situations.restartsInWindow(step, service).size() >= allowed;
        UnitFolding.charge(step, service);
        int used = Situations.restartsInWindow(step, service).size();
        String budget = overdrawn
                ? "; the budget of " + UnitFolding.budget(service) + " is spent, this is one of the slow tries"
                : "; " + used + " of " + UnitFolding.budget(service) + " used";
        step.change(service, edit -> edit.exhausted(overdrawn ? Optional.of(step.now) : Optional.empty()));
        job(step, service, row, verb, text + budget);
    }

    private static void job(Step step, Service service, Row row, Verb verb, String text) {
        boolean observed = service.actions() == Service.Actions.OBSERVE;
        Map<String, String> fields = Map.of(
                "row",
                row.word(),
                "verb",
                word(verb),
                "unit",
                service.unit().text(),
                "cause",
                Cause.POLICY.word(),
                "observe",
                Boolean.toString(observed));
        List<Long> causes = Evaluation.causes(step, service);
        long number = step.record(Kind.DECISION, service, (observed ? "would " : "") + text, causes, fields);
        step.change(service, edit -> edit.lastEntry(number));
        if (!observed) {
            Pending pending = new Pending(number, verb, number, step.now);
            step.change(service, edit -> edit.pending(Optional.of(pending)));
            step.act(new Action.Job(number, service.name(), service.unit(), verb, true));
        }
    }

    /** Records what would be done to a service that is only observed. */
    static void observed(Step step, Service service, String text, List<Long> causes) {
        List<Long> all = new ArrayList<>(causes);
        all.add(step.service(service).lastEntry());
        step.record(Kind.DECISION, service, "would " + text, all, Map.of("observe", "true"));
    }

    private static String word(Verb verb) {
        return verb.name().toLowerCase(Locale.ROOT);
    }
}
