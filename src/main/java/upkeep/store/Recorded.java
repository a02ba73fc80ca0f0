package upkeep.store;

/** What a recording holds, in the order in which it came about. */
public sealed interface Recorded {

    /** A life of upkeepd; its first input has that number, if it was kept. */
    record Begun(long life, Life begun, long firstInput) implements Recorded {}

    record Told(long life, Input input) implements Recorded {}

    /** The state after the inputs told so far, if none is missing before it. */
    record Kept(long life, Checkpoint checkpoint) implements Recorded {}

    /** Something of that life cannot be read, for that reason; what comes after it may be. */
    record Unreadable(long life, String why) implements Recorded {}
}
