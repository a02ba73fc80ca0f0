package upkeep.control;

import java.util.Map;
import java.util.Optional;
import upkeep.core.Event.Caller;

/** Who a peer on the bus is, and what it may do. Calls block; thread-safe. */
interface Gatekeeper {

    /** The peer's user, as the bus knows it; nothing if it is gone. */
    Optional<Caller> identify(String uniqueName);

    /** Empty if allowed, else the reason why not. Not asked for root. */
    Optional<String> refuse(String uniqueName, String action, Map<String, String> details);
}
