package upkeep.install;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The real file system behind a fuse. */
final class FusedFileSystem implements FileSystemOps {

    private final FileSystemOps real = new RealFileSystem();
    private final Fuse fuse;

    FusedFileSystem(Fuse fuse) {
        this.fuse = fuse;
    }

    private void effect(String what, Fuse.Effect effect) throws IOException {
        fuse.effect(what, effect);
    }

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        fuse.look();
        return real.look(path);
    }

    @Override
    public byte[] read(Path file, int limit) throws IOException {
        fuse.look();
        return real.read(file, limit);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        fuse.look();
        return real.list(directory);
    }

    @Override
    public String readLink(Path link) throws IOException {
        fuse.look();
        return real.readLink(link);
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        fuse.effect(
                "create " + file,
                () -> real.create(file, content),
                () -> real.create(file, Arrays.copyOf(content, content.length / 2)));
    }

    @Override
    public void sync(Path fileOrDirectory) throws IOException {
        // What the kernel would survive is not what is tried here, and thousands of real ones take minutes.
        effect("sync " + fileOrDirectory, () -> {});
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        effect("rename " + from + " " + to, () -> real.rename(from, to));
    }

    @Override
    public void delete(Path path) throws IOException {
        effect("delete " + path, () -> real.delete(path));
    }

    @Override
    public void makeDirectory(Path directory, int mode) throws IOException {
        effect("mkdir " + directory, () -> real.makeDirectory(directory, mode));
    }

    @Override
    public void makeLink(Path link, String target) throws IOException {
        effect("link " + link, () -> real.makeLink(link, target));
    }

    @Override
    public void changeMode(Path path, int mode) throws IOException {
        effect("chmod " + path, () -> real.changeMode(path, mode));
    }

    @Override
    public void changeGroup(Path path, String group) throws IOException {
        effect("chgrp " + path, () -> real.changeGroup(path, group));
    }

    @Override
    public Optional<Closeable> lock(Path file, Duration patience) throws IOException {
        fuse.look();
        return real.lock(file, patience);
    }
}
