package upkeep.install;

import java.io.IOException;

/** Ends a run at its n-th effect, as a crash would: from then on nothing works any more. */
final class Fuse {

    /** The process is gone. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    interface Effect {
        void take() throws IOException;
    }

    private final int limit;
    private final boolean afterEffect;
    private int count;
    private boolean blown;

    Fuse(int limit, boolean afterEffect) {
        this.limit = limit;
        this.afterEffect = afterEffect;
    }

    static Fuse never() {
        return new Fuse(Integer.MAX_VALUE, false);
    }

    int count() {
        return count;
    }

    void look() {
        if (blown) {
            throw new Crash();
        }
    }

    void effect(Effect effect) throws IOException {
        look();
        count++;
        if (count != limit) {
            effect.take();
            return;
        }
        blown = true;
        if (afterEffect) {
            effect.take();
        }
        throw new Crash();
    }
}
