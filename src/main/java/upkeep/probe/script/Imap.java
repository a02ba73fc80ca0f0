package upkeep.probe.script;

import static upkeep.probe.script.Condition.LOGIN;
import static upkeep.probe.script.Condition.STARTTLS;
import static upkeep.probe.script.Grammars.TAGGED;
import static upkeep.probe.script.Grammars.UNTAGGED;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.greeting;
import static upkeep.probe.script.Step.require;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;

/**
 * Mailboxes, IMAP4rev1 and IMAP4rev2 (RFC 9051). User and password are sent as literals, by their length, which carries
 * every character.
 */
public final class Imap {

    public static final Script SCRIPT = Script.of(
                    greeting(UNTAGGED, "OK or PREAUTH"),
                    find("banner", "(?s)(?:\\* )?(.*)"),
                    ask("CAPABILITY", "a1 CAPABILITY\r\n", TAGGED, "OK", Depth.QUERY),
                    new Step.Remember(),
                    when(
                            STARTTLS,
                            require("STARTTLS", "(?i)\\bSTARTTLS\\b", FailureKind.TLS),
                            ask("STARTTLS", "a2 STARTTLS\r\n", TAGGED, "OK", Depth.BANNER)
                                    .forTls(),
                            new Step.Secure(),
                            ask("CAPABILITY", "a3 CAPABILITY\r\n", TAGGED, "OK", Depth.QUERY),
                            new Step.Remember()),
                    find("capabilities", "(?im)^CAPABILITY (.*)$"),
                    when(
                            LOGIN,
                            ask("LOGIN", "a4 LOGIN {${user-length}}\r\n", TAGGED, "+", Depth.QUERY),
                            ask("LOGIN", "${user} {${password-length}}\r\n", TAGGED, "+", Depth.QUERY)
                                    .secretly(),
                            ask("LOGIN", "${password}\r\n", TAGGED, "OK", Depth.LOGIN)
                                    .secretly()))
            .leaving("LOGOUT", "a5 LOGOUT\r\n", TAGGED);

    private Imap() {}
}
