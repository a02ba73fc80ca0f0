package upkeep.probe.script;

import static upkeep.probe.script.Grammars.WORD;
import static upkeep.probe.script.Grammars.until;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.measure;

import upkeep.core.Observation.Depth;

/** Memcached's text protocol, which all its versions have; the binary one was given up in 1.6. */
public final class Memcached {

    public static final Script SCRIPT = Script.of(
                    ask("version", "version\r\n", WORD, "VERSION", Depth.QUERY),
                    find("version", "VERSION (.*)"),
                    ask("stats", "stats\r\n", until("^(END$|ERROR|CLIENT_ERROR|SERVER_ERROR)"), "END", Depth.QUERY),
                    measure("connections", "(?m)^STAT curr_connections ([0-9]+)$"),
                    measure("connections-limit", "(?m)^STAT max_connections ([0-9]+)$"),
                    measure("memory", "(?m)^STAT bytes ([0-9]+)$"),
                    measure("memory-limit", "(?m)^STAT limit_maxbytes ([0-9]+)$"),
                    measure("items", "(?m)^STAT curr_items ([0-9]+)$"))
            .leaving("quit", "quit\r\n", Grammars.END);

    private Memcached() {}
}
