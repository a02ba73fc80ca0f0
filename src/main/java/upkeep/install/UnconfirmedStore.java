package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** What waits for its confirmation, on disk. */
public final class UnconfirmedStore {

    private static final int MAX_BYTES = 4096;
    private static final int MODE = 0644;

    private final Path file;
    private final FileSystemOps ops;
    private final SafeFiles files;

    public UnconfirmedStore(Layout layout, FileSystemOps ops) {
        this.file = layout.unconfirmed();
        this.ops = ops;
        this.files = new SafeFiles(ops);
    }

    /** What waits, if anything does. */
    public Optional<Unconfirmed> read() throws InstallException {
        try {
            if (ops.look(file).isEmpty()) {
                return Optional.empty();
            }
            Optional<Unconfirmed> read =
                    Unconfirmed.parse(new String(ops.read(file, MAX_BYTES), StandardCharsets.UTF_8));
            if (read.isEmpty()) {
                throw new InstallException(
                        problem("it is not as upkeep writes it", "delete it if nothing is to be taken back"));
            }
            return read;
        } catch (IOException e) {
            throw new InstallException(problem(Reasons.of(e), Reasons.hint(e)), e);
        }
    }

    private Problem problem(String why, String hint) {
        SourcePos position = new SourcePos(file.toString(), 0, 0);
        String message = "cannot tell what is unconfirmed: " + why;
        return hint.isEmpty() ? Problem.error(position, message) : Problem.error(position, message, hint);
    }

    void write(Unconfirmed unconfirmed) throws IOException {
        files.write(file, unconfirmed.text().getBytes(StandardCharsets.UTF_8), MODE);
    }

    /** Removes what a write that was cut off may have left. */
    void tidy() throws IOException {
        files.tidy(file);
    }

    void delete() throws IOException {
        files.delete(file);
    }
}
