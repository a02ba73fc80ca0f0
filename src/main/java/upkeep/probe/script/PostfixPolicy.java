package upkeep.probe.script;

import static upkeep.probe.script.Condition.given;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.compare;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;

/** A policy server of Postfix (its SMTPD_POLICY_README): says what is to be done with a mail that was made up. */
public final class PostfixPolicy {

    public static final Script SCRIPT = Script.of(
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
