package upkeep.control;

import java.time.Duration;
import java.util.Optional;
import upkeep.core.Event.Caller;

/** What upkeepd does when it is told of a job over the bus; as {@link ControlService} otherwise, but that everybody may ask. */
public interface HeartbeatService {

    /** A run begins. */
    Answer begin(String name, Caller by) throws Exception;

    /** A run has ended, with a status of 0 to 255. */
    Answer end(String name, int status, Optional<Duration> took, String note, Caller by) throws Exception;
}
