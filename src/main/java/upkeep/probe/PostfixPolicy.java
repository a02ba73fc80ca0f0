package upkeep.probe;

import static upkeep.probe.Condition.given;
import static upkeep.probe.Step.ask;
import static upkeep.probe.Step.compare;
import static upkeep.probe.Step.find;
import static upkeep.probe.Step.when;

import upkeep.core.Observation.Depth;

/** A policy server of Postfix (its SMTPD_POLICY_README): says what is to be done with a mail that was made up. */
final class PostfixPolicy {

    static final Script SCRIPT = Script.of(
            ask("the request", """
                    request=smtpd_access_policy
                    protocol_state=${protocol-state}
                    protocol_name=ESMTP
                    helo_name=${helo-name}
                    queue_id=
                    sender=${sender}
                    recipient=${recipient}
                    recipient_count=0
                    client_address=${client-address}
                    client_name=${client-name}
                    reverse_client_name=${client-name}
                    instance=upkeep

                    """, Grammars.LINE, Wanted.matching("action=.+", "action=…"), Depth.QUERY),
            find("action", "action=(.*)"),
            when(given("action"), compare("action", "action=(.*)")));

    private PostfixPolicy() {}
}
