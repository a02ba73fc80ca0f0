package upkeep.base;

/** What may be shown of text that others wrote. */
public final class Characters {

    private Characters() {}

    /**
     * Whether a code point stands for itself on one line of a terminal: nothing that controls it, ends the line, reverses its direction
     * or has no agreed picture.
     */
    public static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
