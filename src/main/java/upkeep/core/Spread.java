package upkeep.core;

import java.nio.charset.StandardCharsets;

/** A number between 0 and 1 that depends on a name only: spreads phases and waits without a source of chance. */
final class Spread {

    private Spread() {}

    /** FNV-1a over the name's bytes, mixed once more, as a fraction of the whole range. */
    static double of(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash ^= hash >>> 29;
        hash *= 0xbf58476d1ce4e5b9L;
        hash ^= hash >>> 32;
        return (hash >>> 11) * 0x1.0p-53;
    }
}
