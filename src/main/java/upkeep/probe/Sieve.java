package upkeep.probe;

import static upkeep.probe.Condition.LOGIN;
import static upkeep.probe.Condition.STARTTLS;
import static upkeep.probe.Grammars.SIEVE;
import static upkeep.probe.Step.ask;
import static upkeep.probe.Step.find;
import static upkeep.probe.Step.require;
import static upkeep.probe.Step.when;

import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;

/** Filters of mailboxes, ManageSieve (RFC 5804). The server says what it can do at the start and again under TLS. */
final class Sieve {

    private static final Step.Hear CAPABILITIES =
            new Step.Hear("greeted with", "the capabilities", SIEVE, Wanted.oneOf("OK"), Depth.QUERY);

    static final Script SCRIPT = Script.of(
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
