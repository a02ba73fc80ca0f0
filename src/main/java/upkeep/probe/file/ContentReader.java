package upkeep.probe.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import upkeep.base.Digest;
import upkeep.probe.run.Deadline;
import upkeep.target.FileTarget;
import upkeep.target.FileTarget.From;
import upkeep.target.FileType;

/**
 * Reads what was appended to a file since the last look, line by line: of a file that was rotated away first the rest, of
 * one that was truncated all. A line that is not complete waits for the next look. Used for one look, by one thread.
 */
final class ContentReader {

    static final int LONGEST_LINE = 1 << 16;
    static final long MOST_READ = 16L << 20;

    private static final int PORTION = 1 << 16;
    private static final int MOST_NEIGHBOURS = 1_000;

    private final FileTarget target;
    private final Path path;
    private final PathFacts facts;
    private final LineSearch search;

    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;
    private long searched;

    ContentReader(FileTarget target, PathFacts facts, LineSearch search) {
        this.target = target;
        this.path = Path.of(target.place().path());
        this.facts = facts;
        this.search = search;
    }

    /**
     * How far the look has come.
     *
     * @param position to be remembered; absent where the whole content is searched each time
     * @param unread how much is left for the next look, in bytes
     */
    record End(Optional<String> position, long searched, long unread, String how) {}

    /** Where to begin. */
    private record Start(long offset, boolean isSkipping, String how) {}

    End read(Optional<String> remembered, Deadline deadline) throws IOException {
        if (isWhole()) {
            try (FileChannel file = RegularFile.open(path, target.place().follow())) {
                Position end = read(file, facts.inode(), new Start(0, false, ""), true, deadline);
                return new End(Optional.empty(), searched, Math.max(0, facts.size() - end.offset()), "all of it");
            }
        }
        Optional<Position> last = remembered.flatMap(Position::parse);
        try (FileChannel file = RegularFile.open(path, target.place().follow())) {
            boolean isRotated = last.isPresent() && last.get().inode() != facts.inode();
            Optional<Position> unfinished = isRotated ? readRest(last.get(), deadline) : Optional.empty();
            if (unfinished.isPresent()) {
                return new End(Optional.of(unfinished.get().text()), searched, facts.size(), "of the rotated file");
            }
            Start start = start(file, remembered, last);
            Position end = read(file, facts.inode(), start, false, deadline);
            return new End(Optional.of(end.text()), searched, Math.max(0, file.size() - end.offset()), start.how());
        }
    }

    /** What the kernel makes up as it is read has no size and nothing is ever appended to it. */
    private boolean isWhole() throws IOException {
        Path real = target.place().follow() ? path.toRealPath() : path;
        return target.whole() || real.startsWith("/proc") || real.startsWith("/sys");
    }

    private Start start(FileChannel file, Optional<String> remembered, Optional<Position> last) throws IOException {
        if (last.isEmpty()) {
            boolean isNew = remembered.isPresent();
            return isNew || target.from() == From.BEGINNING
                    ? new Start(0, false, "from the beginning")
                    : new Start(file.size(), false, "from now on, as it is seen for the first time");
        }
        Position known = last.get();
        if (known.inode() != facts.inode()) {
            return new Start(0, false, "from the beginning, as it is another file than before");
        }
        return file.size() >= known.offset() && isMarked(file, known)
                ? new Start(known.offset(), known.isSkipping(), "from byte " + known.offset())
                : new Start(0, false, "from the beginning, as it was truncated or written anew");
    }

    /** The rest of the file that was rotated away, if it can be found; where that was not finished, how far it came. */
    private Optional<Position> readRest(Position last, Deadline deadline) throws IOException {
        Optional<Path> rotated = rotated(last.inode());
        if (rotated.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = RegularFile.open(rotated.get(), false)) {
            if (file.size() < last.offset() || !isMarked(file, last)) {
                return Optional.empty();
            }
            Start start = new Start(last.offset(), last.isSkipping(), "");
            Position end = read(file, last.inode(), start, true, deadline);
            return end.offset() < file.size() ? Optional.of(end) : Optional.empty();
        }
    }

    /** The file of that inode beside ours, whose name begins as ours does: syslog.1, syslog-20261125. */
    private Optional<Path> rotated(long inode) throws IOException {
        Path own = path.toRealPath();
        Path folder = own.getParent();
        Path name = own.getFileName();
        if (folder == null || name == null) {
            return Optional.empty();
        }
        int looked = 0;
        try (DirectoryStream<Path> neighbours = Files.newDirectoryStream(
                folder, entry -> String.valueOf(entry.getFileName()).startsWith(name.toString()))) {
            for (Path neighbour : neighbours) {
                Optional<PathFacts> found = PathFacts.of(neighbour, false);
                if (found.filter(it ->
                                it.inode() == inode && it.type() == FileType.FILE && it.device() == facts.device())
                        .isPresent()) {
                    return Optional.of(neighbour);
                }
                if (++looked == MOST_NEIGHBOURS) {
                    break;
                }
            }
        } catch (AccessDeniedException | DirectoryIteratorException mayNot) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isMarked(FileChannel file, Position known) throws IOException {
        byte[] first = first(file, known.length());
        return first.length == known.length() && Digest.of(first).hex().equals(known.mark());
    }

    private static byte[] first(FileChannel file, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
            // A read may bring less than was asked for.
        }
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        return read;
    }

    /**
     * Reads on from a place, as far as there is something, and bounds allow.
     *
     * @param isClosed whether nothing will be appended, so that what comes after the last line end is a line as well
     */
    private Position read(FileChannel file, long inode, Start start, boolean isClosed, Deadline deadline)
            throws IOException {
        ByteBuffer portion = ByteBuffer.allocate(PORTION);
        long offset = start.offset();
        long next = offset;
        boolean isSkipping = start.isSkipping();
        boolean isAtEnd = false;
        lineLength = 0;
        while (searched < MOST_READ && !deadline.hasPassed()) {
            int count = file.read(portion.clear(), offset);
            if (count < 0) {
                isAtEnd = true;
                break;
            }
            byte[] bytes = portion.array();
            for (int i = 0; i < count; i++) {
                if (bytes[i] == '\n') {
                    if (!isSkipping) {
                        search.line(line, lineLength);
                    }
                    isSkipping = false;
                    lineLength = 0;
                    next = offset + i + 1;
                } else if (!isSkipping) {
                    line[lineLength++] = bytes[i];
                    if (lineLength == LONGEST_LINE) {
                        search.line(line, lineLength);
                        lineLength = 0;
                        isSkipping = true;
                    }
                }
            }
            offset += count;
            searched += count;
            if (isSkipping) {
                next = offset;
            }
        }
        if (isAtEnd && isClosed) {
            if (lineLength > 0) {
                search.line(line, lineLength);
            }
            next = offset;
        }
        byte[] first = first(file, (int) Math.min(Position.LONGEST, next));
        return new Position(
                inode, next, isSkipping, first.length, Digest.of(first).hex());
    }
}
