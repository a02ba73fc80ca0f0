package upkeep.systemd;

import java.io.Serial;

/** systemd could not be asked, or said no; the message says which, in a form fit for the operator. */
public final class ManagerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public ManagerException(String message) {
        super(message);
    }

    public ManagerException(String message, Throwable cause) {
        super(message, cause);
    }
}
