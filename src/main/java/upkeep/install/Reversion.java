package upkeep.install;

import java.io.IOException;

/**
 * Port: what puts the earlier generation back should nobody confirm, and the clocks it goes by. It has to outlive the
 * process that applies, the session that started that, upkeepd, and a reboot.
 */
public interface Reversion {

    /** The moment that is {@code seconds} from now. */
    Unconfirmed.Due in(long seconds) throws IOException;

    /**
     * Has it watch the file that says what is unconfirmed, which is there already. May be called again.
     *
     * @throws IOException if it cannot; nothing may be applied then
     */
    void watch() throws IOException;
}
