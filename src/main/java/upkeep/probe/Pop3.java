package upkeep.probe;

import static upkeep.probe.Condition.LOGIN;
import static upkeep.probe.Condition.STARTTLS;
import static upkeep.probe.Grammars.WORD;
import static upkeep.probe.Grammars.block;
import static upkeep.probe.Step.ask;
import static upkeep.probe.Step.find;
import static upkeep.probe.Step.greeting;
import static upkeep.probe.Step.when;

import upkeep.core.Observation.Depth;

/** Mailboxes, POP3 (RFC 1939, RFC 2595 for STLS). Capabilities (RFC 2449) are asked for, and need not be told. */
final class Pop3 {

    static final Script SCRIPT = Script.of(
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
