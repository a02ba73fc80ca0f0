package upkeep.cli;

/** What somebody wants who has pressed a key in {@code upkeep top}. */
enum TopKey {
    QUIT,
    UP,
    DOWN,
    LOG,
    BY_TROUBLE,
    BY_PROCESSOR,
    BY_MEMORY,
    BY_NAME,
    /** Another key, or none. */
    NONE;

    /** By what a terminal sends (ECMA-48; arrows in both modes of the cursor keys); of several keys at once the first counts. */
    static TopKey of(String text) {
        if (text.startsWith("\u001b[A") || text.startsWith("\u001bOA")) {
            return UP;
        }
        if (text.startsWith("\u001b[B") || text.startsWith("\u001bOB")) {
            return DOWN;
        }
        return switch (text.isEmpty() ? 0 : text.charAt(0)) {
            case 'q', 'Q' -> QUIT;
            case 'k' -> UP;
            case 'j' -> DOWN;
            case '\r', '\n' -> LOG;
            case 't' -> BY_TROUBLE;
            case 'c' -> BY_PROCESSOR;
            case 'm' -> BY_MEMORY;
            case 'n' -> BY_NAME;
            default -> NONE;
        };
    }
}
