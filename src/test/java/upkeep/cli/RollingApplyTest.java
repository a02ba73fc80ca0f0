package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.RolloutResult;
import upkeep.install.Applier;
import upkeep.install.Generations;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.RolloutNotes;
import upkeep.install.Wanted;
import upkeep.render.ProxyFile;
import upkeep.render.Renderer;
import upkeep.rollout.End;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** An apply that restarts instances one by one, on files of its own, in virtual time; what runs is told by what was restarted. */
class RollingApplyTest {

    private static final String PROXY = "/etc/nginx/conf.d/web.conf";

    @TempDir
    private Path root;

    private FakeMachine machine;

    @BeforeEach
    void begin() {
        machine = new FakeMachine(layout(), PROXY);
    }

    private Layout layout() {
        return new Layout(root);
    }

    private Applier applier() {
        return new Applier(layout(), new RealFileSystem(), machine::systemd);
    }

    private String proxy() {
        return machine.proxy();
    }

    private String read(String path) {
        return machine.read(path);
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
        machine.told.clear();
        Occasion occasion = Occasion.of(Occasion.Kind.APPLY, Instant.parse("2026-11-26T10:00:00Z"), "root");
        RollingApply.Told nobody = new RollingApply.Told(_ -> {}, _ -> {});
        return new RollingApply(applier(), Applier.Options.DEFAULT, new FakeHost().reversion(layout()), machine, nobody)
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
                List.of("start web without ", "start web@1 without ", "start web@2 without ", "test", "reload"),
                machine.told);
    }

    @Test
    void eachInstanceIsOutOfServiceBeforeItsRestartAndBackBeforeTheNext() throws InstallException {
        apply(wanted("first", 2, 3001));
        assertInstanceOf(End.Done.class, apply(wanted("second", 2, 3001)).orElseThrow());
        assertEquals(ROLLED_OUT, machine.told);
        assertTrue(machine.running.getOrDefault("web@2.service", "").contains("second"));
        assertEquals(Set.of(), machine.held);
        assertEquals(Optional.empty(), apply(wanted("second", 2, 3001)));
        assertEquals(List.of(), machine.told);
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
                machine.told);
        assertTrue(read("/etc/systemd/system/web@1.service").contains("first"));
        assertEquals(Set.of(), ProxyFile.out(proxy()));
        assertEquals(
                List.of(RolloutResult.FAILED, RolloutResult.PART),
                machine.notes.stream().map(RolloutNotes.Note::result).toList());
        assertEquals(
                "%032x".formatted(4),
                machine.notes.getFirst().run(),
                "two instances and their target, then the new version");
        assertTrue(
                machine.notes.getFirst().text().contains("did not prove itself: it is not well 20s after"),
                machine.notes::toString);
        assertTrue(applier()
                .plan(wanted("first", 2, 3001), Applier.Options.DEFAULT)
                .isClean());
        assertEquals(
                Optional.of(List.of(end.cause().toString())),
                new Generations(layout(), new RealFileSystem()).read(2).value().map(it -> it.failures()));
        apply(wanted("second", 2, 3001));
        assertEquals(ROLLED_OUT, machine.told);
    }

    private List<String> notes() {
        List<String> notes = machine.notes.stream()
                .map(note -> note.service() + " " + note.result().word()
                        + (note.run().isEmpty() ? "" : " by its run"))
                .toList();
        machine.notes.clear();
        return notes;
    }

    @Test
    void whatFailedIsSettledByAnApplyThatWantsNoOtherVersion() throws InstallException {
        apply(wanted("first", 2, 3001));
        apply(wanted("broken", 2, 3001));
        assertEquals(Set.of("web@1"), machine.failedBefore());
        assertEquals(Optional.empty(), apply(wanted("first", 2, 3001)));
        assertEquals(Set.of(), machine.failedBefore());
        assertEquals(List.of("web@1 failed by its run", "web@2 part", "web@1 well"), notes());
        apply(wanted("first", 2, 3001));
        assertEquals(List.of(), notes());
    }

    @Test
    void whereTheVersionOfBeforeIsNotWellEitherThatIsToldOfOne() throws InstallException {
        apply(wanted("first", 2, 3001));
        machine.sickOnceRestarted.add("web@1");
        assertInstanceOf(End.Stuck.class, apply(wanted("second", 2, 3001)).orElseThrow());
        assertEquals(
                "the version of before is not well either: it is not well 20s after its restart:"
                        + " web@1/readiness: status 500; it was put back since the new one did not prove itself;"
                        + " nothing more was tried, and both versions are kept",
                machine.notes.getLast().text());
        assertEquals(List.of("web@1 part", "web@2 part", "web@1 stuck by its run"), notes());
    }

    @Test
    void portsMoveWithTheInstances() throws InstallException {
        apply(wanted("first", 2, 3001));
        apply(wanted("first", 2, 4001));
        assertEquals(ROLLED_OUT, machine.told);
        assertTrue(proxy().contains("server 127.0.0.1:4001; # web@1"), proxy());
        assertTrue(proxy().contains("server 127.0.0.1:4002; # web@2"), proxy());
    }

    @Test
    void anInstanceThatGoesIsOutOfServiceBefore() throws InstallException {
        apply(wanted("first", 3, 3001));
        apply(wanted("first", 2, 3001));
        assertEquals(
                "stop web@3 without web@3",
                machine.told.stream()
                        .filter(it -> it.startsWith("stop"))
                        .findFirst()
                        .orElse(""));
        assertEquals(List.of("web@1", "web@2"), ProxyFile.instances(proxy()));
    }

    @Test
    void aPreCheckThatFailsLeavesAllAsItIs() throws InstallException {
        apply(wanted("first", 2, 3001));
        machine.refusal = Optional.of("/usr/bin/true: no");
        Failure failure = assertThrows(Failure.class, () -> apply(wanted("second", 2, 3001)));
        assertTrue(failure.problems().getFirst().message().contains("pre-check of web@1"), failure::toString);
        assertEquals(List.of(), machine.told);
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
                                applier(), Applier.Options.DEFAULT, new FakeHost().reversion(layout()), machine, ending)
                        .run(wanted("second", 2, 3001), occasion));
        assertTrue(machine.running.getOrDefault("web@1.service", "").contains("second"));
        assertTrue(machine.running.getOrDefault("web@2.service", "").contains("first"));
        assertInstanceOf(End.Done.class, apply(wanted("second", 2, 3001)).orElseThrow());
        assertEquals(
                List.of("restart web@2 without web@2"),
                machine.told.stream()
                        .filter(it -> it.startsWith("re") && it.contains(" "))
                        .toList());
    }
}
