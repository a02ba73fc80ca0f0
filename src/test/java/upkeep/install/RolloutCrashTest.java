package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/** A rollout unit by unit that is cut off at every step: services run throughout, and the next run finishes or undoes it. */
class RolloutCrashTest {

    private static final UnitName ONE = new UnitName("web@1.service");
    private static final UnitName TWO = new UnitName("web@2.service");
    private static final List<UnitName> UNITS = List.of(ONE, TWO);

    private static final Wanted FIRST = tree("1").wanted("first");
    private static final Wanted SECOND =
            tree("2").service(Trees.DB, "/usr/bin/db").wanted("second");

    @TempDir(factory = ApplyCrashTest.InMemory.class)
    private Path temporary;

    private int runs;

    private static Trees tree(String version) {
        return Trees.tree()
                .service(ONE, "/usr/bin/web " + version)
                .service(TWO, "/usr/bin/web " + version)
                .users("u web\n");
    }

    /** What is done on a machine. */
    private interface Run {
        void on(Applier applier) throws InstallException;
    }

    private static final Run ROLLOUT = applier -> applier.exclusively(() -> {
        for (UnitName unit : UNITS) {
            applier.advance(with(applier.current(), unit, SECOND), Applier.Options.DEFAULT);
        }
        return applier.apply(SECOND, Applier.Options.DEFAULT, Trees.OCCASION, new FakeReversion());
    });

    private static final Run GIVEN_UP = applier -> applier.exclusively(() -> {
        applier.advance(with(applier.current(), ONE, SECOND), Applier.Options.DEFAULT);
        applier.advance(with(applier.current(), ONE, FIRST), Applier.Options.DEFAULT);
        Occasion back = new Occasion(
                Occasion.Kind.REVERT,
                Trees.OCCASION.at(),
                "upkeep",
                Optional.of(applier.generation()),
                Optional.empty());
        return applier.giveUp(SECOND, Trees.OCCASION, List.of("web@1: it failed"), Applier.Options.DEFAULT, back);
    });

    private static Run apply(Wanted wanted) {
        return applier -> applier.apply(wanted, Applier.Options.DEFAULT, Trees.OCCASION, new FakeReversion());
    }

    private static UnitTree with(UnitTree current, UnitName unit, Wanted source) {
        SortedMap<String, UnitTree.File> files = new TreeMap<>(current.files());
        source.tree().files().values().stream()
                .filter(file -> file.unit().filter(unit::equals).isPresent())
                .forEach(file -> files.put(file.path(), file));
        return new UnitTree(files, current.enabled());
    }

    /** A root directory and the systemd that runs on it. */
    private record Machine(Path root, FakeSystemd systemd) {

        List<String> run(Run run, Fuse fuse) {
            try {
                run.on(new Applier(new Layout(root), new FusedFileSystem(fuse), systemd.behind(fuse)));
            } catch (InstallException e) {
                throw new AssertionError(e);
            }
            return fuse.protocol();
        }

        Map<String, String> filesWithoutHistory() {
            Map<String, String> files = FakeSystemd.files(root);
            files.keySet().removeIf(name -> name.startsWith("var/lib/upkeep/generations/"));
            files.computeIfPresent(
                    "var/lib/upkeep/manifest.json",
                    (_, text) -> text.replaceFirst("\"generation\" : [0-9]+", "\"generation\" : n"));
            return files;
        }
    }

    private Machine machine() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("root" + runs++));
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Machine machine = new Machine(root, new FakeSystemd(root));
        machine.run(apply(FIRST), Fuse.never());
        return machine;
    }

    private Machine copy(Machine machine) throws IOException {
        Path other = temporary.resolve("root" + runs++);
        try (Stream<Path> all = Files.walk(machine.root())) {
            for (Path path : all.sorted().toList()) {
                Path target = other.resolve(machine.root().relativize(path).toString());
                Files.copy(path, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new Machine(other, machine.systemd().copy(other));
    }

    /** Wherever the run is cut off, both services run, and the next run ends as if there had been no other. */
    private void assertRepaired(Run cutOff, Run next, Wanted end) throws IOException {
        Machine start = machine();
        List<String> steps = copy(start).run(cutOff, Fuse.never());
        Machine expected = copy(start);
        expected.run(apply(end), Fuse.never());
        assertTrue(steps.size() > 30, "only these effects seen: " + steps);
        for (int step = 1; step <= steps.size(); step++) {
            String at = "after step " + step + ", " + steps.get(step - 1);
            Machine machine = copy(start);
            try {
                machine.run(cutOff, new Fuse(step, Fuse.Extent.WHOLE));
                throw new AssertionError("no crash " + at);
            } catch (Fuse.Crash _) {
                assertTrue(machine.systemd().state().running().keySet().containsAll(UNITS), at);
            }
            machine.run(next, Fuse.never());
            assertEquals(expected.filesWithoutHistory(), machine.filesWithoutHistory(), at);
            assertEquals(expected.systemd().state(), machine.systemd().state(), at);
        }
    }

    @Test
    void aRolloutIsFinishedByTheNext() throws IOException {
        assertRepaired(ROLLOUT, ROLLOUT, SECOND);
    }

    @Test
    void aRolloutIsFinishedByAPlainApply() throws IOException {
        assertRepaired(ROLLOUT, apply(SECOND), SECOND);
    }

    @Test
    void aRolloutIsUndoneWhenTheSpecsAreTakenBack() throws IOException {
        assertRepaired(ROLLOUT, apply(FIRST), FIRST);
    }

    @Test
    void whatIsGivenUpIsTakenBackFromAnywhere() throws IOException {
        assertRepaired(GIVEN_UP, apply(FIRST), FIRST);
    }

    @Test
    void whatIsGivenUpCanBeTriedAgainFromAnywhere() throws IOException {
        assertRepaired(GIVEN_UP, ROLLOUT, SECOND);
    }

    @Test
    void onTheWayOneRunsTheNewAndTheOtherTheEarlierUnit() throws IOException {
        Machine machine = machine();
        machine.systemd().calls.clear();
        machine.run(
                applier -> applier.advance(with(applier.current(), ONE, SECOND), Applier.Options.DEFAULT),
                Fuse.never());
        assertEquals(List.of("daemon-reload", "restart web@1.service"), machine.systemd().calls);
        assertTrue(machine.systemd().state().running().getOrDefault(ONE, "").contains("web 2"));
        assertTrue(machine.systemd().state().running().getOrDefault(TWO, "").contains("web 1"));
        assertEquals("first", machine.systemd().state().supervised().getLast().text());
    }

    @Test
    void whatWasGivenUpIsKeptAsAGeneration() throws IOException, InstallException {
        Machine machine = machine();
        machine.run(GIVEN_UP, Fuse.never());
        Generations generations = new Generations(new Layout(machine.root()), new RealFileSystem());
        assertEquals(List.of(1, 2, 3), generations.numbers(3));
        Generation failed = generations.read(2).value().orElseThrow();
        assertEquals(SECOND, failed.wanted());
        assertEquals(List.of("web@1: it failed"), failed.failures());
        Generation back = generations.read(3).value().orElseThrow();
        assertEquals(FIRST, back.wanted());
        assertEquals(Optional.of(1), back.occasion().restored());
    }
}
