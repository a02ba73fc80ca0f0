package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Action.Severity;
import upkeep.core.Entry.Kind;

/** What is told of the machine as a whole; its subject in the ledger is the empty name. */
final class Host {

    private static final String SUBJECT = "";

    private Host() {}

    static void panic(Step step, int bad, int probed) {
        String text = bad + " of " + probed + " probed services turned bad within 30 s: the fault is likely elsewhere"
                + " (network, resolver, this host); for 5 min no probe restarts anything, then one service a minute is tried";
        long number = note(step, text);
        step.alert(Severity.CRITICAL, SUBJECT, text, Map.of("state", "firing"), number);
    }

    static void calm(Step step, Moment since) {
        String text =
                "most services are well again after " + Humane.duration(step.now.since(since)) + "; probes count again";
        long number = note(step, text);
        step.alert(Severity.INFORMATION, SUBJECT, text, Map.of("state", "resolved"), number);
    }

    /** Writes an entry about upkeepd or the machine. */
    static long note(Step step, String text) {
        return step.record(Kind.DAEMON, SUBJECT, text, List.of(), Optional.empty(), Map.of());
    }
}
