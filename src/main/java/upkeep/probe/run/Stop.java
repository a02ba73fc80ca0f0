package upkeep.probe.run;

import java.io.IOException;
import upkeep.core.Observation.FailureKind;

/** Why a probe ends before it has passed. Used inside {@code probe} only, and without stack traces: it is an answer. */
public abstract sealed class Stop extends IOException {

    private Stop(String text) {
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

    /** The target is at fault. */
    public static final class Sick extends Stop {
        private final FailureKind kind;

        public Sick(FailureKind kind, String text) {
            super(text);
            this.kind = kind;
        }

        public FailureKind kind() {
            return kind;
        }
    }

    /** Nothing can be said of the target, for a reason on our own side. */
    public static final class Unasked extends Stop {
        public Unasked(String text) {
            super(text);
        }
    }
}
