package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.core.CheckState.Verdict;
import upkeep.core.Entry.Kind;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** Takes in what probes found: counts rows of failures and passes, and turns them into verdicts. */
final class CheckFolding {

    private static final int MOST_EVIDENCE = 20;
    private static final int MOST_FLIPS = 16;

    private CheckFolding() {}

    /**
     * One probe has ended. {@code owner} is the service whose probe it is; a failure while that one has not been proven
     * and its grace lasts is excused. Answers whether a rule about the check turned.
     */
    static boolean probed(Step step, Check check, Optional<Service> owner, Observation seen) {
        CheckState old = step.check(check.id());
        Observation observation = believed(step, check, seen);
        boolean excused =
                owner.filter(service -> isExcused(step, check, service)).isPresent();
        switch (observation) {
            case Unknown unknown -> unknown(step, check, owner, old, unknown);
            case Passed passed -> passed(step, check, owner, old, passed);
            case Failed failed -> {
                if (excused) {
                    step.put(check.id(), with(old, step.now, failed, old.failures(), 0));
                } else {
                    failed(step, check, owner, old, failed);
                }
            }
        }
        owner.filter(service -> observation instanceof Passed && proves(check, service))
                .filter(service -> !step.service(service).proven())
                .ifPresent(service -> step.change(service, edit -> edit.proven(true)));
        boolean turned = RuleFolding.probed(step, check, observation);
        turned(step, check, owner, old.verdict());
        scheduleNext(step, check, owner);
        return turned;
    }

    /** A failure while upkeepd cannot trust its own means, or what the check needs is down, says nothing of its target. */
    private static Observation believed(Step step, Check check, Observation seen) {
        if (!(seen instanceof Failed)) {
            return seen;
        }
        Optional<String> guard = step.host.facts().guard();
        if (guard.isPresent()) {
            return new Unknown("upkeepd cannot trust its own probes now (" + guard.get() + "): " + seen.text());
        }
        return Dependencies.missing(step, check)
                .map(name -> (Observation) new Unknown("what it needs is down, " + name + ": " + seen.text()))
                .orElse(seen);
    }

    /** Does what a verdict that has just fallen asks for, apart from jobs; checks of their own have an incident. */
    private static void turned(Step step, Check check, Optional<Service> owner, Verdict before) {
        CheckState state = step.check(check.id());
        String key = IncidentKey.of(check.id());
        if (before != Verdict.FAILING && state.verdict() == Verdict.FAILING) {
            String what = verdictText(step, check);
            if (owner.isEmpty() && !Apps.takes(step, check, what, state.evidence())) {
                Incidents.open(step, key, Severity.ERROR, what, state.evidence(), Map.of());
            }
            String id = check.id().text();
            Reactions.turned(step, id, id, what, check.otherwise(), owner, state.evidence());
        } else if (owner.isEmpty() && state.verdict() == Verdict.PASSING && state.passes() >= 2) {
            Incidents.resolve(step, key, "it passes twice in a row", List.of());
        }
    }

    /** A check that fails has its own incident, now that it is no part of the app that had it. */
    static void leftItsApp(Step step, Check check) {
        CheckState state = step.check(check.id());
        if (state.verdict() == Verdict.FAILING && Apps.incident(step, check).isEmpty()) {
            String what = verdictText(step, check);
            if (!Apps.takes(step, check, what, state.evidence())) {
                Incidents.open(step, IncidentKey.of(check.id()), Severity.ERROR, what, state.evidence(), Map.of());
            }
        }
    }

    /** What an operator accepted is written down; the probe that passes then does the rest. */
    static void accepted(Step step, Event.Accepted event) {
        String text = event.by().name() + " accepted " + event.what();
        Map<String, String> fields = Map.of("check", event.check().text());
        Optional<Service> owner = step.index.owner(event.check());
        if (owner.isPresent()) {
            step.record(Kind.INTENT, owner.get(), text, List.of(), fields);
        } else if (step.index.check(event.check()).isPresent()) {
            step.record(Kind.INTENT, event.check().text(), text, List.of(), Optional.empty(), fields);
        }
    }

    /** Whether something may follow from the difference. */
    static boolean isNews(CheckState before, CheckState after) {
        return before.verdict() != after.verdict()
                || before.failures() != after.failures()
                || isUnknown(before) != isUnknown(after);
    }

    /** A startup probe decides alone whether a start has succeeded; without one any probe's first pass does. */
    private static boolean proves(Check check, Service service) {
        return service.probes()
                .startup()
                .map(startup -> startup.id().equals(check.id()))
                .orElse(true);
    }

    private static boolean isExcused(Step step, Check check, Service service) {
        boolean startup =
                service.probes().startup().map(it -> it.id().equals(check.id())).orElse(false);
        ServiceState state = step.service(service);
        return !startup && !state.proven() && !step.now.reached(state.graceUntil());
    }

