package upkeep.target;

/** One step of what is said over a connection. Octets are a text with one character for each, up to U+00FF. */
public sealed interface Turn {

    /** What is sent, as it is. */
    record Send(String octets) implements Turn {}

    /**
     * What must come.
     *
     * @param pattern a regular expression that is looked for in what came, of which each byte is a character
     * @param end where what is looked at ends
     */
    record Expect(String pattern, End end) implements Turn {}

    /** Where a message of the other side ends. */
    sealed interface End {

        /** With these octets, which are no part of the message. */
        record Until(String octets) implements End {}

        /** After so many bytes. */
        record Length(int bytes) implements End {}
    }
}
