package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.TimeSpan;
import upkeep.spec.Source;

class ApplierTest {

    private static final Wanted WEB = Trees.tree()
            .service(Trees.WEB, "/usr/bin/web")
            .dropIn(Trees.NGINX, "1G")
            .users("u web\n")
            .wanted("first");
    private static final Wanted NOTHING = Trees.tree().wanted("nothing");
    private static final Applier.Options OVERWRITE = new Applier.Options(true, false, true);

    @TempDir
    private Path root;

    private FakeSystemd systemd = new FakeSystemd(Path.of("/"));

    @BeforeEach
    void boot() throws IOException {
        systemd = new FakeSystemd(root);
        systemd.ship(Trees.NGINX);
        Files.createDirectories(root.resolve("etc/systemd/system"));
    }

    private ApplyReport apply(Wanted wanted, Applier.Options options) throws InstallException {
        return new Applier(new Layout(root), new RealFileSystem(), systemd.behind(Fuse.never()))
                .apply(wanted, options, Trees.OCCASION, new FakeReversion());
    }

    private String refusal(Wanted wanted) {
        Map<String, String> before = FakeSystemd.files(root);
        InstallException refused = assertThrows(InstallException.class, () -> apply(wanted, Applier.Options.DEFAULT));
        assertEquals(before, FakeSystemd.files(root));
        assertTrue(systemd.calls.isEmpty(), systemd.calls.toString());
        return refused.problems().toString();
    }

    @Test
    void theOrderOfThings() throws InstallException {
        apply(WEB, Applier.Options.DEFAULT);
        assertEquals(
                List.of("create-users", "enable web.service", "daemon-reload", "start web.service", "reload-upkeepd"),
                systemd.calls);
    }

    @Test
    void aSecondRunDoesNothing() throws InstallException {
        apply(WEB, Applier.Options.DEFAULT);
        Map<String, String> before = FakeSystemd.files(root);
        systemd.calls.clear();
        ApplyReport report = apply(WEB, Applier.Options.DEFAULT);
        assertTrue(report.changes().isClean());
        assertEquals(before, FakeSystemd.files(root));
        assertTrue(systemd.calls.isEmpty());
    }

    @Test
    void theSnapshotKeepsNamesAndIsClosedToOthers() throws InstallException, IOException {
        apply(WEB, Applier.Options.DEFAULT);
        List<Source> applied = Snapshot.read(new Layout(root)).value().orElseThrow();
        assertEquals(
                List.of("/etc/upkeep/upkeep.yaml", "/etc/upkeep/conf.d/web.yaml"),
                applied.stream().map(Source::name).toList());
        Path file = root.resolve("var/lib/upkeep/applied/conf.d/web.yaml");
        assertEquals(
                "[OWNER_READ, OWNER_WRITE, GROUP_READ]",
                Files.getPosixFilePermissions(file).stream().sorted().toList().toString());
    }

    @Test
    void theSnapshotKeepsThePresetsInUseAndTellsWhenOneIsAnother() throws InstallException {
        apply(presets("one"), Applier.Options.DEFAULT);
        assertEquals(
                presets("one").specs(), Snapshot.read(new Layout(root)).value().orElseThrow());
        assertEquals(
                List.of("/etc/upkeep/upkeep.yaml", "/etc/upkeep/presets/own.yaml", "/opt/presets/site.yaml"),
                presets("one").specs().stream().map(Source::name).toList());
        assertTrue(plan(presets("one")).isClean());
        assertEquals(List.of("/opt/presets/site.yaml"), plan(presets("two")).specs());
    }

    private ChangeSet plan(Wanted wanted) throws InstallException {
        return new Applier(new Layout(root), new RealFileSystem(), systemd.behind(Fuse.never()))
                .plan(wanted, Applier.Options.DEFAULT);
    }

    /** A spec that takes two of three presets, of which the second says {@code text}. */
    private static Wanted presets(String text) {
        return Wanted.of(
                Trees.tree().build(),
                "/etc/upkeep",
                List.of(
                        new Source("/etc/upkeep/upkeep.yaml", "services: {a: {preset: site}, b: {preset: own}}"),
                        new Source("/etc/upkeep/presets/own.yaml", "own", Source.Role.PRESET),
                        new Source("/opt/presets/other.yaml", "other", Source.Role.PRESET),
                        new Source("/opt/presets/site.yaml", text, Source.Role.PRESET)));
    }

