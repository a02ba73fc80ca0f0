package upkeep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.UnitName;
import upkeep.host.Connections;
import upkeep.host.ProcFiles;
import upkeep.install.Activation;
import upkeep.install.Layout;
import upkeep.install.ProxyFiles;
import upkeep.install.RealFileSystem;
import upkeep.install.Reversion;
import upkeep.install.RolloutNotes;
import upkeep.install.Step;
import upkeep.render.ProxyFile;
import upkeep.rollout.Look;
import upkeep.spec.Service;

/**
 * A machine in virtual time, on a root directory of its own. What runs is what the unit files said when it was started; it is well
 * unless that says "broken". An nginx reads one file, and takes whatever it is given.
 */
final class FakeMachine implements Ground {

    private final Layout layout;
    private final String proxy;
    /** What was done to units, and who was out of service then; tests and reloads of nginx. */
    final List<String> told = new ArrayList<>();
    /** By the unit, what its file said when it was started. */
    final Map<String, String> running = new TreeMap<>();

    private final Map<String, String> runs = new TreeMap<>();
    private int lastRun;

    final List<RolloutNotes.Note> notes = new ArrayList<>();
    final Set<String> held = new TreeSet<>();
    /** Units whose probes fail, and those whose probes will once they have been restarted. */
    final Set<String> sick = new TreeSet<>();

    final Set<String> sickOnceRestarted = new TreeSet<>();
    final Set<String> reloadable = new TreeSet<>();
    /** What systemd says of units beside that, by the property. */
    final Map<String, Map<String, String>> properties = new TreeMap<>();

    /** What happens at every restart. */
    Runnable onRestart = () -> {};

    Optional<String> refusal = Optional.empty();
    boolean isNginxRefusing;
    Duration now = Duration.ZERO;

    FakeMachine(Layout layout, String proxy) {
        this.layout = layout;
        this.proxy = proxy;
    }

    String read(String path) {
        try {
            return Files.readString(layout.at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String proxy() {
        return Files.exists(layout.at(proxy)) ? read(proxy) : "";
    }

    private String out() {
        return " without " + String.join(",", ProxyFile.out(proxy()));
    }

    /** An {@link Activation}. */
    List<Activation.Outcome> systemd(Step.Kind kind, List<UnitName> units) {
        List<Activation.Outcome> outcomes = new ArrayList<>();
        for (UnitName unit : units) {
            if (kind == Step.Kind.RESTART && !running.containsKey(unit.text())) {
                outcomes.add(Activation.Outcome.skipped(Step.of(kind, unit), "it is stopped"));
                continue;
            }
            if (kind.isStart()) {
                onRestart.run();
                running.put(unit.text(), read("/etc/systemd/system/" + unit));
                told.add(kind.word() + " " + unit.stem() + out());
                runs.put(unit.stem(), "%032x".formatted(++lastRun));
                if (sickOnceRestarted.contains(unit.stem())) {
                    sick.add(unit.stem());
                }
            } else if (kind == Step.Kind.STOP) {
                running.remove(unit.text());
                told.add("stop " + unit.stem() + out());
            }
            outcomes.add(Activation.Outcome.done(Step.of(kind, unit)));
        }
        return units.isEmpty() ? List.of(Activation.Outcome.done(Step.of(kind))) : outcomes;
    }

    private final class Commands extends Programs {
        @Override
        Result run(Duration deadline, List<String> command) {
            String line = String.join(" ", command);
            if (line.contains(" show ")) {
                return new Result(0, "Id=nginx.service\nActiveState=active\nMainPID=1\n", "");
            }
            if (line.startsWith("/usr/sbin/nginx -t") || line.equals("systemctl reload nginx.service")) {
                told.add(command.getFirst().endsWith("nginx") ? "test" : "reload");
                return isNginxRefusing ? new Result(1, "", "nginx: nonsense") : new Result(0, "", "");
            }
            throw new AssertionError("not expected: " + line);
        }
    }

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public void pause(Duration length) {
        now = now.plus(length);
    }

    @Override
    public Map<String, Look> look(Collection<Service> services) {
        Map<String, Look> looks = new TreeMap<>();
        for (Service service : services) {
            String text = running.getOrDefault(service.unit().text(), "");
            Look.Phase phase = text.isEmpty() ? Look.Phase.STOPPED : Look.Phase.UP;
            boolean isSick =
                    text.contains("broken") || sick.contains(service.unit().stem());
            Look.Result result = isSick ? Look.Result.FAILED : Look.Result.PASSED;
            looks.put(
                    service.name(),
                    new Look(
                            phase,
                            0,
                            List.of(new Look.Finding(service.name() + "/readiness", 3, result, "status 500")),
                            runs.getOrDefault(service.name(), "")));
        }
        return looks;
    }

    @Override
    public void hold(List<String> services, Duration length, String reason) {
        held.addAll(services);
    }

    @Override
    public void release() {
        held.clear();
    }

    @Override
    public Optional<String> preCheck(Service service) {
        return refusal;
    }

    @Override
    public List<Activation.Outcome> restart(List<UnitName> units) {
        return systemd(Step.Kind.RESTART, units);
    }

    @Override
    public Map<UnitName, String> reload(List<UnitName> units) {
        units.forEach(unit -> told.add("reload " + unit.stem() + out()));
        return Map.of();
    }

    @Override
    public void tell(List<RolloutNotes.Note> more) {
        notes.addAll(more);
    }

    @Override
    public SortedSet<String> failedBefore() {
        return RolloutNotes.failed(notes);
    }

    @Override
    public Proxies proxies() {
        return new Proxies(
                new ProxyFiles(layout, new RealFileSystem()),
                new Commands(),
                new Connections(new ProcFiles(layout.root(), System::nanoTime)),
                this::pause);
    }

    /** The machine as verbs see it. */
    Host host() {
        FakeHost plain = new FakeHost();
        return new Host() {
            @Override
            public Instant now() {
                return plain.now();
            }

            @Override
            public String caller() {
                return plain.caller();
            }

            @Override
            public Map<UnitName, Map<String, String>> show(List<String> asked, List<UnitName> units) {
                Map<UnitName, Map<String, String>> shown = new HashMap<>();
                for (UnitName unit : units) {
                    Map<String, String> values = new TreeMap<>(properties.getOrDefault(unit.text(), Map.of()));
                    values.put("CanReload", reloadable.contains(unit.stem()) ? "yes" : "no");
                    values.put("ActiveState", running.containsKey(unit.text()) ? "active" : "inactive");
                    values.keySet().retainAll(asked);
                    shown.put(unit, values);
                }
                return shown;
            }

            @Override
            public Programs programs() {
                return plain.programs();
            }

            @Override
            public Optional<Ground> ground(Layout asked) {
                return Optional.of(FakeMachine.this);
            }

            @Override
            public Reversion reversion(Layout asked) {
                return plain.reversion(asked);
            }
        };
    }
}
