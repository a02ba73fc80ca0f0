package upkeep.probe.script;

import java.io.IOException;
import upkeep.probe.wire.Channel;

/** How a protocol frames its answers: where one ends, and which part of it is the status. */
@FunctionalInterface
interface Grammar {

    /**
     * Reads one answer.
     *
     * @throws Stop.Sick if what comes in is no answer of this form
     */
    Reply read(Channel channel) throws IOException;
}
