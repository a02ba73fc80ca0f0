package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.host.Connections;
import upkeep.host.ProcFiles;
import upkeep.install.Activation;
import upkeep.install.Applier;
import upkeep.install.Generations;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.ProxyFiles;
import upkeep.install.RealFileSystem;
import upkeep.install.RolloutNotes;
import upkeep.install.Step;
import upkeep.install.Wanted;
import upkeep.render.ProxyFile;
import upkeep.render.Renderer;
import upkeep.rollout.End;
import upkeep.rollout.Look;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** An apply that restarts instances one by one, on files of its own, in virtual time; what runs is told by what was restarted. */
class RollingApplyTest {

    private static final String PROXY = "/etc/nginx/conf.d/web.conf";

    @TempDir
    private Path root;

    private final List<String> told = new ArrayList<>();
    private final Map<String, String> running = new TreeMap<>();
    private final List<RolloutNotes.Note> notes = new ArrayList<>();
    private final Set<String> held = new TreeSet<>();
    private Optional<String> refusal = Optional.empty();
    private Duration now = Duration.ZERO;

    private Layout layout() {
        return new Layout(root);
    }

    private Applier applier() {
        return new Applier(layout(), new RealFileSystem(), this::systemd);
    }

    /** Starts what is told with what its file says, and notes who is out of service then. */
    private List<Activation.Outcome> systemd(Step.Kind kind, List<UnitName> units) {
        List<Activation.Outcome> outcomes = new ArrayList<>();
        for (UnitName unit : units) {
            if (kind.isStart()) {
                running.put(unit.text(), read("/etc/systemd/system/" + unit));
                told.add(kind.word() + " " + unit.stem() + " without " + String.join(",", ProxyFile.out(proxy())));
            } else if (kind == Step.Kind.STOP) {
                running.remove(unit.text());
                told.add("stop " + unit.stem() + " without " + String.join(",", ProxyFile.out(proxy())));
            }
            outcomes.add(Activation.Outcome.done(Step.of(kind, unit)));
        }
        return units.isEmpty() ? List.of(Activation.Outcome.done(Step.of(kind))) : outcomes;
    }

