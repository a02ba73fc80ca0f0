package upkeep.store.codec;

import java.io.IOException;
import java.io.Serial;

/** A text is not the value it was taken for; the message says where and why, without {@code cannot}. */
public final class CodecException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    CodecException(String message) {
        super(message);
    }

    CodecException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
