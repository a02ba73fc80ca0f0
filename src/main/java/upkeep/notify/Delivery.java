package upkeep.notify;

/** What became of a message that was sent. */
public sealed interface Delivery {

    /**
     * The other side has accepted it: it is told.
     *
     * @param how in a few words, with what the other side said
     */
    record Delivered(String how) implements Delivery {}

    /** It was not accepted, and may be later. */
    record Retry(String why) implements Delivery {}

    /** It was refused for good: to send the same again is no use. */
    record Rejected(String why) implements Delivery {}
}
