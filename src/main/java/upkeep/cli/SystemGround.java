package upkeep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.base.Version;
import upkeep.control.Answer;
import upkeep.control.ControlClient;
import upkeep.core.Observation;
import upkeep.host.Connections;
import upkeep.host.ProcFiles;
import upkeep.install.Activation;
import upkeep.install.Layout;
import upkeep.install.ProxyFiles;
import upkeep.install.RealFileSystem;
import upkeep.install.Reasons;
import upkeep.install.RolloutNotes;
import upkeep.install.Step;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Trace;
import upkeep.rollout.Look;
import upkeep.spec.Check;
import upkeep.spec.Execution;
import upkeep.spec.Service;

/** The running system. Probes are run by this process, since upkeepd may be down, and goes by the specs of before. */
final class SystemGround implements Ground {

    private static final Duration GETENT = Duration.ofSeconds(20);

    /** Beyond any sensible timeout, to which systemd itself holds the unit. */
    private static final Duration RELOAD = Duration.ofMinutes(30);

    private final Programs programs;
    private final Proxies proxies;
    private final Probers probers = new Probers(Version.CURRENT);
    private final RolloutNotes notes;
    private final List<String> held = new ArrayList<>();

    SystemGround(Programs programs, Layout layout) {
        this.programs = programs;
        this.proxies = new Proxies(
                new ProxyFiles(layout, new RealFileSystem()), programs, new Connections(new ProcFiles()), this::pause);
        this.notes = new RolloutNotes(layout, new RealFileSystem());
        Online.silenceLogging();
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("cannot go on: interrupted", "try again");
        }
    }

    @Override
    public Proxies proxies() {
        return proxies;
    }

    @Override
    public Map<String, Look> look(Collection<Service> services) {
        Map<UnitName, Map<String, String>> units = UnitProperties.show(
                programs,
                List.of("ActiveState", "NRestarts", "InvocationID"),
                services.stream().map(Service::unit).toList());
        Map<String, List<Future<Look.Finding>>> probes = new TreeMap<>();
        Map<String, Look> looks = new TreeMap<>();
        // Probers want virtual threads, which wake up at once when they are interrupted.
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Service service : services) {
                boolean isUp = phase(units, service) == Look.Phase.UP;
                List<Future<Look.Finding>> findings = new ArrayList<>();
                service.probes()
                        .all()
                        .filter(_ -> isUp)
                        .forEach(check -> findings.add(executor.submit(() -> probe(check))));
                probes.put(service.name(), findings);
            }
            for (Service service : services) {
                List<Look.Finding> findings = new ArrayList<>();
                for (Future<Look.Finding> finding : probes.getOrDefault(service.name(), List.of())) {
                    findings.add(finding.get());
                }
                String restarts = shown(units, service, "NRestarts");
                looks.put(
                        service.name(),
                        new Look(
                                phase(units, service),
                                restarts.matches("[0-9]{1,9}") ? Long.parseLong(restarts) : 0,
                                findings,
                                shown(units, service, "InvocationID")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("cannot go on: interrupted", "try again");
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a probe does not throw", e.getCause());
        }
        return looks;
    }

    private static String shown(Map<UnitName, Map<String, String>> units, Service service, String property) {
        return units.getOrDefault(service.unit(), Map.of()).getOrDefault(property, "");
    }

    private static Look.Phase phase(Map<UnitName, Map<String, String>> units, Service service) {
        return switch (shown(units, service, "ActiveState")) {
            case "active", "reloading", "refreshing" -> Look.Phase.UP;
            case "activating", "deactivating" -> Look.Phase.STARTING;
            case "failed" -> Look.Phase.FAILED;
            default -> Look.Phase.STOPPED;
        };
    }

    private Look.Finding probe(Check check) {
        Observation seen = probers.probe(check, Memory.soft(), check.timeout().toDuration(), Trace.NONE);
        Look.Result result = switch (seen) {
            case Observation.Passed _ -> Look.Result.PASSED;
            case Observation.Failed _ -> Look.Result.FAILED;
            case Observation.Unknown _ -> Look.Result.UNKNOWN;
        };
        return new Look.Finding(check.id().text(), check.failures(), result, seen.text());
    }

    private static ControlClient upkeepd() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Online.system(nowhere, nowhere).upkeepd();
    }

    @Override
    public void hold(List<String> services, Duration length, String reason) {
        Answer status = upkeepd().status(List.of(), true);
        Map<String, SeenService> seen = SeenService.parse(status.out());
        for (String service : services) {
            SeenService one = seen.get(service);
            if (one != null && (!one.isHeld() || held.contains(service))) {
                Answer answer = upkeepd().hold(service, TimeSpan.of(length).toString(), reason);
                if (answer.exitCode() == ExitCode.CLEAN && !held.contains(service)) {
                    held.add(service);
                }
            }
        }
    }

    @Override
    public Optional<String> preCheck(Service service) {
        boolean isUserMissing = service.execution()
                .map(Execution::identity)
                .filter(identity -> identity instanceof Execution.Identity.Named(String user, var _)
                        && !programs.run(GETENT, List.of("getent", "passwd", user))
                                .isSuccess())
                .isPresent();
        if (isUserMissing) {
            // The apply makes the user of a new service; nothing of it runs yet that could be harmed.
            return Optional.empty();
        }
        return PreCheckRun.failure(programs, service);
    }

    @Override
    public List<Activation.Outcome> restart(List<UnitName> units) {
        return new SystemctlActivation(programs).run(Step.Kind.RESTART, units);
    }

    @Override
    public Map<UnitName, String> reload(List<UnitName> units) {
        Map<UnitName, String> faults = new TreeMap<>();
        for (UnitName unit : units) {
            Programs.Result result =
                    programs.run(RELOAD, List.of("systemctl", "--no-ask-password", "reload", "--", unit.text()));
            if (!result.isSuccess()) {
                faults.put(unit, SystemctlActivation.reason(result));
            }
        }
        return faults;
    }

    @Override
    public void tell(List<RolloutNotes.Note> more) {
        try {
            notes.add(more);
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot write down what became of the rollout: " + Reasons.withPath(e),
                    "upkeep why does not know it");
        }
        upkeepd().reload();
    }

    @Override
    public SortedSet<String> failedBefore() {
        try {
            return RolloutNotes.failed(notes.read());
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot read what became of earlier rollouts: " + Reasons.withPath(e),
                    "upkeep accept NAME ends the incident of one that failed");
        }
    }

    @Override
    public void release() {
        held.forEach(service -> upkeepd().release(service));
        held.clear();
    }
}
