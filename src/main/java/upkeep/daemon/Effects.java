package upkeep.daemon;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import upkeep.core.Action;
import upkeep.core.Event;
import upkeep.spec.Plan;

/** Carries out what was decided, each kind of action by the part that does such things; never waits. */
final class Effects implements Consumer<Action>, AutoCloseable {

    private final ProbeRunner probes;
    private final JobRunner jobs;
    private final Alerts alerts;
    private final AlertDesk desk;
    private final Supplier<Plan> plan;
    private final Measurer measurer;
    private final EvidenceRunner evidence;
    private final ProgramRunner programs;
    private final Schedule<String> wakes;

    Effects(
            ProbeRunner probes,
            JobRunner jobs,
            Alerts alerts,
            AlertDesk desk,
            Measurer measurer,
            EvidenceRunner evidence,
            ProgramRunner programs,
            Supplier<Plan> plan,
            Consumer<Event> events) {
        this.probes = probes;
        this.jobs = jobs;
        this.alerts = alerts;
        this.desk = desk;
        this.measurer = measurer;
        this.evidence = evidence;
        this.programs = programs;
        this.plan = plan;
        this.wakes = new Schedule<>("wake-schedule", service -> events.accept(new Event.Woken(Now.moment(), service)));
    }

    @Override
    public void accept(Action action) {
        switch (action) {
            case Action.Job job ->
                jobs.run(job, Optional.ofNullable(plan.get().services().get(job.service())));
            case Action.ResetFailed reset -> jobs.resetFailed(reset);
            case Action.ProbeAt probe -> probes.at(probe.check(), probe.due());
            case Action.ProbeNever never -> probes.never(never.check());
            case Action.WakeAt wake -> wakes.at(wake.service(), wake.due());
            case Action.WakeNever never -> wakes.never(never.service());
            case Action.MeasureAt measure -> measurer.at(measure.unit(), measure.due());
            case Action.MeasureNever never -> measurer.never(never.unit());
            case Action.LookUp asked -> evidence.lookUp(asked);
            case Action.Run run -> programs.run(run);
            case Action.Alert alert -> {
                alerts.tell(alert);
                desk.tell(alert);
            }
        }
    }

    @Override
    public void close() {
        wakes.close();
        measurer.close();
        evidence.close();
        probes.close();
    }
}
