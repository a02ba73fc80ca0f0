package upkeep.probe.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.target.DirectoryTarget;
import upkeep.target.FileType;

/**
 * What is in a directory. Links are entries of their own, and not followed; other file systems are not entered.
 *
 * @param size the sizes of its regular files together, in bytes
 * @param newest the time at which the entry that was written last was written
 */
record Listing(long entries, long size, Optional<FileTime> newest, Optional<FileTime> oldest) {

    static final int MOST_ENTRIES = 200_000;
    private static final int DEEPEST = 64;

    private record Folder(Path path, int depth) {}

    static Listing of(DirectoryTarget target, Deadline deadline) throws IOException {
        Path top = Path.of(target.place().path());
        long device = PathFacts.of(top, true).map(PathFacts::device).orElse(0L);
        Listing listing = new Listing(0, 0, Optional.empty(), Optional.empty());
        Deque<Folder> folders = new ArrayDeque<>();
        folders.add(new Folder(top, 0));
        while (!folders.isEmpty()) {
            Folder folder = folders.remove();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
                for (Path entry : entries) {
                    Optional<PathFacts> facts = PathFacts.of(entry, false);
                    if (facts.isEmpty()) {
                        continue;
                    }
                    listing = listing.with(facts.get());
                    check(target, listing, deadline);
                    boolean isEntered = target.recursive()
                            && facts.get().type() == FileType.DIRECTORY
                            && facts.get().device() == device;
                    if (isEntered && folder.depth() == DEEPEST) {
                        throw new Stop.Unasked("cannot list all of " + target.text() + ": it is more than " + DEEPEST
                                + " levels deep");
                    }
                    if (isEntered) {
                        folders.add(new Folder(entry, folder.depth() + 1));
                    }
                }
            } catch (NoSuchFileException gone) {
                if (folder.depth() == 0) {
                    throw gone;
                }
            } catch (DirectoryIteratorException failed) {
                throw failed.getCause();
            }
        }
        return listing;
    }

    private static void check(DirectoryTarget target, Listing listing, Deadline deadline) throws Stop {
        if (listing.entries() > MOST_ENTRIES) {
            throw new Stop.Unasked(
                    "cannot list all of " + target.text() + ": it has more than " + MOST_ENTRIES + " entries");
        }
        if (deadline.hasPassed()) {
            throw new Stop.Unasked("cannot list all of " + target.text() + " within " + deadline.text()
                    + ": it has more than " + listing.entries() + " entries; write a longer timeout:");
        }
    }

    private Listing with(PathFacts facts) {
        FileTime time = facts.modified();
        return new Listing(
                entries + 1,
                facts.type() == FileType.FILE ? size + facts.size() : size,
                newest.filter(other -> other.compareTo(time) >= 0).or(() -> Optional.of(time)),
                oldest.filter(other -> other.compareTo(time) <= 0).or(() -> Optional.of(time)));
    }
}
