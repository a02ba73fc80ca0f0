package upkeep.probe.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.target.Checksum;
import upkeep.target.Place;

/** Checksums of files, made anew only where inode, size or a time of the file is another. Safe for many threads. */
final class Checksums {

    private static final long LARGEST = 16L << 30;
    private static final int PORTION = 1 << 16;
    private static final int MOST_KEPT = 1_000;

    /** What was changed so shortly before may be changed once more without the times telling. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private record Key(String path, boolean follow, Checksum checksum) {}

    private record Made(PathFacts facts, String digest) {}

    private final Map<Key, Made> made = new ConcurrentHashMap<>();

    /** The checksum in lower-case hexadecimal of the regular file that was seen to be at the place. */
    String of(Place place, PathFacts seen, Checksum checksum, Deadline deadline) throws IOException {
        Key key = new Key(place.path(), place.follow(), checksum);
        Optional<Made> known = Optional.ofNullable(made.get(key)).filter(last -> last.facts.isUnchanged(seen));
        if (known.isPresent()) {
            return known.get().digest();
        }
        if (seen.size() > LARGEST) {
            throw new Stop.Unasked("cannot make a checksum of " + place.path() + ": it is larger than 16 GiB");
        }
        String digest = HexFormat.of().formatHex(digest(place, checksum, deadline));
        Optional<PathFacts> after = PathFacts.of(place);
        if (after.filter(seen::isUnchanged).isEmpty()) {
            throw new Stop.Unasked("cannot make a checksum of " + place.path() + ": it was written to meanwhile");
        }
        if (seen.changed().toInstant().isBefore(Instant.now().minus(SETTLED))) {
            if (made.size() >= MOST_KEPT) {
                made.clear();
            }
            made.put(key, new Made(seen, digest));
        }
        return digest;
    }

    private static byte[] digest(Place place, Checksum checksum, Deadline deadline) throws IOException {
        MessageDigest digest = digest(checksum);
        ByteBuffer portion = ByteBuffer.allocate(PORTION);
        try (FileChannel file = RegularFile.open(Path.of(place.path()), place.follow())) {
            while (file.read(portion) >= 0) {
                digest.update(portion.flip());
                portion.clear();
                if (deadline.hasPassed()) {
                    throw new Stop.Unasked("cannot make a checksum of " + place.path() + " within " + deadline.text()
                            + ": it is not read that fast; write a longer timeout:");
                }
            }
        }
        return digest.digest();
    }

    private static MessageDigest digest(Checksum checksum) {
        try {
            return MessageDigest.getInstance(checksum.algorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }
}
