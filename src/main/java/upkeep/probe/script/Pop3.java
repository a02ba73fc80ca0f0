package upkeep.probe.script;

import static upkeep.probe.script.Condition.LOGIN;
import static upkeep.probe.script.Condition.STARTTLS;
import static upkeep.probe.script.Grammars.WORD;
import static upkeep.probe.script.Grammars.block;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.greeting;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;

/** Mailboxes, POP3 (RFC 1939, RFC 2595 for STLS). Capabilities (RFC 2449) are asked for, and need not be told. */
public final class Pop3 {

    public static final Script SCRIPT = Script.of(
                    greeting(WORD, "+OK"),
                    find("banner", "(?:\\+OK )?(.*)"),
                    when(
                            STARTTLS,
                            ask("STLS", "STLS\r\n", WORD, "+OK", Depth.BANNER).forTls(),
                            new Step.Secure()),
                    ask("CAPA", "CAPA\r\n", block(WORD, "+OK"), "+OK or -ERR", Depth.QUERY),
                    when(
                            LOGIN,
                            ask("USER", "USER ${user}\r\n", WORD, "+OK", Depth.QUERY),
                            ask("PASS", "PASS ${password}\r\n", WORD, "+OK", Depth.LOGIN)
                                    .secretly()))
            .leaving("QUIT", "QUIT\r\n", WORD);

    private Pop3() {}
}
