package upkeep.probe;

import java.io.IOException;
import upkeep.core.Observation.FailureKind;

/** Why a probe ends before it has passed. Used inside this package only, and without stack traces: it is an answer. */
abstract sealed class Stop extends IOException {

    private Stop(String text) {
        super(text);
    }

    /** What is said to people. */
    String text() {
        return String.valueOf(getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The target is at fault. */
    static final class Sick extends Stop {
        private final FailureKind kind;

        Sick(FailureKind kind, String text) {
            super(text);
            this.kind = kind;
        }

        FailureKind kind() {
            return kind;
        }
    }

    /** Nothing can be said of the target, for a reason on our own side. */
    static final class Unasked extends Stop {
        Unasked(String text) {
            super(text);
        }
    }
}
