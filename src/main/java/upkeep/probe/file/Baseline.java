package upkeep.probe.file;

import java.util.Optional;
import upkeep.base.Digest;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Memory;
import upkeep.spec.CheckId;
import upkeep.target.Checksum;

/**
 * The checksum that was recorded of a file, and the other one that it was last seen to have. What a text stands for is the
 * checksum's name, the digest, and which path it is of, so that a baseline of another file is none.
 */
public final class Baseline {

    private static final String RECORDED = "baseline";
    private static final String SEEN = "seen";

    private Baseline() {}

    /**
     * What was accepted.
     *
     * @param before the checksum that was recorded until then
     */
    public record Accepted(String now, Optional<String> before) {}

    /**
     * Records the checksum that the file of a check was last seen to have instead of the recorded one; nothing if it was
     * not seen to differ. That one, and not what is there now: it is the one that was looked at and found good.
     */
    public static Optional<Accepted> accept(Memory memory, CheckId check) {
        Optional<String> seen = memory.get(check, SEEN).filter(text -> !text.isEmpty());
        Optional<String> before = memory.get(check, RECORDED);
        seen.ifPresent(text -> {
            memory.put(check, RECORDED, text);
            memory.put(check, SEEN, "");
        });
        return seen.map(text -> new Accepted(shown(text), before.map(Baseline::shown)));
    }

    private static String shown(String text) {
        String[] words = text.split(" ", 3);
        return words.length < 2 ? text : words[0] + " " + words[1];
    }

    /** What is recorded of this path; nothing if none is, or that of another path or kind. */
    static Optional<String> recorded(Asked asked, String path, Checksum checksum) {
        return asked.remembered(RECORDED)
                .map(text -> text.split(" ", 3))
                .filter(words -> words.length == 3 && words[0].equals(checksum.word()) && words[2].equals(mark(path)))
                .map(words -> words[1]);
    }

    static void record(Asked asked, String path, Checksum checksum, String digest) {
        asked.remember(RECORDED, text(path, checksum, digest));
    }

    /** The file has another checksum than the recorded one. */
    static void differs(Asked asked, String path, Checksum checksum, String digest) {
        asked.remember(SEEN, text(path, checksum, digest));
    }

    /** The file has the recorded checksum. */
    static void agrees(Asked asked) {
        asked.remember(SEEN, "");
    }

    private static String text(String path, Checksum checksum, String digest) {
        return checksum.word() + " " + digest + " " + mark(path);
    }

    private static String mark(String path) {
        return Digest.of(path).hex();
    }
}
