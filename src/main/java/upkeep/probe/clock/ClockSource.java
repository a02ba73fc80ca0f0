package upkeep.probe.clock;

import java.util.Locale;
import upkeep.probe.run.Words;

/**
 * Where a time daemon has its time from, or could.
 *
 * @param condition what the daemon makes of it, in a word or two
 * @param isSelected whether the clock goes by it
 * @param reach the last eight polls, the latest in the lowest bit, 1 for each that was answered
 * @param offset what is to be added to the local clock to get the time of the source, seconds
 * @param note what else is to be said of it; may be empty
 */
record ClockSource(
        String name, String condition, boolean isSelected, int stratum, int reach, double offset, String note) {

    int answered() {
        return Integer.bitCount(reach & 0xff);
    }

    /** For people: {@code 192.0.2.1 (selected, reach 377, stratum 2, offset +1 ms)}. */
    String text() {
        return name + " (" + condition + ", reach " + Integer.toOctalString(reach & 0xff)
                + (answered() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", stratum %d, offset %s", stratum, signed(offset)))
                + (note.isEmpty() ? "" : "; " + note) + ")";
    }

    static String signed(double seconds) {
        return (seconds < 0 ? "" : "+") + Words.seconds(seconds);
    }
}
