package upkeep.rule;

import java.util.Optional;

/**
 * Something wrong with a condition.
 *
 * @param offset where it stands in the text, in chars from 0; the length of the text for what is missing at its end
 * @param message "cannot X: why"
 */
public record Mistake(Part part, int offset, String message, Optional<String> hint) {

    /** Which of the two texts of a rule it is in. */
    public enum Part {
        CONDITION,
        CLEAR
    }
}
