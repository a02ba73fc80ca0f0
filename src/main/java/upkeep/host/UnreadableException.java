package upkeep.host;

import java.io.IOException;

/** Something that the operator keeps on this machine cannot be read; the message says what, why, and what helps. */
public final class UnreadableException extends IOException {

    UnreadableException(String text) {
        super(text);
    }

    /** What is said to people. */
    public String text() {
        return String.valueOf(getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