    @Test
    void anEmptyDropInDirectoryGoesWithItsFileAndAnotherOneStays() throws InstallException, IOException {
        apply(WEB, Applier.Options.DEFAULT);
        Path directory = root.resolve("etc/systemd/system/nginx.service.d");
        Files.writeString(directory.resolve("mine.conf"), "[Service]\n");
        apply(NOTHING, Applier.Options.DEFAULT);
        assertTrue(Files.exists(directory.resolve("mine.conf")));
        Files.delete(directory.resolve("mine.conf"));
        apply(WEB, Applier.Options.DEFAULT);
        apply(NOTHING, Applier.Options.DEFAULT);
        assertFalse(Files.exists(directory));
    }

    @Test
    void aHandEditIsRefusedAndOnRequestKeptAside() throws InstallException, IOException {
        apply(WEB, Applier.Options.DEFAULT);
        systemd.calls.clear();
        Path unit = root.resolve("etc/systemd/system/web.service");
        Files.writeString(unit, "[Service]\nExecStart=/mine\n");
        assertTrue(refusal(WEB).contains("it was edited since upkeep wrote it"));
        assertTrue(refusal(NOTHING).contains("cannot delete the file"));
        ApplyReport report = apply(WEB, OVERWRITE);
        assertEquals(
                "[Service]\nExecStart=/mine\n",
                Files.readString(Path.of(report.saved().getFirst())));
        assertTrue(systemd.calls.contains("restart web.service"), systemd.calls.toString());
    }

