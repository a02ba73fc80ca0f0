package upkeep.install;

import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/**
 * What is to become of one file.
 *
 * @param unit the unit that the file defines or changes
 * @param before what is there now
 * @param after what shall be there
 * @param conflict why this is not done unless the operator says so: the file is not as we left it, or not ours
 */
public record FileChange(
        String path,
        Verb verb,
        UnitTree.Kind kind,
        Optional<UnitName> unit,
        Optional<DiskFile> before,
        Optional<UnitTree.File> after,
        Optional<String> conflict) {

    /** What is done with the file; {@code FORGET} only takes it out of the manifest, since it is gone already. */
    public enum Verb {
        CREATE,
        UPDATE,
        DELETE,
        FORGET,
        UNCHANGED
    }

    /** Whether something on disk or in the manifest becomes different. */
    public boolean isChange() {
        return verb != Verb.UNCHANGED;
    }

    /** Whether the conflict stays one even when hand edits may be overwritten: a directory, a link, a device. */
    public boolean isObstructed() {
        return before.filter(DiskFile.Special.class::isInstance).isPresent();
    }

    /** The verb as shown to people: {@code create}, or {@code conflict}. */
    public String word() {
        return conflict.isPresent() ? "conflict" : verb.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The change as a unified diff against {@code /dev/null} where one side is absent; empty if the text is the same. */
    public String diff() {
        return UnifiedDiff.of(
                before.isPresent() ? path : "/dev/null",
                beforeText(),
                after.isPresent() ? path : "/dev/null",
                afterText());
    }

    String beforeText() {
        return before.map(found -> switch (found) {
                    case DiskFile.Regular regular -> regular.text();
                    case DiskFile.Special _ -> "";
                })
                .orElse("");
    }

    String afterText() {
        return after.map(UnitTree.File::content).orElse("");
    }
}
