package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

class ChangeSetTest {

    private static final String WEB_PATH = "/etc/systemd/system/web.service";
    private static final UnitTree ONE =
            Trees.tree().service(Trees.WEB, "/bin/1").build();
    private static final UnitTree.File WEB_FILE =
            ONE.files().values().iterator().next();
    private static final UnitTree TWO =
            Trees.tree().service(Trees.WEB, "/bin/2").build();
    private static final UnitTree NONE = Trees.tree().build();

    private static Manifest written(UnitTree tree) {
        TreeMap<String, Manifest.Entry> entries = new TreeMap<>();
        tree.files().values().forEach(file -> entries.put(file.path(), Manifest.Entry.of(file)));
        return new Manifest(1, entries, new TreeSet<>(tree.enabled()), new TreeSet<>(), Optional.empty());
    }

    private static Map<String, DiskFile> disk(UnitTree tree) {
        TreeMap<String, DiskFile> disk = new TreeMap<>();
        tree.files().values().forEach(file -> disk.put(file.path(), regular(file.content())));
        return disk;
    }

    private static DiskFile regular(String text) {
        return DiskFile.Regular.of(text.getBytes(StandardCharsets.UTF_8), 0644);
    }

    private static List<String> words(ChangeSet changes) {
        return changes.files().stream().map(FileChange::word).toList();
    }

    private static List<String> steps(ChangeSet changes) {
        return changes.steps().stream().map(Step::toString).toList();
    }

    @Test
    void aNewUnitIsCreatedEnabledAndStarted() {
        ChangeSet changes = ChangeSet.compare(ONE, Manifest.EMPTY, Map.of());
        assertEquals(List.of("create"), words(changes));
        assertEquals(
                List.of("enable web.service", "reload systemd", "start web.service", "reload upkeepd"), steps(changes));
    }

    @Test
    void nothingToDoIsClean() {
        ChangeSet changes = ChangeSet.compare(ONE, written(ONE), disk(ONE));
        assertEquals(List.of("unchanged"), words(changes));
        assertTrue(changes.isClean());
        assertFalse(changes.withSpecs(List.of("/etc/upkeep/upkeep.yaml")).isClean());
    }

    @Test
    void aChangedUnitIsRestarted() {
        ChangeSet changes = ChangeSet.compare(TWO, written(ONE), disk(ONE));
        assertEquals(List.of("update"), words(changes));
        assertEquals(List.of("reload systemd", "restart web.service", "reload upkeepd"), steps(changes));
    }

    @Test
    void aChangedCommentRestartsNothing() {
        UnitTree moved = Trees.tree()
                .service(Trees.WEB, "/bin/1\n# generated from line 7")
                .build();
        assertEquals(
                List.of("reload systemd", "reload upkeepd"), steps(ChangeSet.compare(moved, written(ONE), disk(ONE))));
    }

