package upkeep.rollout;

import upkeep.base.TimeSpan;
import upkeep.spec.Rollout.Update;

/**
 * A service that takes part in a rollout.
 *
 * @param name the service, {@code web@2}
 * @param set what it is one of: those of a set replace each other, and are taken one after the other
 * @param update how it is verified
 * @param startTimeout how long after a restart its probes may fail before they have passed once
 */
public record Member(String name, String set, Update update, TimeSpan startTimeout, Part part) {

    /** What becomes of it. */
    public enum Part {
        /** It is restarted when its turn comes. */
        RESTARTED,
        /** It is told to reload when its turn comes, and serves meanwhile. */
        RELOADED,
        /** It was restarted, which was not verified: an earlier run was cut off. */
        MOVED,
        /** Nothing; but while it is out of service, fewer others may be. */
        ASIDE
    }

    /** Whether its process goes on. */
    boolean isReloaded() {
        return part == Part.RELOADED;
    }
}
