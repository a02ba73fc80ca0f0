package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import upkeep.base.TimeSpan;

/**
 * A crash at every step of an apply followed by a second run. Since a run is always the same, a crash before a step is
 * one after the step before it; files are also left half written.
 */
class ApplyCrashTest {

    private static final Applier.Options OPTIONS = new Applier.Options(true, true, true);

    private static final Wanted FIRST = Trees.tree()
            .service(Trees.WEB, "/usr/bin/web 1")
            .service(Trees.DB, "/usr/bin/db 1")
            .dropIn(Trees.NGINX, "1G")
            .users("u web\n")
            .rule("web db nginx\n")
            .wanted("first");

    private static final Wanted UPDATED = Trees.tree()
            .service(Trees.WEB, "/usr/bin/web 2")
            .service(Trees.DB, "/usr/bin/db 1")
            .dropIn(Trees.NGINX, "2G")
            .users("u web\nu other\n")
            .rule("web db nginx\n")
            .wanted("updated");

    private static final Wanted REDUCED =
            Trees.tree().service(Trees.DB, "/usr/bin/db 1").rule("db\n").wanted("reduced");

    private static final Wanted MIXED = Trees.tree()
            .service(Trees.WEB, "/usr/bin/web 3")
            .service(new upkeep.base.UnitName("new.service"), "/usr/bin/new")
            .rule("web new\n")
            .wanted("mixed");

    /** What {@code upkeep remove web nginx} wants: the specs are the same. */
    private static final Wanted TAKEN_AWAY =
            new Wanted(REDUCED.tree(), FIRST.origin(), FIRST.specs(), new java.util.TreeSet<>(List.of("nginx", "web")));

    private static final Wanted NOTHING = Trees.tree().wanted("nothing");

    @TempDir(factory = InMemory.class)
    private Path temporary;

    private int runs;

    /** A root directory and the systemd that runs on it. */
    private record Machine(Path root, FakeSystemd systemd) {

        List<String> apply(Wanted wanted, Fuse fuse) {
            return apply(wanted, Trees.OCCASION, fuse);
        }

        List<String> apply(Wanted wanted, Occasion occasion, Fuse fuse) {
            try {
                new Applier(new Layout(root), new FusedFileSystem(fuse), systemd.behind(fuse))
                        .apply(wanted, OPTIONS, occasion, new FakeReversion());
            } catch (InstallException e) {
                throw new AssertionError(e);
            }
            return fuse.protocol();
        }

        Machine copy(Path other) throws IOException {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted().toList()) {
                    Path target = other.resolve(root.relativize(path).toString());
                    Files.copy(path, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return new Machine(other, systemd.copy(other));
        }

        Map<String, String> files() {
            return FakeSystemd.files(root);
        }

        /** What is left when it does not count whether the run that was cut off came to its end, and is a generation. */
        Map<String, String> filesWithoutHistory() {
            Map<String, String> files = files();
            files.keySet().removeIf(name -> name.startsWith("var/lib/upkeep/generations/"));
            files.computeIfPresent(
                    "var/lib/upkeep/manifest.json",
                    (_, text) -> text.replaceFirst("\"generation\" : [0-9]+", "\"generation\" : n"));
            return files;
        }
    }

