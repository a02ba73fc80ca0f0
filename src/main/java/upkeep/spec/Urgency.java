package upkeep.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What something that is told asks of people, the most urgent first. */
public enum Urgency {
    /** Users feel it, and it lasts: somebody is to look now. */
    PAGE,
    /** Somebody is to look at it in working hours. */
    NOTICE,
    /** It healed by itself: to be known of, once a day. */
    DIGEST;

    /** The one that is written so. */
    public static Optional<Urgency> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
