package upkeep.lab;

import java.util.List;

/**
 * What a command that ran in a machine left.
 *
 * @param command the command and its arguments
 * @param exit its exit status, 0 to 255; 128 and the signal's number where a signal ended it
 * @param out its standard output, decoded as UTF-8
 * @param err its standard error, decoded as UTF-8
 */
public record Result(List<String> command, int exit, String out, String err) {
    public Result {
        command = List.copyOf(command);
    }

    /** True when the exit status is 0. */
    public boolean ok() {
        return exit == 0;
    }

    /** This result, when its exit status is 0; otherwise an {@link AssertionError} with all that is known. */
    public Result orFail() {
        if (!ok()) {
            throw new AssertionError(this.toString());
        }
        return this;
    }

    /** The standard output without blanks and newlines around it. */
    public String text() {
        return out.strip();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nended with " + exit + (out.isEmpty() ? "" : "\n" + out.stripTrailing())
                + (err.isEmpty() ? "" : "\nstandard error: " + err.stripTrailing());
    }
}
