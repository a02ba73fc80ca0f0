package upkeep.probe;

import static upkeep.probe.Condition.LOGIN;
import static upkeep.probe.Condition.STARTTLS;
import static upkeep.probe.Condition.answered;
import static upkeep.probe.Condition.offers;
import static upkeep.probe.Grammars.CODE;
import static upkeep.probe.Step.ask;
import static upkeep.probe.Step.find;
import static upkeep.probe.Step.greeting;
import static upkeep.probe.Step.when;

import upkeep.core.Observation.Depth;

/**
 * News, NNTP (RFC 3977, RFC 4642 for STARTTLS, RFC 4643 for AUTHINFO). A server that takes no articles is well, too. One that takes
 * whoever connects for another server at first, as INN does with its own machine, is told that a reader is there (MODE READER): until
 * then it knows neither TLS nor users.
 */
final class Nntp {

    private static final Grammar CAPABILITIES = Grammars.block(CODE, "101");
    private static final Condition KNOWS_NO_READER = offers("(?m)^MODE-READER$");

    /** A server need not know CAPABILITIES, which is younger than NNTP, nor tell them to strangers. */
    static final Script SCRIPT = Script.of(
                    greeting(CODE, "200 or 201"),
                    find("banner", "(?s)(.*)"),
                    when(
                            STARTTLS,
                            capabilities(Depth.BANNER),
                            new Step.Remember(),
                            when(KNOWS_NO_READER, reader(Depth.BANNER)),
                            ask("STARTTLS", "STARTTLS\r\n", CODE, "382", Depth.BANNER)
                                    .forTls(),
                            new Step.Secure()),
                    capabilities(Depth.QUERY),
                    new Step.Remember(),
                    when(answered("101"), find("capabilities", "(?s)(.*)")),
                    when(
                            LOGIN,
                            when(KNOWS_NO_READER, reader(Depth.QUERY)),
                            ask("AUTHINFO USER", "AUTHINFO USER ${user}\r\n", CODE, "381 or 281", Depth.QUERY),
                            when(
                                    answered("381"),
                                    ask("AUTHINFO PASS", "AUTHINFO PASS ${password}\r\n", CODE, "281", Depth.LOGIN)
                                            .secretly())))
            .leaving("QUIT", "QUIT\r\n", CODE);

    private Nntp() {}

    private static Step capabilities(Depth depth) {
        return ask("CAPABILITIES", "CAPABILITIES\r\n", CAPABILITIES, "101 or 480 or 500", depth);
    }

    private static Step reader(Depth depth) {
        return ask("MODE READER", "MODE READER\r\n", CODE, "200 or 201", depth);
    }
}
