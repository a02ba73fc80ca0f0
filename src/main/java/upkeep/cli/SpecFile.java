package upkeep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import upkeep.install.FileSystemOps;
import upkeep.install.RealFileSystem;
import upkeep.install.Reasons;

/** Writes spec files so that a reader sees the old text or the new one, and a crash leaves one of them. */
final class SpecFile {

    private static final int FILE_MODE = 0644;
    private static final int FOLDER_MODE = 0755;

    private SpecFile() {}

    /** Ends the verb where there is a file of that name. */
    static void refuseExisting(Path file) {
        try {
            if (new RealFileSystem().look(file).isPresent()) {
                throw Failure.failed(
                        "cannot write " + file + ": there is a file of that name",
                        "without --write the spec is printed, to be put where you like");
            }
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    /** Writes a new one, mode 0644; an existing one is refused. */
    static void create(Path file, String text) {
        refuseExisting(file);
        FileSystemOps disk = new RealFileSystem();
        try {
            Path folder = file.getParent();
            if (folder != null && disk.look(folder).isEmpty()) {
                disk.makeDirectory(folder, FOLDER_MODE);
            }
            put(disk, file, file, text, FILE_MODE);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    /** Replaces one, which keeps its mode. */
    static void replace(Path file, String text) {
        FileSystemOps disk = new RealFileSystem();
        try {
            int mode = disk.look(file).map(FileSystemOps.Entry::mode).orElse(FILE_MODE);
            put(disk, file.resolveSibling("." + file.getFileName() + ".upkeep-new"), file, text, mode);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static void put(FileSystemOps disk, Path place, Path file, String text, int mode) throws IOException {
        if (!place.equals(file)) {
            // Of a run that was cut off.
            if (disk.look(place).isPresent()) {
                disk.delete(place);
            }
        }
        disk.create(place, text.getBytes(StandardCharsets.UTF_8));
        disk.changeMode(place, mode);
        disk.sync(place);
        if (!place.equals(file)) {
            disk.rename(place, file);
        }
        Path folder = file.getParent();
        if (folder != null) {
            disk.sync(folder);
        }
    }

    private static Failure unwritten(Path file, IOException why) {
        return Failure.failed(
                "cannot write " + file + ": " + Reasons.of(why),
                "run it as root, or leave --write out to have it printed");
    }
}
