package upkeep.systemd.dbus;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import upkeep.base.UnitName;
import upkeep.core.JobResult;

/** What the reading thread tells the watching thread, in the order of the wire. */
sealed interface Heard {

    /** A PropertiesChanged of a watched unit: the part of its type ({@code …Service}), which comes first. */
    record TypeChanged(UnitName unit, Map<String, Object> values) implements Heard {}

    /** A PropertiesChanged of a watched unit: the part that all units have. */
    record UnitChanged(UnitName unit, Map<String, Object> values) implements Heard {}

    /** First half of an answer that was asked for. */
    record TypeRead(UnitName unit, Map<String, Object> values) implements Heard {}

    /** Second half of an answer that was asked for. */
    record UnitRead(UnitName unit, Map<String, Object> values) implements Heard {}

    record ReadFailed(UnitName unit, BusError error) implements Heard {}

    record JobQueued(UnitName unit, long job) implements Heard {}

    record JobEnded(UnitName unit, long job, JobResult result) implements Heard {}

    /** Unit files have changed, or systemd has read them again: units may be there, gone, masked or tied anew. */
    record Reloaded() implements Heard {}

    /** systemd has a new connection to the bus. */
    record OwnerChanged() implements Heard {}

    record Stopping() implements Heard {}

    /** The set of watched units has changed. */
    record Rewatch() implements Heard {}

    /** Somebody wants that unit looked at, and to know when that was done. */
    record LookWanted(UnitName unit, CompletableFuture<Boolean> looked) implements Heard {}

    /** Too much was heard, and some of it was dropped. */
    record Overflowed() implements Heard {}

    record Lost(String why) implements Heard {}
}
