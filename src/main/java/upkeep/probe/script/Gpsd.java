package upkeep.probe.script;

import static upkeep.probe.script.Grammars.until;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;

import upkeep.core.Observation.Depth;
import upkeep.probe.run.Findings;

/**
 * gpsd(8), by the reports that it sends as lines of JSON to whoever watches. It says where it is once a second as long as
 * a receiver is attached and sends something.
 */
public final class Gpsd {

    private static final String FIX = "\"class\":\"TPV\"";

    public static final Script SCRIPT = Script.of(
            new Step.Hear(
                    "greeted with",
                    "the greeting",
                    Grammars.LINE,
                    Wanted.matching(".*\"class\":\"VERSION\".*", "its version"),
                    Depth.BANNER),
            find("version", "\"release\":\"([^\"]*)\""),
            ask(
                    "WATCH",
                    "?WATCH={\"enable\":true,\"json\":true};\n",
                    until("\"class\":\"DEVICES\""),
                    Wanted.matching(".*\"path\":.*", "a receiver"),
                    Depth.QUERY),
            new Step.Hear(
                    "reported", "a report of the receiver", until(FIX), Wanted.matching(".*", "a report"), Depth.VALUE),
            new Step.Note(Gpsd::fix));

    private Gpsd() {}

    private static void fix(Reply reply, Findings findings) {
        Capture.number("mode", "\"mode\":([0-3])").take(Reply.of("", reply.shown()), findings);
    }
}
