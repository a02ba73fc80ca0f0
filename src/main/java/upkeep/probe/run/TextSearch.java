package upkeep.probe.run;

/**
 * Looks for bytes in a stream that comes in pieces, without keeping the stream (Knuth, Morris and Pratt). An empty text
 * is never found, so that a stream is read to its end where nothing is looked for.
 */
public final class TextSearch {

    private final byte[] wanted;
    private final int[] fallback;
    private int matched;

    public TextSearch(byte[] wanted) {
        this.wanted = wanted.clone();
        this.fallback = fallback(wanted);
    }

    /** Looks at the next bytes; true once the text was found. */
    public boolean feed(byte[] bytes, int count) {
        if (wanted.length == 0) {
            return false;
        }
        for (int i = 0; i < count && !isFound(); i++) {
            while (matched > 0 && wanted[matched] != bytes[i]) {
                matched = fallback[matched - 1];
            }
            if (wanted[matched] == bytes[i]) {
                matched++;
            }
        }
        return isFound();
    }

    public boolean isFound() {
        return wanted.length > 0 && matched == wanted.length;
    }

    /** For each length of a match, the longest shorter one that its end also is. */
    private static int[] fallback(byte[] text) {
        int[] table = new int[text.length];
        int length = 0;
        for (int i = 1; i < text.length; i++) {
            while (length > 0 && text[i] != text[length]) {
                length = table[length - 1];
            }
            if (text[i] == text[length]) {
                length++;
            }
            table[i] = length;
        }
        return table;
    }
}
