package upkeep.heartbeat;

/** Takes what is told of jobs. Called from virtual threads, several at once. */
public interface Reports {

    /** What became of a report. */
    enum Outcome {
        /** It is kept for good. */
        NOTED,
        /** It counts, but could not be written down. */
        NOT_KEPT,
        /** No check of that name waits for a job. */
        UNKNOWN,
        /** That sender may not tell of it. */
        DENIED
    }

    Outcome report(Report report, Sender sender);
}
