package upkeep.rule;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import upkeep.base.Nearest;

/** The measurements that a condition may name. */
record Vocabulary(boolean isOpen, Set<String> metrics) {

    static final Vocabulary ANY = new Vocabulary(true, Set.of());

    private static final List<String> WORDS = List.of("failed", "succeeded", "changed", "not");

    static Vocabulary of(Collection<String> metrics) {
        return new Vocabulary(false, new TreeSet<>(metrics));
    }

    boolean has(String metric) {
        return isOpen || metrics.contains(metric);
    }

    /** What someone who wrote an unknown measurement most likely meant. */
    String hint(String metric) {
        return Nearest.to(metric, metrics)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("there are " + String.join(", ", metrics));
    }

    /** The measurement or word that was meant where a test begins. */
    Optional<String> nearest(String word) {
        return Nearest.to(word, WORDS).or(() -> Nearest.to(word, metrics));
    }
}
