package upkeep.probe.script;

import static upkeep.probe.script.Condition.given;
import static upkeep.probe.script.Grammars.until;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;
import upkeep.probe.run.Findings;

/** An rsync daemon, rsyncd.conf(5): lists its modules, or says that it has a certain one, open or behind a password. */
public final class Rsync {

    private static final Grammar ANSWER = until("^@(RSYNCD|ERROR)");

    public static final Script SCRIPT = Script.of(
            new Step.Hear(
                    "greeted with",
                    "the greeting",
                    Grammars.LINE,
                    Wanted.matching("@RSYNCD: [0-9]+(\\.[0-9]+)?( .*)?", "@RSYNCD: and a version"),
                    Depth.BANNER),
            when(
                    given("module"),
                    ask(
                            "module ${module}",
                            "@RSYNCD: 31.0\n${module}\n",
                            ANSWER,
                            Wanted.matching("@RSYNCD: (OK|AUTHREQD .*)", "@RSYNCD: OK or AUTHREQD"),
                            Depth.VALUE)),
            when(
                    given("module").not(),
                    ask("#list", "@RSYNCD: 31.0\n#list\n", ANSWER, "@RSYNCD: EXIT", Depth.QUERY),
                    new Step.Note(Rsync::count)));

    private Rsync() {}

    /** A module is its name, blanks, a tab and a comment, which may be empty; other lines are the message of the day. */
    private static void count(Reply reply, Findings findings) {
        long modules =
                reply.lines().stream().filter(line -> line.contains("\t")).count();
        findings.measure("modules", (double) modules);
    }
}
