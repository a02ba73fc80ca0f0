package upkeep.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;
import upkeep.core.ServiceState.Measured;
import upkeep.core.UnitStatus.Exit;
import upkeep.rule.Reading;
import upkeep.rule.RuleState;
import upkeep.rule.Sample;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Service;

/** Gives rules their samples, and does what they ask for when they begin to hold or cease to. */
final class RuleFolding {

    private RuleFolding() {}

    /** The unit's use of resources was read: a sample for the rules of its service. Answers whether one of them turned. */
    static boolean measured(Step step, Service service, UnitMeasures measures) {
        ServiceState state = step.service(service);
        Optional<Measured> before = state.measured();
        boolean turned = false;
        OptionalDouble cpu = rate(before, step.now, measures, UnitMeasures::cpuSeconds, 100);
        Measured now = new Measured(step.now, measures, state.restarted(), cpu);
        step.change(service, edit -> edit.measured(Optional.of(now)));
        if (step.host.listed() && state.phase() != Phase.UNSEEN) {
            Sample sample = new Sample(step.now, readings(step, service, before, now), true);
            for (PlanIndex.Ruling ruling : step.index.rulesOf(service)) {
                turned |= next(step, ruling, sample);
            }
        }
        schedule(step, service);
        return turned;
    }

    /** One probe of a check has ended: a sample for its rules. Answers whether one of them turned. */
    static boolean probed(Step step, Check check, Observation observation) {
        List<PlanIndex.Ruling> rulings = step.index.rulesOf(check.id());
        boolean turned = false;
        if (!rulings.isEmpty()) {
            Sample sample = new Sample(step.now, readings(observation), true);
            for (PlanIndex.Ruling ruling : rulings) {
                turned |= next(step, ruling, sample);
            }
        }
        return turned;
    }

    /** What rules of a check see of one probe. */
    static Map<String, Reading> readings(Observation observation) {
        Map<String, Reading> readings = new HashMap<>();
        observation.measurements().forEach((name, value) -> readings.put(name, new Reading.Number(value)));
        observation.texts().forEach((name, text) -> readings.put(name, new Reading.Text(text)));
        readings.putIfAbsent("value", new Reading.Text(outcome(observation)));
        switch (observation) {
            case Observation.Passed _ -> readings.put("failed", new Reading.Number(0));
            case Observation.Failed _ -> readings.put("failed", new Reading.Number(1));
            case Observation.Unknown unknown -> readings.put("failed", new Reading.Unknown(unknown.text()));
        }
        return readings;
    }

    /** What a check found as a whole: how it ended, without what differs from one probe to the next anyway. */
    private static String outcome(Observation observation) {
        return switch (observation) {
            case Observation.Passed _ -> "passed";
            case Observation.Failed failed -> "failed " + failed.kind();
            case Observation.Unknown _ -> "unknown";
        };
    }

    private static Map<String, Reading> readings(Step step, Service service, Optional<Measured> before, Measured now) {
        Map<String, Reading> readings = new HashMap<>();
        ServiceState state = step.service(service);
        UnitMeasures measures = now.measures();
        number(readings, "memory", measures.memory());
        number(readings, "memory-percent", percent(measures.memory(), measures.memoryLimit()));
        number(readings, "cpu", now.cpu());
        number(readings, "tasks", measures.tasks());
        number(readings, "io.read", rate(before, now.at(), measures, UnitMeasures::readBytes, 1));
        number(readings, "io.write", rate(before, now.at(), measures, UnitMeasures::writtenBytes, 1));
        number(readings, "fds", measures.descriptors());
        readings.put("restarts", new Reading.Number(now.restarts()));
        Health health = HealthFolding.health(step, service);
        readings.put("health", new Reading.Text(health.word()));
        readings.put("failed", failed(state.phase(), health));
        if (state.phase() == Phase.UP) {
            double uptime = step.now.since(state.phaseSince()).toNanos() / 1e9;
            readings.put("uptime", new Reading.Number(uptime));
        }
        state.status().ifPresent(status -> {
            readings.put("state", new Reading.Text(status.activeState()));
            readings.put("sub-state", new Reading.Text(status.subState()));
            readings.put("result", new Reading.Text(status.result()));
            if (status.exit().orElse(null) instanceof Exit.Status exit) {
                readings.put("exit-status", new Reading.Number(exit.code()));
            }
        });
        step.index.probes(service).forEach(check -> probe(readings, check, step.check(check.id())));
        return readings;
    }

    private static Reading failed(Phase phase, Health health) {
        if (health == Health.UNKNOWN) {
            return new Reading.Unknown("its probes could not be run");
        }
        boolean failed = phase == Phase.FAILED || health == Health.DEAD;
        return new Reading.Number(failed ? 1 : 0);
    }

    private static void probe(Map<String, Reading> readings, Check check, CheckState state) {
        String role = check.id().text().substring(check.id().text().indexOf('/') + 1);
        state.last().ifPresent(last -> {
            last.measurements().forEach((name, value) -> readings.put(role + "." + name, new Reading.Number(value)));
            last.texts().forEach((name, text) -> readings.put(role + "." + name, new Reading.Text(text)));
        });
    }

    private static void number(Map<String, Reading> readings, String name, OptionalDouble value) {
        if (value.isPresent()) {
            readings.put(name, new Reading.Number(value.getAsDouble()));
        }
    }

