package upkeep.store;

import java.io.Serial;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/**
 * The database could not be read or written; the message says so in a form fit for the operator. Nothing of the failed
 * call was kept, so it may be made again.
 */
public final class StoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why, as far as the caller can do something about it. */
    public enum Reason {
        /** The file system is full, or a quota is spent. */
        FULL,
        /** Another process held the database for longer than two seconds. */
        BUSY,
        /** The directory is missing, or may not be written. */
        ACCESS,
        /** The file is damaged; opening it again sets it aside and begins a new one. */
        CORRUPT,
        /** A newer upkeep wrote the file. */
        NEWER,
        /** The ledger was closed. */
        CLOSED,
        OTHER
    }

    StoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** {@code cannot X: why}, never absent. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** What SQLite said while {@code doing} was tried, told as {@code cannot DOING: why}. */
    static StoreException of(String doing, SQLException cause) {
        Reason reason = reasonOf(cause);
        String why = switch (reason) {
            case FULL -> "the disk is full";
            case BUSY -> "another process has it locked";
            case ACCESS -> "it cannot be written";
            case CORRUPT -> "the database is damaged";
            case NEWER, CLOSED, OTHER -> String.valueOf(cause.getMessage());
        };
        return new StoreException(reason, "cannot " + doing + ": " + why, cause);
    }

    /** The primary result code is the low byte of SQLite's extended one; see https://www.sqlite.org/rescode.html. */
    private static Reason reasonOf(SQLException cause) {
        int code = cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code : cause.getErrorCode();
        return switch (code & 0xff) {
            case 13 -> Reason.FULL;
            case 5, 6 -> Reason.BUSY;
            case 3, 8, 14, 23 -> Reason.ACCESS;
            case 11, 26 -> Reason.CORRUPT;
            default -> Reason.OTHER;
        };
    }
}
