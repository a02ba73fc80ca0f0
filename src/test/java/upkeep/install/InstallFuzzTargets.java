package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Digest;
import upkeep.fuzz.FuzzTarget;
import upkeep.render.UnitTree;

/** What an apply left behind for the next one. */
public final class InstallFuzzTargets {

    private InstallFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("manifest", InstallFuzzTargets::manifest, ManifestJson.class)
                        .from(ManifestJson.write(Manifest.EMPTY), ManifestJson.write(full())),
                FuzzTarget.ofText("unconfirmed", InstallFuzzTargets::unconfirmed, Unconfirmed.class)
                        .from(new Unconfirmed(6, true, false, new Unconfirmed.Due(300, "8a7f", 4_000, 1_790_000_000))
                                .text()),
                FuzzTarget.ofText("rollout-notes", InstallFuzzTargets::notes, RolloutNotes.class)
                        .from(
                                "2026-11-26T10:00:00Z web@1 well - a new version was rolled out, and has proven itself\n",
                                """
                                2026-11-26T10:00:00.5Z web@2 stuck 0123456789abcdef0123456789abcdef one
                                no time web@1 part - two
                                2026-11-26T10:00:00Z web@1 failed -
                                """),
                FuzzTarget.ofText("unified-diff", InstallFuzzTargets::difference, UnifiedDiff.class)
                        .from("a\nb\nc\n\0a\nx\nc\n", "\0\n", "same\0same"));
    }

    private static Manifest full() {
        Manifest.Entry entry = new Manifest.Entry(Digest.of("x"), 0644, UnitTree.Kind.UNIT, Optional.of(Trees.WEB));
        Manifest.Pending pending = new Manifest.Pending(
                new TreeMap<>(),
                new TreeMap<>(java.util.Map.of("/etc/b", entry)),
                List.of(Step.of(Step.Kind.DAEMON_RELOAD), Step.of(Step.Kind.RESTART, Trees.WEB)));
        return new Manifest(
                7,
                new TreeMap<>(java.util.Map.of("/etc/systemd/system/web.service", entry)),
                new TreeSet<>(List.of(Trees.WEB)),
                new TreeSet<>(List.of("db")),
                Optional.of(pending));
    }

    private static void manifest(String text) {
        Checked<Manifest> read = ManifestJson.read("manifest.json", text);
        assertTrue(read.value().isPresent() == read.problems().isEmpty());
        read.value()
                .ifPresent(manifest -> assertEquals(
                        Checked.of(manifest, List.of()),
                        ManifestJson.read("manifest.json", ManifestJson.write(manifest))));
    }

    /** What is read is written again as it was. */
    private static void unconfirmed(String text) {
        Unconfirmed.parse(text).ifPresent(read -> assertEquals(text, read.text()));
    }

    /** What is read is written again as one line each, and read as it was. */
    private static void notes(String text) {
        for (RolloutNotes.Note note : RolloutNotes.parse(text)) {
            assertEquals(1, note.line().lines().count());
            assertEquals(List.of(note), RolloutNotes.parse(note.line()));
        }
    }

    /** Files as somebody edited them, before a NUL and after it. */
    private static void difference(String text) {
        int middle = Math.max(0, text.indexOf('\0'));
        String from = text.substring(0, middle);
        String to = text.substring(middle);
        assertEquals(from.equals(to), UnifiedDiff.of("a", from, "b", to).isEmpty());
    }
}