    private static void unknown(Step step, Check check, Optional<Service> owner, CheckState old, Unknown observation) {
        boolean news = old.last().filter(Unknown.class::isInstance).isEmpty();
        step.put(check.id(), with(old, step.now, observation, old.failures(), old.passes()));
        if (news) {
            String text =
                    name(check) + " could not be run, which says nothing about the service: " + observation.text();
            observe(step, check, owner, text, Map.of("result", "unknown"));
        }
    }

    private static void passed(Step step, Check check, Optional<Service> owner, CheckState old, Passed observation) {
        int passes = Math.min(old.passes() + 1, 1_000_000);
        Verdict verdict =
                old.verdict() == Verdict.PASSING || passes >= check.successes() ? Verdict.PASSING : old.verdict();
        boolean flip = old.verdict() == Verdict.FAILING && verdict == Verdict.PASSING;
        boolean news = old.verdict() != verdict || old.failures() > 0 || isUnknown(old);
        CheckState next = new CheckState(
                Optional.of(observation),
                Optional.of(step.now),
                verdict,
                old.verdict() == verdict ? old.since() : step.now,
                0,
                passes,
                Optional.empty(),
                old.due(),
                List.of(),
                flip ? Window.with(old.flips(), step.now, Evaluation.FLAP_WINDOW, MOST_FLIPS) : old.flips(),
                old.validFrom());
        step.put(check.id(), next);
        if (news) {
            observe(step, check, owner, name(check) + " passed: " + observation.text(), Map.of("result", "passed"));
        }
    }

    private static void failed(Step step, Check check, Optional<Service> owner, CheckState old, Failed observation) {
        int failures = Math.min(old.failures() + 1, 1_000_000);
        Verdict verdict = failures >= check.failures() ? Verdict.FAILING : old.verdict();
        boolean counts = old.verdict() != Verdict.FAILING || old.failures() < check.failures();
        List<Long> evidence = new ArrayList<>(old.evidence());
        Moment first = old.firstFailure().orElse(step.now);
        step.put(check.id(), with(old, step.now, observation, failures, 0));
        if (counts) {
            String text = name(check) + " failed, " + failures + " of " + check.failures() + ": " + observation.text();
            Map<String, String> fields = Map.of(
                    "result",
                    "failed",
                    "failure",
                    observation.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            long number = observe(step, check, owner, text, fields);
            if (evidence.size() < MOST_EVIDENCE) {
                evidence.add(number);
            }
        }
        Moment since = old.verdict() == verdict ? old.since() : step.now;
        step.put(
                check.id(),
                new CheckState(
                        Optional.of(observation),
                        Optional.of(step.now),
                        verdict,
                        since,
                        failures,
                        0,
                        Optional.of(first),
                        old.due(),
                        evidence,
                        old.flips(),
                        old.validFrom()));
    }

    private static CheckState with(CheckState old, Moment at, Observation last, int failures, int passes) {
        return new CheckState(
                Optional.of(last),
                Optional.of(at),
                old.verdict(),
                old.since(),
                failures,
                passes,
                old.firstFailure(),
                old.due(),
                old.evidence(),
                old.flips(),
                old.validFrom());
    }

    private static boolean isUnknown(CheckState check) {
        return check.last().filter(Unknown.class::isInstance).isPresent();
    }

    /** How a check is called in a sentence about its subject: {@code liveness}, or {@code the check}. */
    static String name(Check check) {
        String text = check.id().text();
        int slash = text.indexOf('/');
        return (slash < 0 ? "the check" : text.substring(slash + 1)) + " ("
                + check.target().text() + ")";
    }

    private static long observe(
            Step step, Check check, Optional<Service> owner, String text, Map<String, String> fields) {
        if (owner.isPresent()) {
            long cause = step.service(owner.get()).lastEntry();
            return step.record(Kind.OBSERVATION, owner.get(), text, List.of(cause), fields);
        }
        Optional<Long> incident = Apps.incident(step, check).map(Incident::number);
        return step.record(Kind.OBSERVATION, check.id().text(), text, List.of(), incident, fields);
    }

    /** The next probe: a period after the last one was due, sooner while the verdict is open. */
    static void scheduleNext(Step step, Check check, Optional<Service> owner) {
        CheckState state = step.check(check.id());
        if (state.due().isEmpty()) {
            return;
        }
        boolean settling = owner.filter(service -> !step.service(service).proven()
                        || step.service(service).incident().isPresent())
                .isPresent();
        boolean suspect = state.verdict() != Verdict.FAILING && state.failures() > 0;
        Pacing.next(step, check, state.due().get(), settling || suspect);
    }

    /** In words for `explain` and incidents: what was seen when the verdict fell. */
    static String verdictText(Step step, Check check) {
        CheckState state = step.check(check.id());
        String seen = state.last().map(Observation::text).orElse("no result");
        String times = state.failures() + (state.failures() == 1 ? " time" : " times") + " in a row";
        Duration row = state.firstFailure().map(first -> step.now.since(first)).orElse(Duration.ZERO);
        return name(check) + " failed " + times + (row.isZero() ? "" : " over " + Humane.duration(row)) + ": " + seen;
    }
}