    @Test
    void aMaskedUnitIsRefusedEvenThen() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/systemd/system/web.service"), Path.of("/dev/null"));
        InstallException refused = assertThrows(InstallException.class, () -> apply(WEB, OVERWRITE));
        assertTrue(
                refused.problems().toString().contains("masked"),
                refused.problems().toString());
    }

    @Test
    void anUnreadableManifestIsRefused() throws InstallException, IOException {
        apply(WEB, Applier.Options.DEFAULT);
        systemd.calls.clear();
        Files.writeString(root.resolve("var/lib/upkeep/manifest.json"), "{\"version\": 9}");
        assertTrue(refusal(NOTHING).contains("its format is 9"));
    }

    @Test
    void twoAtOnceAreRefused() throws InstallException, IOException {
        apply(WEB, Applier.Options.DEFAULT);
        systemd.calls.clear();
        Path lock = root.resolve("var/lib/upkeep/apply.lock");
        try (Closeable _ = new RealFileSystem().lock(lock, Duration.ZERO).orElseThrow()) {
            assertTrue(refusal(NOTHING).contains("another apply or remove is under way"));
        }
        apply(NOTHING, Applier.Options.DEFAULT);
    }

    @Test
    void whatFailedIsTriedAgainButForStarts() throws InstallException {
        systemd.broken.add(Trees.WEB);
        assertTrue(apply(WEB, new Applier.Options(false, false, true)).hasFailures());
        systemd.calls.clear();
        systemd.broken.clear();
        apply(WEB, Applier.Options.DEFAULT);
        assertEquals(List.of("enable web.service", "daemon-reload"), systemd.calls);
    }

    @Test
    void aFullDiskLeavesTheRunToBeFinished() throws InstallException {
        FileSystemOps full = new FullDisk(Path.of("web.service"));
        InstallException stopped = assertThrows(
                InstallException.class,
                () -> new Applier(new Layout(root), full, systemd.behind(Fuse.never()))
                        .apply(WEB, Applier.Options.DEFAULT, Trees.OCCASION, new FakeReversion()));
        assertTrue(
                stopped.problems().toString().contains("no space left on device"),
                stopped.problems().toString());
        apply(WEB, Applier.Options.DEFAULT);
        assertTrue(systemd.running.containsKey(Trees.WEB));
    }

    private static Wanted version(int number) {
        return Trees.tree().service(Trees.WEB, "/usr/bin/web" + number).wanted("version " + number);
    }

    private Generations generations() {
        return new Generations(new Layout(root), new RealFileSystem());
    }

    private int inForce() {
        return new ManifestStore(new Layout(root), new RealFileSystem())
                .read()
                .value()
                .orElseThrow()
                .generation();
    }

    private ApplyReport apply(Wanted wanted, Occasion occasion, FakeReversion reversion) throws InstallException {
        return new Applier(new Layout(root), new RealFileSystem(), systemd.behind(Fuse.never()))
                .apply(wanted, Applier.Options.DEFAULT, occasion, reversion);
    }

    private static final Occasion TO_BE_CONFIRMED =
            Trees.OCCASION.confirmedWithin(Optional.of(TimeSpan.ofSeconds(300)));

    private static Occasion returning(int restored) {
        return new Occasion(Occasion.Kind.REVERT, Trees.OCCASION.at(), "root", Optional.of(restored), Optional.empty());
    }

    private Optional<Unconfirmed> unconfirmed() throws InstallException {
        return new UnconfirmedStore(new Layout(root), new RealFileSystem()).read();
    }

    @Test
    void theLastTenGenerationsAreKeptForRootAlone() throws InstallException, IOException {
        for (int number = 1; number <= 12; number++) {
            apply(version(number), Applier.Options.DEFAULT);
            apply(version(number), Applier.Options.DEFAULT);
        }
        assertEquals(12, inForce());
        assertEquals(List.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 12), generations().numbers(12));
        assertEquals(version(3), generations().read(3).value().orElseThrow().wanted());
        assertTrue(generations().read(2).problems().getFirst().message().contains("it is not kept"));
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(root.resolve("var/lib/upkeep/generations/12.json"))
                        .toString());
    }

    @Test
    void aFailedStartIsRecordedWithItsGeneration() throws InstallException {
        systemd.broken.add(Trees.WEB);
        apply(WEB, Applier.Options.DEFAULT);
        assertTrue(generations().read(1).value().orElseThrow().failures().contains("start web.service: exit status 1"));
    }

    @Test
    void whatIsUnconfirmedIsWrittenBeforeAnythingIsDoneAndGoesWithTheConfirmation() throws InstallException {
        apply(version(1), Applier.Options.DEFAULT);
        FakeReversion reversion = new FakeReversion();
        apply(version(2), TO_BE_CONFIRMED, reversion);
        assertEquals(1, reversion.watched);
        assertEquals(1, unconfirmed().orElseThrow().base());

        InstallException refused =
                assertThrows(InstallException.class, () -> apply(version(3), Applier.Options.DEFAULT));
        assertTrue(refused.problems().toString().contains("is not yet confirmed"));
        assertTrue(apply(version(2), Applier.Options.DEFAULT).changes().isClean(), "nothing to do is no harm");

        apply(version(3), TO_BE_CONFIRMED, reversion);
        assertEquals(1, unconfirmed().orElseThrow().base(), "both are taken back together");
        assertEquals(
                1,
                new Applier(new Layout(root), new RealFileSystem(), systemd.behind(Fuse.never()))
                        .confirm()
                        .orElseThrow()
                        .base());
        assertEquals(Optional.empty(), unconfirmed());
        apply(version(4), Applier.Options.DEFAULT);
    }

    @Test
    void nothingIsDoneIfNothingCouldTakeItBack() throws InstallException {
        apply(version(1), Applier.Options.DEFAULT);
        Map<String, String> before = FakeSystemd.files(root);
        systemd.calls.clear();
        FakeReversion broken = new FakeReversion();
        broken.broken = true;
        assertThrows(InstallException.class, () -> apply(version(2), TO_BE_CONFIRMED, broken));
        assertEquals(before, FakeSystemd.files(root));
        assertTrue(systemd.calls.isEmpty());
    }

    @Test
    void whatIsTakenBackIsAGenerationAndEndsTheWaiting() throws InstallException {
        apply(version(1), Applier.Options.DEFAULT);
        apply(version(2), TO_BE_CONFIRMED, new FakeReversion());
        apply(version(1), returning(1), new FakeReversion());
        assertEquals(Optional.empty(), unconfirmed());
        assertEquals(3, inForce());
        assertEquals(version(1), generations().read(3).value().orElseThrow().wanted());
        assertTrue(systemd.running.getOrDefault(Trees.WEB, "").contains("/usr/bin/web1"));
    }

    @Test
    void theFirstApplyCanBeTakenBackToNothing() throws InstallException {
        apply(version(1), TO_BE_CONFIRMED, new FakeReversion());
        assertEquals(Generation.NONE, unconfirmed().orElseThrow().base());
        apply(Wanted.NOTHING, returning(Generation.NONE), new FakeReversion());
        assertFalse(Files.exists(root.resolve("etc/systemd/system/web.service")));
        assertFalse(systemd.running.containsKey(Trees.WEB));
    }

    @Test
    void whatCouldNotBeTakenBackIsNotApplied() throws InstallException, IOException {
        apply(version(1), Applier.Options.DEFAULT);
        Files.delete(root.resolve("var/lib/upkeep/generations/1.json"));
        InstallException refused =
                assertThrows(InstallException.class, () -> apply(version(2), TO_BE_CONFIRMED, new FakeReversion()));
        assertTrue(refused.problems().toString().contains("generation 1: it is not kept"));
        assertEquals(Optional.empty(), unconfirmed());
    }

    /** Has no room for one file. */
    private static final class FullDisk extends RealFileSystem {
        private final Path name;

        FullDisk(Path name) {
            this.name = name;
        }

        @Override
        public void create(Path file, byte[] content) throws IOException {
            if (file.toString().contains(name.toString())) {
                throw new FileSystemException(file.toString(), null, "No space left on device");
            }
            super.create(file, content);
        }
    }
}
