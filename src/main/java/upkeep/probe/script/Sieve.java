package upkeep.probe.script;

import static upkeep.probe.script.Condition.LOGIN;
import static upkeep.probe.script.Condition.STARTTLS;
import static upkeep.probe.script.Grammars.SIEVE;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.require;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;

/** Filters of mailboxes, ManageSieve (RFC 5804). The server says what it can do at the start and again under TLS. */
public final class Sieve {

    private static final Step.Hear CAPABILITIES =
            new Step.Hear("greeted with", "the capabilities", SIEVE, Wanted.oneOf("OK"), Depth.QUERY);

    public static final Script SCRIPT = Script.of(
                    CAPABILITIES,
                    new Step.Remember(),
                    when(
                            STARTTLS,
                            require("STARTTLS", "(?im)^\"STARTTLS\"", FailureKind.TLS),
                            ask("STARTTLS", "STARTTLS\r\n", SIEVE, "OK", Depth.BANNER)
                                    .forTls(),
                            new Step.Secure(),
                            CAPABILITIES),
                    find("implementation", "(?im)^\"IMPLEMENTATION\" \"(.*)\"$"),
                    when(
                            LOGIN,
                            ask("AUTHENTICATE", "AUTHENTICATE \"PLAIN\" \"${plain}\"\r\n", SIEVE, "OK", Depth.LOGIN)
                                    .secretly()))
            .leaving("LOGOUT", "LOGOUT\r\n", SIEVE);

    private Sieve() {}
}