    private static OptionalDouble percent(OptionalDouble part, OptionalDouble whole) {
        boolean known = part.isPresent() && whole.isPresent() && whole.getAsDouble() > 0;
        return known ? OptionalDouble.of(100 * part.getAsDouble() / whole.getAsDouble()) : OptionalDouble.empty();
    }

    private interface Counter {
        OptionalDouble of(UnitMeasures measures);
    }

    /** How fast a counter grew between two measurements of one run, a second. */
    private static OptionalDouble rate(
            Optional<Measured> before, Moment at, UnitMeasures measures, Counter counter, double scale) {
        OptionalDouble to = counter.of(measures);
        OptionalDouble from = before.map(it -> counter.of(it.measures())).orElse(OptionalDouble.empty());
        double seconds = before.map(it -> at.since(it.at()).toNanos() / 1e9).orElse(0.0);
        if (to.isEmpty() || from.isEmpty() || seconds <= 0 || to.getAsDouble() < from.getAsDouble()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(scale * (to.getAsDouble() - from.getAsDouble()) / seconds);
    }

    private static boolean next(Step step, PlanIndex.Ruling ruling, Sample sample) {
        RuleWatch old = step.rule(ruling.key());
        RuleState state = old.state().next(ruling.rule(), sample);
        boolean begins = state.holds() && !old.state().holds();
        boolean ends = !state.holds() && old.state().holds();
        step.rule(ruling.key(), new RuleWatch(state, ends ? 0 : old.entry()));
        if (begins) {
            begin(step, ruling, state);
        } else if (ends) {
            end(step, ruling, state);
        } else if (state.isOver() && step.incident(ruling.key()) != null) {
            // Another life of upkeepd has told of it.
            Incidents.resolve(step, ruling.key(), state.text(ruling.rule()), List.of());
        }
        return begins || ends;
    }

    private static void begin(Step step, PlanIndex.Ruling ruling, RuleState state) {
        String what = state.text(ruling.rule());
        String subject = ruling.subject();
        // Where a service is to be restarted, that service's own incident tells it.
        boolean isJob = ruling.then().stream()
                .anyMatch(reaction -> reaction instanceof Reaction.Restart || reaction instanceof Reaction.Reload);
        boolean isNews = !isJob && ruling.rule().isMomentary();
        Map<String, String> rule = Map.of("rule", ruling.rule().toString());
        Map<String, String> fields = new HashMap<>(rule);
        if (isNews) {
            fields.putAll(Alert.fields(Alert.State.CHANGED, Severity.WARNING));
        }
        long seen = record(step, ruling, what, fields);
        step.rule(ruling.key(), new RuleWatch(state, seen));
        if (!isJob && !isNews) {
            Incidents.open(step, ruling.key(), Severity.ERROR, what, List.of(seen), rule);
        } else if (isNews) {
            String text = subject + ": " + what;
            step.alert(new Alert(Alert.State.CHANGED, subject, Severity.WARNING, subject, text, what, seen));
        }
        Reactions.turned(step, ruling.key(), ruling.subject(), what, ruling.then(), ruling.owner(), List.of(seen));
    }

    private static void end(Step step, PlanIndex.Ruling ruling, RuleState state) {
        String what = state.text(ruling.rule());
        long seen = record(
                step, ruling, "no longer: " + what, Map.of("rule", ruling.rule().toString()));
        Incidents.resolve(step, ruling.key(), what, List.of(seen));
    }

    private static long record(Step step, PlanIndex.Ruling ruling, String text, Map<String, String> fields) {
        Service service = step.plan.services().get(ruling.subject());
        if (service != null) {
            return step.record(Kind.OBSERVATION, service, text, List.of(), fields);
        }
        return step.record(Kind.OBSERVATION, ruling.subject(), text, List.of(), Optional.empty(), fields);
    }

    /** The first measurement somewhere in the period, by the service's name; the others a period apart. */
    static void schedule(Step step, Service service) {
        if (step.index.rulesOf(service).isEmpty()) {
            return;
        }
        java.time.Duration period = step.plan.settings().every().toDuration();
        Optional<Moment> last = step.service(service).measured().map(Measured::at);
        Moment due = last.map(at -> at.plus(period))
                .filter(at -> !step.now.reached(at))
                .orElseGet(() -> step.now.plus(java.time.Duration.ofNanos(
                        (long) (period.toNanos() * (last.isPresent() ? 1 : Spread.of(service.name()))))));
        step.act(new Action.MeasureAt(service.unit(), due));
    }

    /** What the rule about this service that asked for a restart has seen was before the restart. */
    static void restarted(Step step, Service service) {
        for (PlanIndex.Ruling ruling : step.index.rulings(service)) {
            if (step.rule(ruling.key()).state().holds()) {
                step.rule(ruling.key(), RuleWatch.FRESH);
                Incidents.resolve(step, ruling.key(), "what it asked for is done", List.of());
            }
        }
    }

    /** The clock jumped: no row of samples goes on across that; what holds goes on to hold. */
    static void forgetWindows(Step step) {
        for (String key : List.copyOf(step.ruleKeys())) {
            if (!step.rule(key).state().holds()) {
                step.rule(key, RuleWatch.FRESH);
            }
        }
    }
}
