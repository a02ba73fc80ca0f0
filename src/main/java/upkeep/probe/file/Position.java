package upkeep.probe.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a file was searched, and how it is known again.
 *
 * @param offset where the next line begins
 * @param isSkipping whether it is in the middle of a line that was too long, the rest of which is not searched
 * @param length of how many first bytes the mark is made
 * @param mark the SHA-256 of these bytes
 */
record Position(long inode, long offset, boolean isSkipping, int length, String mark) {

    /** Remembered of a file that was not there: the next one of that name is searched from its beginning. */
    static final String NOT_THERE = "not-there";

    /** Of so many bytes a mark is made at most. */
    static final int LONGEST = 256;

    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,20}) ([0-9]{1,18}) (line|skip) ([0-9]{1,3}) ([0-9a-f]{64})");

    static Optional<Position> parse(String text) {
        Matcher words = TEXT.matcher(text);
        if (!words.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Position(
                    Long.parseUnsignedLong(words.group(1)),
                    Long.parseLong(words.group(2)),
                    words.group(3).equals("skip"),
                    Integer.parseInt(words.group(4)),
                    words.group(5)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    String text() {
        return Long.toUnsignedString(inode) + " " + offset + " " + (isSkipping ? "skip" : "line") + " " + length + " "
                + mark;
    }
}
