package upkeep.base;

/**
 * A place in a file the user wrote. Lines and columns count from 1; {@link #NONE} stands for a value that no file holds
 * (a default, or text given on the command line).
 */
public record SourcePos(String file, int line, int column) implements Comparable<SourcePos> {

    /** The position of what was never written down. */
    public static final SourcePos NONE = new SourcePos("", 0, 0);

    @Override
    public int compareTo(SourcePos other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** {@code file:line:col}, or only the file where the line is not known. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
