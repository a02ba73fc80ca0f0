package upkeep.alert;

/** Why a line stands in a message. */
public enum Reason {
    /** It is wrong, and this receiver was not told yet. */
    FIRING,
    /** It was told, and is louder now. */
    WORSE,
    /** It was told, and still is wrong. */
    REMINDER,
    /** It comes and goes; no more is told until it stays as it is. */
    UNSTABLE,
    /** It was told, and is over. */
    RESOLVED,
    /** It was wrong, and healed by itself. */
    HEALED,
    /** It has happened, and has no end. */
    NEWS
}
