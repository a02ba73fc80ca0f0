package upkeep.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends a run at its n-th effect, as a crash would: from then on nothing works any more. The effect was taken wholly, not
 * at all, or, where it can be, by half.
 */
final class Fuse {

    /** The process is gone. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** How much of the last effect is seen. */
    enum Extent {
        NOTHING,
        HALF,
        WHOLE
    }

    interface Effect {
        void take() throws IOException;
    }

    private final int limit;
    private final Extent extent;
    private final List<String> protocol = new ArrayList<>();
    private boolean blown;

    Fuse(int limit, Extent extent) {
        this.limit = limit;
        this.extent = extent;
    }

    static Fuse never() {
        return new Fuse(Integer.MAX_VALUE, Extent.NOTHING);
    }

    /** Every effect, the last one included. */
    List<String> protocol() {
        return protocol;
    }

    void look() {
        if (blown) {
            throw new Crash();
        }
    }

    void effect(String what, Effect effect) throws IOException {
        effect(what, effect, () -> {});
    }

    void effect(String what, Effect effect, Effect half) throws IOException {
        look();
        protocol.add(what);
        if (protocol.size() != limit) {
            effect.take();
            return;
        }
        blown = true;
        switch (extent) {
            case NOTHING -> {}
            case HALF -> half.take();
            case WHOLE -> effect.take();
        }
        throw new Crash();
    }
}
