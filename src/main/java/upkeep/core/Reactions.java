package upkeep.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.CheckState.Verdict;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.ProgramUnit;
import upkeep.spec.Service;

/** What failed checks and rules that hold ask for. */
final class Reactions {

    private Reactions() {}

    /**
     * A check that failed, or a rule that holds, which wants something done to a service that is up.
     *
     * @param text what was seen, in half a sentence
     * @param evidence the entries that tell of it
     * @param check the check, where it is one
     */
    record Vote(Verb verb, String text, List<Long> evidence, Optional<Check> check, Optional<String> rule) {}

    /** What is asked to be done to the service while it is up: restarts and reloads. */
    static List<Vote> votes(Step step, Service service) {
        List<Vote> votes = new ArrayList<>();
        for (Check check : step.index.reacting(service)) {
            CheckState state = step.check(check.id());
            if (state.isDead(check)) {
                verb(step, check.otherwise(), step.index.owner(check.id()), service)
                        .ifPresent(verb -> votes.add(new Vote(
                                verb,
                                CheckFolding.verdictText(step, check),
                                state.evidence(),
                                Optional.of(check),
                                Optional.empty())));
            }
        }
        for (PlanIndex.Ruling ruling : step.index.rulings(service)) {
            RuleWatch watch = step.rule(ruling.key());
            if (watch.state().holds()) {
                verb(step, ruling.then(), ruling.owner(), service)
                        .ifPresent(verb -> votes.add(new Vote(
                                verb,
                                watch.state().text(ruling.rule()),
                                List.of(watch.entry()),
                                Optional.empty(),
                                Optional.of(ruling.key()))));
            }
        }
        return votes;
    }

    static boolean isVotedOn(Step step, Service service) {
        for (Check check : step.index.reacting(service)) {
            if (step.check(check.id()).isDead(check)) {
                return true;
            }
        }
        for (PlanIndex.Ruling ruling : step.index.rulings(service)) {
            if (step.rule(ruling.key()).state().holds()) {
                return true;
            }
        }
        return false;
    }

    /** The strongest of the reactions that is a job for a service which is up. */
    private static Optional<Verb> verb(Step step, List<Reaction> reactions, Optional<Service> owner, Service service) {
        return verb(reactions, unit -> step.index.isMeant(unit, owner, service));
    }

    private static Optional<Verb> verb(
            List<Reaction> reactions, java.util.function.Predicate<Optional<UnitName>> meant) {
        boolean reload = false;
        for (Reaction reaction : reactions) {
            if (reaction instanceof Reaction.Restart restart && meant.test(restart.unit())) {
                return Optional.of(Verb.RESTART);
            }
            reload |= reaction instanceof Reaction.Reload it && meant.test(it.unit());
        }
        return reload ? Optional.of(Verb.RELOAD) : Optional.empty();
    }

    /** Whether one of the reactions is a job for the service while it is up. */
    static boolean isJobFor(List<Reaction> reactions, PlanIndex index, Optional<Service> owner, Service service) {
        return verb(reactions, unit -> index.isMeant(unit, owner, service)).isPresent();
    }

    /** The check that failed or the rule that holds which wants the service started should it be down. */
    static Optional<String> starter(Step step, Service service) {
        for (Check check : step.index.startingChecks(service)) {
            if (step.check(check.id()).verdict() == Verdict.FAILING) {
                return Optional.of(check.id().text());
            }
        }
        for (PlanIndex.Ruling ruling : step.index.starters(service)) {
            if (step.rule(ruling.key()).state().holds()) {
                return Optional.of(ruling.key());
            }
        }
        return Optional.empty();
    }

    /**
     * Does at once what is asked for when a check turns to failed or a rule begins to hold, and is no job that the decision
     * table decides on: holds, stops, programs.
     *
     * @param label the check or rule, as people call it
     * @param about the service or check that it is about
     * @param owner the service it belongs to
     */
    static void turned(
            Step step,
            String label,
            String about,
            String what,
            List<Reaction> reactions,
            Optional<Service> owner,
            List<Long> causes) {
        for (Reaction reaction : reactions) {
            switch (reaction) {
                case Reaction.Hold hold ->
                    step.index.meant(hold.unit(), owner).ifPresent(it -> Holds.byFault(step, it, label, causes));
                case Reaction.Stop stop ->
                    step.index.meant(stop.unit(), owner).ifPresent(it -> Orders.stop(step, it, label, causes));
                case Reaction.Exec exec -> run(step, label, about, what, exec.program(), owner, causes);
                case Reaction.Alert _, Reaction.Restart _, Reaction.Start _, Reaction.Reload _ -> {}
            }
        }
    }

    /** Runs the program, and tells it what for. */
    private static void run(
            Step step,
            String label,
            String about,
            String what,
            ProgramUnit program,
            Optional<Service> owner,
            List<Long> causes) {
        boolean observed = owner.filter(service -> service.actions() == Service.Actions.OBSERVE)
                .isPresent();
        String subject = owner.map(Service::name).orElse(IncidentKey.subject(label));
        boolean held = step.host.handsOff().isPresent()
                || owner.flatMap(service -> step.service(service).hold()).isPresent();
        if (held) {
            String refusal = "not run: " + String.join(" ", program.command()) + ", since supervision is on hold ("
                    + label + ")";
            Orders.refused(step, owner, subject, refusal, causes);
            return;
        }
        String text = (observed ? "would run " : "run ") + String.join(" ", program.command()) + ": " + label + " says "
                + what;
        Map<String, String> fields =
                Map.of("verb", "exec", "unit", program.unit().text(), "observe", Boolean.toString(observed));
        long number = owner.map(service -> step.record(Entry.Kind.DECISION, service, text, causes, fields))
                .orElseGet(() -> step.record(Entry.Kind.DECISION, subject, text, causes, Optional.empty(), fields));
        if (observed) {
            return;
        }
        Map<String, String> told = ProgramEvent.variables(step, number, label, about, what, owner);
        step.act(new Action.Run(number, program.unit(), told));
    }
}
