package upkeep.probe.script;

import static upkeep.probe.script.Step.ask;

import upkeep.core.Observation.Depth;

/** A spam filter, spamd(8). */
public final class SpamAssassin {

    public static final Script SCRIPT = Script.of(ask(
            "PING",
            "PING SPAMC/1.2\r\n\r\n",
            Grammars.LINE,
            Wanted.matching("SPAMD/[0-9.]+ 0 PONG", "SPAMD/… 0 PONG"),
            Depth.QUERY));

    private SpamAssassin() {}
}
