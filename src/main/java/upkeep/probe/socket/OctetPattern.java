package upkeep.probe.socket;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import upkeep.base.MeteredText;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;

/**
 * A regular expression that is looked for in what a server sent, of which each byte is a character. Some patterns take
 * longer on some texts than anybody can wait, so the search may read only so many characters.
 */
final class OctetPattern {

    private static final int MOST_READ = 2_000_000;

    private final Pattern pattern;

    OctetPattern(String text) {
        pattern = Pattern.compile(text);
    }

    /** Whether it is found; what came to no end in time is nobody's fault but the pattern's. */
    boolean isFoundIn(byte[] bytes) throws Stop {
        try {
            return pattern.matcher(new MeteredText(
                            new String(bytes, StandardCharsets.ISO_8859_1), MeteredText.Meter.of(MOST_READ)))
                    .find();
        } catch (MeteredText.SpentException | StackOverflowError tooMuch) {
            throw new Stop.Unasked("cannot look for " + Words.printable(pattern.pattern(), 100)
                    + " in the answer: the search takes too long; write a pattern with fewer repetitions");
        }
    }
}
