package upkeep.spec;

import java.util.Locale;

/** What something that is told asks of people, the most urgent first. */
public enum Urgency {
    /** Users feel it, and it lasts: somebody is to look now. */
    PAGE,
    /** Somebody is to look at it in working hours. */
    NOTICE,
    /** It healed by itself: to be known of, once a day. */
    DIGEST;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