    private String read(String path) {
        try {
            return Files.readString(layout().at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String proxy() {
        return Files.exists(layout().at(PROXY)) ? read(PROXY) : "";
    }

    /** nginx runs, and takes whatever it is given. */
    private final class Commands extends Programs {
        @Override
        Result run(Duration deadline, List<String> command) {
            String line = String.join(" ", command);
            if (line.contains(" show ")) {
                return new Result(0, "Id=nginx.service\nActiveState=active\nMainPID=1\n", "");
            }
            if (line.startsWith("/usr/sbin/nginx -t") || line.equals("systemctl reload nginx.service")) {
                told.add(command.getFirst().endsWith("nginx") ? "test" : "reload");
                return new Result(0, "", "");
            }
            throw new AssertionError("not expected: " + line);
        }
    }

    private final class Host implements Ground {
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
                Look.Result result = text.contains("broken") ? Look.Result.FAILED : Look.Result.PASSED;
                looks.put(
                        service.name(),
                        new Look(
                                phase,
                                0,
                                List.of(new Look.Finding(service.name() + "/readiness", 3, result, "status 500"))));
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
        public void tell(List<RolloutNotes.Note> more) {
            notes.addAll(more);
        }

        @Override
        public Proxies proxies() {
            return new Proxies(
                    new ProxyFiles(layout(), new RealFileSystem()),
                    new Commands(),
                    new Connections(new ProcFiles(root, System::nanoTime)),
                    this::pause);
        }
    }

    private static Wanted wanted(String version, int instances, int port) {
        String spec = """
                services:
                  web:
                    exec: [/usr/bin/web, "%s", "${port}"]
                    user: web
                    port: %d
                    instances: %d
                    start-timeout: 20s
                    pre-check: [/usr/bin/true]
                    proxy: {nginx: %s}
                    probes:
                      readiness: {tcp: {}}
                """.formatted(version, port, instances, PROXY);
        Source source = new Source("/etc/upkeep/upkeep.yaml", spec);
        Plan plan = Specs.load(List.of(source)).value().orElseThrow();
        return Wanted.of(new Renderer().render(plan, 257).value().orElseThrow(), "/etc/upkeep", List.of(source));
    }

    private Optional<End> apply(Wanted wanted) throws InstallException {
        told.clear();
        Occasion occasion = Occasion.of(Occasion.Kind.APPLY, Instant.parse("2026-11-26T10:00:00Z"), "root");
        RollingApply.Told nobody = new RollingApply.Told(_ -> {}, _ -> {});
        return new RollingApply(
                        applier(), Applier.Options.DEFAULT, new FakeHost().reversion(layout()), new Host(), nobody)
                .run(wanted, occasion);
    }

    private static final List<String> ROLLED_OUT = List.of(
            "test",
            "reload",
            "restart web@1 without web@1",
            "test",
            "reload",
            "restart web@2 without web@2",
            "test",
            "reload");

    @Test
    void whatIsNewIsStarted() throws InstallException {
        assertEquals(Optional.empty(), apply(wanted("first", 2, 3001)));
        assertEquals(
                List.of("start web without ", "start web@1 without ", "start web@2 without ", "test", "reload"), told);
    }

    @Test
    void eachInstanceIsOutOfServiceBeforeItsRestartAndBackBeforeTheNext() throws InstallException {
        apply(wanted("first", 2, 3001));
        assertInstanceOf(End.Done.class, apply(wanted("second", 2, 3001)).orElseThrow());
        assertEquals(ROLLED_OUT, told);
        assertTrue(running.getOrDefault("web@2.service", "").contains("second"));
        assertEquals(Set.of(), held);
        assertEquals(Optional.empty(), apply(wanted("second", 2, 3001)));
        assertEquals(List.of(), told);
    }

    @Test
    void aVersionThatFailsTouchesOneAndGoesBack() throws InstallException {
        apply(wanted("first", 2, 3001));
        End.Returned end = assertInstanceOf(
                End.Returned.class, apply(wanted("broken", 2, 3001)).orElseThrow());
        assertEquals("web@1", end.cause().name());
        assertEquals(
                List.of(
                        "test",
                        "reload",
                        "restart web@1 without web@1",
                        "restart web@1 without web@1",
                        "test",
                        "reload"),
                told);
        assertTrue(read("/etc/systemd/system/web@1.service").contains("first"));
        assertEquals(Set.of(), ProxyFile.out(proxy()));
        assertEquals(2, notes.size());
        assertTrue(notes.getFirst().text().contains("did not prove itself: it is not well 20s after"), notes::toString);
        assertTrue(applier()
                .plan(wanted("first", 2, 3001), Applier.Options.DEFAULT)
                .isClean());
        assertEquals(
                Optional.of(List.of(end.cause().toString())),
                new Generations(layout(), new RealFileSystem()).read(2).value().map(it -> it.failures()));
        apply(wanted("second", 2, 3001));
        assertEquals(ROLLED_OUT, told);
    }

    @Test
    void portsMoveWithTheInstances() throws InstallException {
        apply(wanted("first", 2, 3001));
        apply(wanted("first", 2, 4001));
        assertEquals(ROLLED_OUT, told);
        assertTrue(proxy().contains("server 127.0.0.1:4001; # web@1"), proxy());
        assertTrue(proxy().contains("server 127.0.0.1:4002; # web@2"), proxy());
    }

    @Test
    void anInstanceThatGoesIsOutOfServiceBefore() throws InstallException {
        apply(wanted("first", 3, 3001));
        apply(wanted("first", 2, 3001));
        assertEquals(
                "stop web@3 without web@3",
                told.stream().filter(it -> it.startsWith("stop")).findFirst().orElse(""));
        assertEquals(List.of("web@1", "web@2"), ProxyFile.instances(proxy()));
    }

    @Test
    void aPreCheckThatFailsLeavesAllAsItIs() throws InstallException {
        apply(wanted("first", 2, 3001));
        refusal = Optional.of("/usr/bin/true: no");
        Failure failure = assertThrows(Failure.class, () -> apply(wanted("second", 2, 3001)));
        assertTrue(failure.problems().getFirst().message().contains("pre-check of web@1"), failure::toString);
        assertEquals(List.of(), told);
        assertTrue(read("/etc/systemd/system/web@1.service").contains("first"));
    }

    @Test
    void aRunThatWasCutOffIsGoneOnWith() throws InstallException {
        apply(wanted("first", 2, 3001));
        RuntimeException cut = new RuntimeException("cut off");
        Occasion occasion = Occasion.of(Occasion.Kind.APPLY, Instant.parse("2026-11-26T10:00:00Z"), "root");
        RollingApply.Told ending = new RollingApply.Told(
                _ -> {
                    throw cut;
                },
                _ -> {});
        assertThrows(
                RuntimeException.class,
                () -> new RollingApply(
                                applier(),
                                Applier.Options.DEFAULT,
                                new FakeHost().reversion(layout()),
                                new Host(),
                                ending)
                        .run(wanted("second", 2, 3001), occasion));
        assertTrue(running.getOrDefault("web@1.service", "").contains("second"));
        assertTrue(running.getOrDefault("web@2.service", "").contains("first"));
        assertInstanceOf(End.Done.class, apply(wanted("second", 2, 3001)).orElseThrow());
        assertEquals(
                List.of("restart web@2 without web@2"),
                told.stream()
                        .filter(it -> it.startsWith("re") && it.contains(" "))
                        .toList());
    }
}
