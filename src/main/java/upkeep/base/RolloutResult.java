package upkeep.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rollout that has come to its end means for one of the services that it was about. */
public enum RolloutResult {
    /** It runs what was applied, which has proven itself, or is what ran all along. */
    WELL,
    /** It did not prove itself with its new version, and the rollout came to its end by that. */
    FAILED,
    /** It did not prove itself with the version of before either. */
    STUCK,
    /** It took part, and nothing follows for it. */
    PART;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word. */
    public static Optional<RolloutResult> of(String word) {
        return Arrays.stream(values())
                .filter(result -> result.word().equals(word))
                .findFirst();
    }
}