    @Test
    void aChangedInstallSectionEnablesAgainAndRestartsNothing() {
        String text = WEB_FILE.content().replace("multi-user", "graphical");
        UnitTree other =
                new UnitTree(Trees.tree().serviceText(Trees.WEB, text).build().files(), List.of(Trees.WEB));
        assertEquals(
                List.of("enable again web.service", "reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(other, written(ONE), disk(ONE))));
    }

    @Test
    void aProgramIsNeverRunByAnApply() {
        UnitName unit = new UnitName("upkeep-run-web-1.service");
        String path = "/etc/systemd/system/" + unit;
        UnitTree before = Trees.tree()
                .file(path, "[Service]\nExecStart=/bin/a\n", UnitTree.Kind.PROGRAM, Optional.of(unit))
                .build();
        UnitTree after = Trees.tree()
                .file(path, "[Service]\nExecStart=/bin/b\n", UnitTree.Kind.PROGRAM, Optional.of(unit))
                .build();
        List<String> told = List.of("reload systemd", "reload upkeepd");
        assertEquals(told, steps(ChangeSet.compare(before, Manifest.EMPTY, Map.of())));
        assertEquals(told, steps(ChangeSet.compare(after, written(before), disk(before))));
        assertEquals(told, steps(ChangeSet.compare(Trees.tree().build(), written(before), disk(before))));
        assertEquals(
                List.of(),
                ChangeSet.compare(after, written(before), disk(before)).deferred());
    }

    private static UnitTree own(UnitTree.Kind kind, String unit, String text) {
        Trees trees = Trees.tree().file("/etc/systemd/system/" + unit, text, kind, Optional.of(new UnitName(unit)));
        List<UnitName> enabled = text.contains("[Install]") ? List.of(new UnitName(unit)) : List.of();
        return new UnitTree(trees.build().files(), enabled);
    }

    @Test
    void whatATriggerStartsIsNeitherStartedNorRestarted() {
        UnitTree before = own(UnitTree.Kind.TRIGGERED, "job.service", "[Service]\nExecStart=/bin/a\n");
        UnitTree after = own(UnitTree.Kind.TRIGGERED, "job.service", "[Service]\nExecStart=/bin/b\n");
        List<String> told = List.of("reload systemd", "reload upkeepd");
        assertEquals(told, steps(ChangeSet.compare(before, Manifest.EMPTY, Map.of())));
        ChangeSet changes = ChangeSet.compare(after, written(before), disk(before));
        assertEquals(told, steps(changes));
        assertEquals(
                List.of("ExecStart="),
                changes.waiting().stream().map(UnitChange::text).toList());
        assertEquals(
                List.of("stop job.service", "disable job.service", "reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(NONE, written(before), disk(before))));
    }

    @Test
    void aTimerIsStartedUnlessItCountsFromTheBootAlone() {
        String daily = "[Timer]\nOnCalendar=daily\nOnBootSec=1s\n[Install]\nWantedBy=timers.target\n";
        String booted = "[Timer]\nOnBootSec=1s\nAccuracySec=1s\n[Install]\nWantedBy=timers.target\n";
        assertEquals(
                List.of("enable a.timer", "reload systemd", "start a.timer", "reload upkeepd"),
                steps(ChangeSet.compare(own(UnitTree.Kind.UNIT, "a.timer", daily), Manifest.EMPTY, Map.of())));
        assertEquals(
                List.of("enable a.timer", "reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(own(UnitTree.Kind.UNIT, "a.timer", booted), Manifest.EMPTY, Map.of())));
    }

    @Test
    void whatHasNoProcessChangesWithoutARestart() {
        for (String unit : List.of("a.timer", "a.path", "a.slice")) {
            UnitTree before = own(UnitTree.Kind.UNIT, unit, "[A]\nOnCalendar=daily\n");
            UnitTree after = own(UnitTree.Kind.UNIT, unit, "[A]\nOnCalendar=weekly\n");
            ChangeSet changes = ChangeSet.compare(after, written(before), disk(before));
            assertEquals(List.of("reload systemd", "reload upkeepd"), steps(changes), unit);
            assertEquals(1, changes.live().size(), unit);
        }
    }

    @Test
    void whatIsMountedStaysMounted() {
        UnitTree before = own(UnitTree.Kind.UNIT, "a.mount", "[Mount]\nOptions=a\n");
        UnitTree after = own(UnitTree.Kind.UNIT, "a.mount", "[Mount]\nOptions=b\n");
        ChangeSet changes = ChangeSet.compare(after, written(before), disk(before));
        assertEquals(List.of("reload systemd", "reload upkeepd"), steps(changes));
        assertEquals(1, changes.waiting().size());
        assertEquals(
                List.of("stop a.mount", "disable a.mount", "reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(NONE, written(before), disk(before))));
    }

    /** It would stop what is in it, which may run on elsewhere. */
    @Test
    void aSliceIsNeverStopped() {
        UnitTree before = own(UnitTree.Kind.UNIT, "a.slice", "[Slice]\nTasksMax=1\n");
        assertEquals(
                List.of("reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(NONE, written(before), disk(before))));
    }

    @Test
    void aSocketIsRestartedWithItsService() {
        UnitTree before = Trees.tree()
                .service(Trees.WEB, "/bin/1")
                .file("/etc/systemd/system/web.socket", "[Socket]\nListenStream=1\n", UnitTree.Kind.UNIT, socket())
                .build();
        UnitTree after = Trees.tree()
                .service(Trees.WEB, "/bin/1")
                .file("/etc/systemd/system/web.socket", "[Socket]\nListenStream=2\n", UnitTree.Kind.UNIT, socket())
                .build();
        assertEquals(
                List.of("reload systemd", "restart web.service", "restart web.socket", "reload upkeepd"),
                steps(ChangeSet.compare(after, written(before), disk(before))));
    }

    private static Optional<UnitName> socket() {
        return Optional.of(new UnitName("web.socket"));
    }

    @Test
    void theSocketOfACheckIsStartedAndItsTemplateNever() {
        UnitName socket = new UnitName("upkeep-check-raid.socket");
        String socketText = "[Socket]\nListenStream=/run/upkeep-checks/raid\n[Install]\nWantedBy=sockets.target\n";
        UnitTree before = check(socket, socketText, "/bin/a");
        UnitTree after = check(socket, socketText, "/bin/b");
        assertEquals(
                List.of("enable " + socket, "reload systemd", "start " + socket, "reload upkeepd"),
                steps(ChangeSet.compare(before, Manifest.EMPTY, Map.of())));
        assertEquals(
                List.of("reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(after, written(before), disk(before))));
        ChangeSet removal = ChangeSet.compare(NONE, written(before), disk(before));
        assertEquals(
                List.of("stop " + socket, "disable " + socket, "reload systemd", "reload upkeepd"), steps(removal));
        assertEquals(List.of("delete", "delete"), words(removal));
    }

    private static UnitTree check(UnitName socket, String socketText, String program) {
        UnitName service = new UnitName("upkeep-check-raid@.service");
        UnitTree files = Trees.tree()
                .file("/etc/systemd/system/" + socket, socketText, UnitTree.Kind.UNIT, Optional.of(socket))
                .file(
                        "/etc/systemd/system/" + service,
                        "[Service]\nExecStart=" + program + "\n",
                        UnitTree.Kind.PROGRAM,
                        Optional.of(service))
                .build();
        return new UnitTree(files.files(), List.of(socket));
    }

    @Test
    void aRemovedUnitIsStoppedAndDisabledFirst() {
        ChangeSet changes = ChangeSet.compare(NONE, written(ONE), disk(ONE));
        assertEquals(List.of("delete"), words(changes));
        assertEquals(
                List.of("stop web.service", "disable web.service", "reload systemd", "reload upkeepd"), steps(changes));
    }

    @Test
    void aFileThatIsGoneIsPutBackWithoutARestart() {
        ChangeSet changes = ChangeSet.compare(ONE, written(ONE), Map.of());
        assertEquals(List.of("create"), words(changes));
        assertEquals(List.of("enable web.service", "reload systemd", "reload upkeepd"), steps(changes));
    }

    @Test
    void anEditedFileIsAConflictWhetherWantedOrNot() {
        Map<String, DiskFile> edited = Map.of(WEB_PATH, regular("[Service]\nExecStart=/mine\n"));
        assertEquals(List.of("conflict"), words(ChangeSet.compare(ONE, written(ONE), edited)));
        assertEquals(List.of("conflict"), words(ChangeSet.compare(NONE, written(ONE), edited)));
        assertEquals(
                Optional.of("a file that upkeep did not write is already there"),
                ChangeSet.compare(ONE, Manifest.EMPTY, edited)
                        .conflicts()
                        .getFirst()
                        .conflict());
    }

    @Test
    void anEditBackToWhatIsWantedIsNoConflict() {
        assertEquals(List.of("unchanged"), words(ChangeSet.compare(TWO, written(ONE), disk(TWO))));
    }

    @Test
    void aMaskedUnitIsAnObstacle() {
        ChangeSet changes = ChangeSet.compare(ONE, written(ONE), Map.of(WEB_PATH, new DiskFile.Special("a link")));
        assertTrue(changes.conflicts().getFirst().isObstructed());
    }

    @Test
    void anAdoptedUnitIsNotRestartedUnasked() {
        UnitTree small = Trees.tree().dropIn(Trees.NGINX, "1G").build();
        UnitTree large = Trees.tree().dropIn(Trees.NGINX, "2G").build();
        for (ChangeSet changes : List.of(
                ChangeSet.compare(small, Manifest.EMPTY, Map.of()),
                ChangeSet.compare(large, written(small), disk(small)),
                ChangeSet.compare(NONE, written(small), disk(small)))) {
            assertEquals(List.of(Trees.NGINX), changes.deferred());
            assertEquals(List.of("reload systemd", "reload upkeepd"), steps(changes));
            assertTrue(steps(changes.withAdoptedRestarted()).contains("restart if running nginx.service"));
        }
    }

    @Test
    void aTargetIsNeverRestarted() {
        UnitName shop = new UnitName("shop.target");
        UnitTree before =
                Trees.tree().serviceText(shop, "[Unit]\nDescription=a\n").build();
        UnitTree after =
                Trees.tree().serviceText(shop, "[Unit]\nDescription=b\n").build();
        assertEquals(
                List.of("reload systemd", "reload upkeepd"),
                steps(ChangeSet.compare(after, written(before), disk(before))));
    }

    @Test
    void onlyTheModeIsMendedWithoutARestart() {
        DiskFile loose = new DiskFile.Regular(WEB_FILE.content(), WEB_FILE.digest(), 0666);
        ChangeSet changes = ChangeSet.compare(ONE, written(ONE), Map.of(WEB_PATH, loose));
        assertEquals(List.of("update"), words(changes));
        assertEquals(List.of("reload systemd", "reload upkeepd"), steps(changes));
    }

    @Test
    void whatACutOffRunOwesIsDoneAndWhatIsNoLongerWantedIsNot() {
        Manifest.Pending owed = new Manifest.Pending(
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(
                        Step.of(Step.Kind.RESTART, Trees.WEB),
                        Step.of(Step.Kind.START, Trees.DB),
                        Step.of(Step.Kind.DAEMON_RELOAD)));
        ChangeSet changes = ChangeSet.compare(ONE, written(ONE).withPending(owed), disk(ONE));
        assertTrue(changes.unfinished());
        assertEquals(List.of("reload systemd", "restart web.service"), steps(changes));
    }
}
