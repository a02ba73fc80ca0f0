package upkeep.cli;

import java.io.IOException;
import upkeep.base.Checked;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Manifest;
import upkeep.install.ManifestStore;
import upkeep.install.RealFileSystem;
import upkeep.install.Reasons;
import upkeep.install.Snapshot;

/** What verbs ask of a root directory, with what fails as the end of the verb. */
final class Layouts {

    private Layouts() {}

    /** The directory that the applied specs came from. */
    static String origin(Layout layout) {
        try {
            return Snapshot.origin(layout);
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot read the applied specs: " + Reasons.withPath(e), "upkeep apply writes them again");
        }
    }

    static Manifest manifest(Shell shell, Layout layout) {
        return SpecOptions.accept(shell, new ManifestStore(layout, new RealFileSystem()).read());
    }

    /** What was read of our own records, which are no specs. */
    static <T> T found(Checked<T> read) {
        return read.value().orElseThrow(() -> new Failure(ExitCode.FAILED, read.problems()));
    }

    static Failure failure(InstallException e) {
        return new Failure(ExitCode.FAILED, e.problems());
    }
}