    /** Thousands of small trees are made and deleted, which a disk takes a hundred times as long for. */
    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "upkeep-test")
                    : Files.createTempDirectory("upkeep-test");
        }
    }

    private interface Disturbance {
        void on(Machine machine) throws IOException;
    }

    private static final Disturbance NONE = _ -> {};

    private static final Disturbance HAND_EDIT = machine -> Files.writeString(
            machine.root().resolve("etc/systemd/system/web.service"), "[Service]\nExecStart=/usr/bin/mine\n");

    /** A machine on which FIRST was applied, and, as on a real one, the adopted unit runs. */
    private Machine machine(Optional<Wanted> applied, Disturbance disturbance) throws IOException {
        Path root = Files.createDirectory(temporary.resolve("root" + runs++));
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Machine machine = new Machine(root, new FakeSystemd(root));
        machine.systemd().ship(Trees.NGINX);
        if (applied.isPresent()) {
            machine.apply(applied.get(), Fuse.never());
        }
        disturbance.on(machine);
        machine.systemd().calls.clear();
        return machine;
    }

    private Machine copy(Machine machine) throws IOException {
        return machine.copy(temporary.resolve("root" + runs++));
    }

    /** A run: what it is to bring about, and on which occasion. */
    private record Run(Wanted wanted, Occasion occasion) {}

    private void assertRepaired(Optional<Wanted> applied, Disturbance disturbance, Wanted cutOff, Wanted second)
            throws IOException {
        Run first = new Run(cutOff, Trees.OCCASION);
        assertRepaired(machine(applied, disturbance), first, new Run(second, Trees.OCCASION));
    }

    private void assertRepaired(Machine start, Run cutOff, Run second) throws IOException {
        Machine smooth = copy(start);
        List<String> steps = smooth.apply(cutOff.wanted(), cutOff.occasion(), Fuse.never());
        Machine expected = smooth;
        if (!cutOff.equals(second)) {
            expected = copy(start);
            expected.apply(second.wanted(), second.occasion(), Fuse.never());
        }
        assertTrue(steps.size() > 10, "only these effects seen: " + steps);
        for (int step = 0; step < steps.size(); step++) {
            for (Fuse.Extent extent : Fuse.Extent.values()) {
                boolean differs = switch (extent) {
                    case NOTHING -> step == 0;
                    case HALF -> steps.get(step).startsWith("create ");
                    case WHOLE -> true;
                };
                if (differs) {
                    String at = extent + " of step " + (step + 1) + ", " + steps.get(step);
                    Machine machine = copy(start);
                    assertCrashes(machine, cutOff, new Fuse(step + 1, extent), at);
                    machine.apply(second.wanted(), second.occasion(), Fuse.never());
                    boolean isSame = cutOff.equals(second);
                    assertEquals(
                            isSame ? expected.files() : expected.filesWithoutHistory(),
                            isSame ? machine.files() : machine.filesWithoutHistory(),
                            at);
                    assertEquals(expected.systemd().state(), machine.systemd().state(), at);
                    delete(machine.root());
                }
            }
        }
    }

    private static void assertCrashes(Machine machine, Run run, Fuse fuse, String at) {
        try {
            machine.apply(run.wanted(), run.occasion(), fuse);
        } catch (Fuse.Crash _) {
            return;
        }
        throw new AssertionError("no crash " + at);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void firstApplyIsFinished() throws IOException {
        assertRepaired(Optional.empty(), NONE, FIRST, FIRST);
    }

    @Test
    void updateIsFinished() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, UPDATED, UPDATED);
    }

    @Test
    void deletionIsFinished() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, REDUCED, REDUCED);
    }

    @Test
    void removalIsFinishedAndToldToUpkeepd() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, TAKEN_AWAY, TAKEN_AWAY);
        Machine machine = machine(Optional.of(FIRST), NONE);
        machine.apply(TAKEN_AWAY, Fuse.never());
        assertEquals(TAKEN_AWAY.removed(), machine.systemd().state().unsupervised());
    }

    @Test
    void deletionOfAllIsFinished() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, NOTHING, NOTHING);
    }

    @Test
    void overwritingAHandEditIsFinished() throws IOException {
        assertRepaired(Optional.of(FIRST), HAND_EDIT, UPDATED, UPDATED);
    }

    @Test
    void everythingAtOnceIsFinished() throws IOException {
        assertRepaired(Optional.of(FIRST), HAND_EDIT, MIXED, MIXED);
    }

    @Test
    void updateIsUndoneWhenTheSpecsAreTakenBack() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, UPDATED, FIRST);
    }

    @Test
    void deletionIsUndoneWhenTheSpecsAreTakenBack() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, REDUCED, FIRST);
    }

    @Test
    void firstApplyIsUndoneWhenNothingIsWantedAnyMore() throws IOException {
        assertRepaired(Optional.of(NOTHING), NONE, FIRST, NOTHING);
    }

    @Test
    void aThirdStateIsReachedFromAnywhere() throws IOException {
        assertRepaired(Optional.of(FIRST), NONE, UPDATED, MIXED);
    }

    @Test
    void aRollbackIsFinished() throws IOException {
        Machine machine = machine(Optional.of(FIRST), NONE);
        machine.apply(UPDATED, Fuse.never());
        Run back = new Run(FIRST, returning(Occasion.Kind.ROLLBACK));
        assertRepaired(machine, back, back);
    }

    @Test
    void aRunToBeConfirmedIsFinishedByAnother() throws IOException {
        Run run = new Run(UPDATED, Trees.OCCASION.confirmedWithin(Optional.of(TimeSpan.ofSeconds(300))));
        assertRepaired(machine(Optional.of(FIRST), NONE), run, run);
    }

    /** Wherever it was cut off, what waits for the confirmation brings back what was there before. */
    @Test
    void aRunToBeConfirmedIsTakenBackFromAnywhere() throws IOException {
        Run run = new Run(UPDATED, Trees.OCCASION.confirmedWithin(Optional.of(TimeSpan.ofSeconds(300))));
        Run back = new Run(FIRST, returning(Occasion.Kind.REVERT));
        assertRepaired(machine(Optional.of(FIRST), NONE), run, back);
        Machine nothing = machine(Optional.of(NOTHING), NONE);
        assertRepaired(nothing, run, new Run(NOTHING, returning(Occasion.Kind.REVERT)));
    }

    @Test
    void takingBackIsFinished() throws IOException {
        Machine machine = machine(Optional.of(FIRST), NONE);
        machine.apply(UPDATED, Trees.OCCASION.confirmedWithin(Optional.of(TimeSpan.ofSeconds(300))), Fuse.never());
        Run back = new Run(FIRST, returning(Occasion.Kind.REVERT));
        assertRepaired(machine, back, back);
    }

    @Test
    void oldGenerationsGoAlsoWhenThatIsCutOff() throws IOException {
        Machine machine = machine(Optional.of(FIRST), NONE);
        for (int i = 1; i < Generations.KEPT; i++) {
            machine.apply(i % 2 == 0 ? FIRST : UPDATED, Fuse.never());
        }
        assertRepaired(machine, new Run(MIXED, Trees.OCCASION), new Run(MIXED, Trees.OCCASION));
    }

    private static Occasion returning(Occasion.Kind kind) {
        return new Occasion(kind, Trees.OCCASION.at(), "root", Optional.of(1), Optional.empty());
    }

    @Test
    void twoCrashesInARowAreRepaired() throws IOException {
        Machine start = machine(Optional.of(FIRST), NONE);
        int updating = copy(start).apply(UPDATED, Fuse.never()).size();
        Machine expected = copy(start);
        int steps = expected.apply(MIXED, Fuse.never()).size();
        for (int first = 3; first <= updating; first += 9) {
            for (int second = 1; second <= steps; second += 7) {
                String at = "at steps " + first + " and " + second;
                Machine machine = copy(start);
                assertCrashes(machine, new Run(UPDATED, Trees.OCCASION), new Fuse(first, Fuse.Extent.WHOLE), at);
                try {
                    machine.apply(MIXED, new Fuse(second, Fuse.Extent.HALF));
                } catch (Fuse.Crash _) {
                    // The second run is shorter the further the first one came, so it may end before its crash.
                }
                machine.apply(MIXED, Fuse.never());
                assertEquals(expected.filesWithoutHistory(), machine.filesWithoutHistory(), at);
                assertEquals(expected.systemd().state(), machine.systemd().state(), at);
                delete(machine.root());
            }
        }
    }

    @Test
    void nothingIsRenamedThatIsNotSyncedAndNoDirectoryIsLeftUnsynced() throws IOException {
        Machine machine = machine(Optional.empty(), NONE);
        List<String> protocol = machine.apply(FIRST, Fuse.never());
        int renames = 0;
        for (int i = 0; i < protocol.size(); i++) {
            String[] words = protocol.get(i).split(" ", -1);
            boolean link = words.length > 1 && words[1].endsWith("applied.link");
            if (words[0].equals("rename") && !link) {
                renames++;
                assertTrue(protocol.subList(0, i).contains("sync " + words[1]), protocol.get(i));
                String directory = "sync " + Path.of(words[2]).getParent();
                assertTrue(protocol.subList(i, protocol.size()).contains(directory), protocol.get(i));
            }
        }
        assertTrue(renames > 6);
    }
}
