package upkeep.alert;

import java.time.Instant;
import upkeep.base.Severity;

/**
 * What a group has told its receiver of a case.
 *
 * @param at when it was told last; when it came to the group, if it was not
 * @param severity the loudest that was told
 */
public record Told(Stage stage, Instant at, Severity severity) {

    /** How far it went. */
    public enum Stage {
        NOTHING,
        FIRING,
        UNSTABLE
    }

    static Told nothing(Instant now) {
        return new Told(Stage.NOTHING, now, Severity.INFORMATION);
    }

    boolean isNothing() {
        return stage == Stage.NOTHING;
    }
}
