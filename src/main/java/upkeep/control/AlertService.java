package upkeep.control;

import upkeep.base.TimeSpan;
import upkeep.core.Event.Caller;
import upkeep.spec.AlertMatch;

/** What upkeepd does about whom it tells, when it is asked over the bus; as {@link ControlService} otherwise. */
public interface AlertService {

    /** What is wrong and who was told of it, what is silenced, and what is not delivered yet. */
    Answer alerts(boolean json) throws Exception;

    /** Nobody is told of what fits; {@code length} is finite and more than nothing. */
    Answer silence(AlertMatch match, TimeSpan length, String reason, Caller by) throws Exception;

    /** Ends a silence before its time. */
    Answer unsilence(long number, Caller by) throws Exception;

    /** Somebody sees to what is wrong with a service or check: nobody is reminded of it for that long. */
    Answer acknowledge(String name, TimeSpan length, String reason, Caller by) throws Exception;

    /** Sends a message that says that nothing is wrong, to one receiver or (empty) each, and tells what became of it. */
    Answer test(String receiver, Caller by) throws Exception;
}
