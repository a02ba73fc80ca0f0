package upkeep.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.control.AppView;
import upkeep.control.CheckView;
import upkeep.control.LatenessView;
import upkeep.control.ServiceView;
import upkeep.control.StatusView;
import upkeep.core.CheckState;
import upkeep.core.HardState;
import upkeep.core.Incident;
import upkeep.core.IncidentKey;
import upkeep.core.Observation;
import upkeep.core.Phase;
import upkeep.core.ServiceState;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitStatus;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.App;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** State and plan as people are shown them. */
final class Views {

    private Views() {}

    static StatusView status(Snapshot snapshot, LatenessView lateness, Moment now) {
        List<AppView> apps = new ArrayList<>();
        snapshot.plan().apps().values().forEach(app -> apps.add(app(snapshot, app, now)));
        List<ServiceView> services = new ArrayList<>();
        snapshot.plan().services().values().forEach(service -> services.add(service(snapshot, service, now)));
        List<CheckView> checks = new ArrayList<>();
        snapshot.plan().checks().values().forEach(check -> checks.add(check(snapshot.state(), check, now)));
        return new StatusView(apps, services, checks, lateness, warnings(snapshot, lateness, now));
    }

    private static List<String> warnings(Snapshot snapshot, LatenessView lateness, Moment now) {
        State state = snapshot.state();
        List<String> warnings = new ArrayList<>();
        state.host()
                .handsOff()
                .ifPresent(hold -> warnings.add("hands off: for another "
                        + Humane.duration(hold.until().since(now)) + " nothing is done to any service, as " + hold.by()
                        + " asked" + (hold.reason().isEmpty() ? "" : ": " + hold.reason())));
        if (!state.listed()) {
            warnings.add("the connection to systemd is lost; states are as last seen, and nothing is restarted");
        }
        if (state.host().packagesSince().isPresent()) {
            warnings.add("packages are being installed; until they are, units are left to their scripts");
        }
        if (lateness.p99() > LatenessView.WORTH_TELLING) {
            warnings.add(
                    "probes begin late, one of 100 by more than " + Humane.duration(seconds(lateness.p99()))
                            + ": the machine is short of processor time, or more probes ask one host than probes-per-host lets");
        }
        state.incidents().forEach((key, incident) -> {
            if (key.startsWith("host:")) {
                warnings.add(incident.what());
            }
        });
        return warnings;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (1_000 * seconds));
    }

    /** What else there is to know of a service; each completes "it is". */
    private static List<String> notes(Snapshot snapshot, Service service, ServiceState state, Moment now) {
        List<String> notes = new ArrayList<>();
        if (service.actions() == Service.Actions.OBSERVE) {
            notes.add("only observed: what would be done to it is recorded, and nothing is done");
        }
        if (state.status().filter(UnitStatus::isMasked).isPresent()) {
            notes.add("masked: systemd does not start it until it is unmasked");
        }
        if (state.isFrozen()) {
            notes.add("frozen: it is not probed, and nothing is done to it, until systemctl thaw " + service.unit());
        }
        if (snapshot.supervisor().isLooping(snapshot.state(), service, now)) {
            notes.add("looping: restarted again and again, and never running for long");
        }
        Optional.ofNullable(snapshot.state().incidents().get(IncidentKey.ofRollout(service.name())))
                .ifPresent(incident ->
                        notes.add("one by which the last rollout failed: incident #" + incident.number() + " is open"));
        state.attached().ifPresent(number -> notes.add("suffering from incident #" + number));
        return notes;
    }

    static ServiceView service(Snapshot snapshot, Service service, Moment now) {
        State all = snapshot.state();
        ServiceState state = all.services().getOrDefault(service.name(), ServiceState.fresh(now));
        UnitStatus status = state.status().orElseGet(() -> UnitStatus.absent(service.unit()));
        List<CheckView> checks =
                service.probes().all().map(check -> check(all, check, now)).toList();
        return new ServiceView(
                service.name(),
                service.unit(),
                state.status().isPresent() ? status.activeState() : "unknown",
                state.status().isPresent() ? status.subState() : "not looked at yet",
                state.phase().word(),
                snapshot.supervisor().health(all, service, now),
                state.intent(),
                state.hold()
                        .map(hold -> new HardState.Hold(hold.until().wall(), hold.reason(), hold.by(), hold.with())),
                state.phase() == Phase.UNSEEN
                        ? Optional.empty()
                        : Optional.of(state.phaseSince().wall()),
                status.mainPid(),
                Optional.empty(),
                Supervisor.restartsUsed(service, state, now),
                service.restart().budget().count(),
                service.restart().budget().per(),
                checks,
                state.exhausted().isPresent(),
                state.incident().map(Incident::number),
                notes(snapshot, service, state, now),
                next(all, service, state));
    }

    private static AppView app(Snapshot snapshot, App app, Moment now) {
        Optional<Incident> incident =
                Optional.ofNullable(snapshot.state().incidents().get(app.name()));
        return new AppView(
                app.name(),
                app.parts(),
                snapshot.supervisor().standing(snapshot.state(), app, now),
                incident.map(Incident::number),
                incident.map(it -> it.opened().wall()));
    }

    static CheckView check(State all, Check check, Moment now) {
        CheckState state = all.checks().getOrDefault(check.id(), CheckState.fresh(now));
        return new CheckView(
                check.id().text(),
                check.target().text(),
                state.last().map(CheckView.Result::of),
                state.at().map(Moment::wall),
                state.last().map(Observation::text).orElse(""),
                state.last().map(last -> streak(last, state)).orElse(0),
                state.verdict() == CheckState.Verdict.FAILING);
    }

    private static int streak(Observation last, CheckState state) {
        return switch (last) {
            case Observation.Passed passed -> state.passes();
            case Observation.Failed failed -> state.failures();
            case Observation.Unknown unknown -> 0;
        };
    }

    /** What comes next by itself: the end of a hold, or the nearest probe. */
    private static Optional<ServiceView.Next> next(State all, Service service, ServiceState state) {
        if (state.hold().isPresent()) {
            return Optional.of(new ServiceView.Next(
                    "end of hold", state.hold().get().until().wall()));
        }
        return service.probes()
                .all()
                .flatMap(check -> Optional.ofNullable(all.checks().get(check.id())).stream())
                .flatMap(check -> check.due().stream())
                .min(java.util.Comparator.comparingLong(Moment::monotonicNanos))
                .map(due -> new ServiceView.Next("probe", due.wall()));
    }

    /** One line for {@code systemctl status upkeepd}. */
    static String line(Snapshot snapshot, Moment now) {
        if (!snapshot.state().listed()) {
            return "waiting for systemd's bus; nothing is restarted until it is back";
        }
        int well = 0;
        int stopped = 0;
        int held = 0;
        int bad = 0;
        for (Service service : snapshot.plan().services().values()) {
            ServiceView view = service(snapshot, service, now);
            held += view.hold().isPresent() ? 1 : 0;
            if (view.isUnhealthy() || view.incident().isPresent()) {
                bad++;
            } else if (view.intent() == HardState.Intent.STOPPED || view.intent() == HardState.Intent.UNKNOWN) {
                stopped++;
            } else {
                well++;
            }
        }
        int checks = snapshot.plan().checks().size();
        int failing = snapshot.state().incidents().size();
        return (snapshot.state().host().handsOff().isPresent() ? "hands off; " : "")
                + "watching " + Humane.count(snapshot.plan().services().size(), "service") + ": " + well + " well, "
                + bad
                + " not well, "
                + stopped + " stopped"
                + (held > 0 ? ", " + held + " on hold" : "")
                + (checks > 0 ? "; " + Humane.count(checks, "check") + ", " + failing + " failing" : "");
    }
}
