package upkeep.notify;

import java.net.URI;
import java.util.Map;

/**
 * One request.
 *
 * @param name of the other side as it is told to people; the address itself may be a secret
 * @param uri absolute, http or https
 * @param headers besides those that every request has
 * @param body JSON
 */
record Call(String name, String method, URI uri, Map<String, String> headers, String body) {
    Call {
        headers = Map.copyOf(headers);
    }

    /** It cannot be sent as things are set up; the message says why, and holds no secret. */
    static final class Unsendable extends Exception {
        private final boolean mendable;

        private Unsendable(String why, boolean mendable) {
            super(why, null, false, false);
            this.mendable = mendable;
        }

        /** Somebody may write another secret, and then it can. */
        static Unsendable until(String why) {
            return new Unsendable(why, true);
        }

        static Unsendable ever(String why) {
            return new Unsendable(why, false);
        }

        Delivery delivery() {
            String why = String.valueOf(getMessage());
            return mendable ? new Delivery.Retry(why) : new Delivery.Rejected(why);
        }
    }
}
