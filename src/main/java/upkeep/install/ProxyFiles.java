package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import upkeep.render.ProxyFile;

/** The files that reverse proxies read, in which instances are marked while they run. */
public final class ProxyFiles {

    private static final int MODE = 0644;

    private final Layout layout;
    private final FileSystemOps ops;

    public ProxyFiles(Layout layout, FileSystemOps ops) {
        this.layout = layout;
        this.ops = ops;
    }

    /** The text of one, which has instances of ours in it; nothing if there is no such file. */
    public Optional<String> read(String path) throws IOException {
        boolean isFile = ops.look(layout.at(path))
                .filter(entry -> entry.type() == FileSystemOps.Type.FILE && entry.size() <= DiskFile.MAX_BYTES)
                .isPresent();
        return isFile
                ? Optional.of(new String(ops.read(layout.at(path), DiskFile.MAX_BYTES), StandardCharsets.UTF_8))
                        .filter(text -> !ProxyFile.instances(text).isEmpty())
                : Optional.empty();
    }

    /** Puts it in place in one step. */
    public void write(String path, String text) throws IOException {
        new SafeFiles(ops).write(layout.at(path), text.getBytes(StandardCharsets.UTF_8), MODE);
    }
}
