package upkeep.unit;

/** A value in the syntax of unit files, or why it cannot be said there. */
public sealed interface Quoted {

    /** What to write after the {@code =}. */
    record Text(String text) implements Quoted {}

    /** The reason, to be put behind "cannot …:". */
    record Refused(String why) implements Quoted {}
}
