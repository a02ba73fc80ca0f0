package upkeep.probe.database;

import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Malformed;

/**
 * An error that a PostgreSQL server answers with.
 *
 * @param state five characters (PostgreSQL manual, "PostgreSQL Error Codes"); empty where it says none
 */
public record PostgresqlError(String state, String message) {

    public static PostgresqlError read(ByteReader body) throws Malformed {
        String state = "";
        String message = "";
        while (body.peek() > 0) {
            int field = body.octet();
            String text = body.textToZero();
            switch (field) {
                case 'C' -> state = text;
                case 'M' -> message = text;
                default -> {
                    // Severity, hints and places in its source, which say nothing more.
                }
            }
        }
        return new PostgresqlError(state, message);
    }

    /** Whether the server itself is short of something, starting, stopping or broken, whoever asks. */
    boolean isOwnTrouble() {
        return state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.startsWith("XX")
                || state.isEmpty();
    }

    /** For people. */
    String text() {
        return Words.printable(message, 200) + " (" + Words.printable(state, 5) + ")";
    }
}
