package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** The manifest on disk. */
public final class ManifestStore {

    private static final int MODE = 0644;

    private final Layout layout;
    private final FileSystemOps ops;

    public ManifestStore(Layout layout, FileSystemOps ops) {
        this.layout = layout;
        this.ops = ops;
    }

    /** The manifest, {@link Manifest#EMPTY} where none was written yet, or why it cannot be read. */
    public Checked<Manifest> read() {
        String name = layout.manifest().toString();
        try {
            if (ops.look(layout.manifest()).isEmpty()) {
                return Checked.of(Manifest.EMPTY, List.of());
            }
            byte[] content = ops.read(layout.manifest(), ManifestJson.MAX_BYTES);
            return ManifestJson.read(name, new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Checked.failed(List.of(Problem.error(
                    new SourcePos(name, 0, 0), "cannot read the manifest: " + Reasons.of(e), "nothing was touched")));
        }
    }

    /** Removes what a write that was cut off may have left. */
    void tidy() throws IOException {
        new SafeFiles(ops).tidy(layout.manifest());
    }

    void write(Manifest manifest) throws IOException {
        byte[] content = ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8);
        new SafeFiles(ops).write(layout.manifest(), content, MODE);
    }
}
