package upkeep.probe.script;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which answers are right.
 *
 * @param status what the whole status must match
 * @param text the same for people
 */
record Wanted(Pattern status, String text) {

    /** Any of the words that {@code " or "} joins. */
    static Wanted oneOf(String words) {
        List<String> each =
                List.of(words.split(" or ", -1)).stream().map(Pattern::quote).toList();
        return new Wanted(Pattern.compile(String.join("|", each)), words);
    }

    static Wanted matching(String pattern, String text) {
        return new Wanted(Pattern.compile(pattern), text);
    }

    boolean isMetBy(Reply reply) {
        return status.matcher(reply.status()).matches();
    }
}
