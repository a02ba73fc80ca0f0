package upkeep.rule;

/** One measurement of a sample. Immutable; safe from any thread. */
public sealed interface Reading {

    /** A number: bytes for sizes, seconds for times, percent for shares, else a count. What is not finite is unknown. */
    @SuppressWarnings("AvoidCommonTypeNames") // It is read as Reading.Number, beside Reading.Text.
    record Number(double value) implements Reading {}

    /** A word or a whole text, such as the state of a unit or the content of a file. */
    record Text(String text) implements Reading {}

    /** What could not be measured, and why. It makes no comparison true and none false. */
    record Unknown(String why) implements Reading {}
}
