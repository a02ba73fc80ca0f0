package upkeep.install;

import java.nio.charset.StandardCharsets;
import upkeep.base.Digest;
import upkeep.render.ProxyFile;
import upkeep.render.UnitTree;

/** What is on disk at a path of ours. A path where nothing is has no {@code DiskFile}. */
public sealed interface DiskFile {

    /** Larger files are none of ours, and are not read. */
    int MAX_BYTES = 4 << 20;

    /**
     * A regular file.
     *
     * @param text its content; bytes that are not UTF-8 are replaced, for showing only
     * @param digest of the bytes
     * @param mode permission bits
     */
    record Regular(String text, Digest digest, int mode) implements DiskFile {
        public static Regular of(byte[] content, int mode) {
            return new Regular(new String(content, StandardCharsets.UTF_8), Digest.of(content), mode);
        }

        /** The same as it was put in force, without what became different since by itself. */
        Regular plain(UnitTree.Kind kind) {
            return kind == UnitTree.Kind.PROXY
                    ? of(ProxyFile.plain(text).getBytes(StandardCharsets.UTF_8), mode)
                    : this;
        }
    }

    /** Something that is never replaced, whatever the options; {@code what} says what, as in "a directory". */
    record Special(String what) implements DiskFile {}
}
