package upkeep.probe.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code with-status} tells over a connection: that the program begins, what it writes, and at the very end, behind a
 * NUL, how it ended. Whatever the program writes is output, since only the last words count; what comes after these, from a
 * process that it left, makes them no longer the last. Used by one thread.
 */
final class RunReport {

    private static final byte[] BEGINS = "\0begins\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LAST_WORDS = Pattern.compile("\0(?:status ([0-9]{1,3})|missing|forbidden)\n");

    /** As long as the last words can be: those of a status of three digits. */
    private static final int LONGEST_LAST_WORDS = 12;

    private static final int MOST_KEPT = BEGINS.length + Programs.MOST_OUTPUT;
    private static final int HIGHEST_STATUS = 255;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte[] tail = new byte[0];
    private long length;

    /** What became of the program, as far as it was told. */
    sealed interface Ending {
        /** It was not even begun. */
        record NotBegun() implements Ending {}

        /** It was begun, and there is no word of its end. */
        record Untold() implements Ending {}

        /** There is no such program. */
        record Missing() implements Ending {}

        /** Its user may not execute it. */
        record Forbidden() implements Ending {}

        /**
         * It ended.
         *
         * @param status its exit status, 0 to 255; 128 and the number of the signal, if one ended it
         * @param output the first {@value Programs#MOST_OUTPUT} bytes of what it wrote, as text
         */
        record Ended(int status, String output) implements Ending {}
    }

    /** Takes the first {@code count} bytes of what has come in. */
    void add(byte[] portion, int count) {
        head.write(portion, 0, Math.min(count, MOST_KEPT - head.size()));
        byte[] both = Arrays.copyOf(tail, tail.length + count);
        System.arraycopy(portion, 0, both, tail.length, count);
        tail = Arrays.copyOfRange(both, Math.max(0, both.length - LONGEST_LAST_WORDS), both.length);
        length += count;
    }

    /** What it comes to, if that was all. */
    Ending ending() {
        byte[] kept = head.toByteArray();
        if (kept.length < BEGINS.length || !Arrays.equals(kept, 0, BEGINS.length, BEGINS, 0, BEGINS.length)) {
            return new Ending.NotBegun();
        }
        String last = new String(tail, StandardCharsets.ISO_8859_1);
        Matcher words = LAST_WORDS.matcher(last.substring(Math.max(0, last.lastIndexOf('\0'))));
        if (!words.matches()) {
            return new Ending.Untold();
        }
        if (words.group(1) == null) {
            return words.group().contains("missing") ? new Ending.Missing() : new Ending.Forbidden();
        }
        int status = Integer.parseInt(words.group(1));
        int end = (int) Math.min(kept.length, length - words.group().length());
        return status > HIGHEST_STATUS
                ? new Ending.Untold()
                : new Ending.Ended(
                        status, new String(kept, BEGINS.length, end - BEGINS.length, StandardCharsets.UTF_8));
    }
}
