package upkeep.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.core.Event.Caller;

/**
 * What upkeepd does when it is asked over the bus. Arguments are within their bounds and the caller is allowed to ask by
 * the time a method is called. Called from virtual threads, several at once; a call that takes longer than {@link
 * ControlServer#DEADLINE} is interrupted and its answer dropped. An exception is answered as an internal error.
 */
public interface ControlService {

    /** How services stand; all of them if {@code names} is empty. */
    Answer status(List<String> names, boolean json) throws Exception;

    /** How all services stand, as JSON, by what is known already. */
    Answer glance() throws Exception;

    /** Why a service is as it is, or was as it was at a time. */
    Answer why(String name, Optional<Instant> at, boolean json) throws Exception;

    /** The newest entries of the ledger, of one service or check or (empty) of all; {@code limit} is 1 to 10 000. */
    Answer events(String name, int limit, boolean json) throws Exception;

    /** How much of the last time of that length things answered; all of them if {@code names} is empty. */
    Answer availability(List<String> names, TimeSpan since, boolean json) throws Exception;

    /** Runs the probes of a service, or one check, now; changes nothing. */
    Answer check(String name, CheckForm form) throws Exception;

    /** Suspends supervision; {@code length} is finite and more than nothing. */
    Answer hold(String name, TimeSpan length, String reason, Caller by) throws Exception;

    /** Supervises again, whatever suspended it. */
    Answer release(String name, Caller by) throws Exception;

    /** Suspends supervision of the whole machine; {@code length} is finite and more than nothing. */
    Answer handsOff(TimeSpan length, String reason, Caller by) throws Exception;

    /** Ends that. */
    Answer handsOn(Caller by) throws Exception;

    /** Records what a check last found of a file as the good one. */
    Answer accept(String name, Caller by) throws Exception;

    /** Takes over what was applied last; answers once it is in force. */
    Answer reload(Caller by) throws Exception;
}
