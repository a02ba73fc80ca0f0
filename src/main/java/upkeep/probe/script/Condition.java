package upkeep.probe.script;

import java.util.regex.Pattern;
import upkeep.target.ProtocolTarget;
import upkeep.target.TlsOptions;

/** Whether steps of a script are taken, by what the spec says and the server has said. */
@FunctionalInterface
interface Condition {

    /** Where TLS begins with a command of the protocol. */
    Condition STARTTLS = (target, _, _) ->
            target.tls().filter(tls -> tls.start() == TlsOptions.Start.STARTTLS).isPresent();

    /** Where somebody is logged in. */
    Condition LOGIN = (target, _, _) -> target.login().isPresent();

    /**
     * Whether it holds.
     *
     * @param offered the answer that named what the server can do
     * @param last the last answer
     */
    boolean holds(ProtocolTarget target, Reply offered, Reply last);

    /** Where the option is written, or has a default. */
    static Condition given(String option) {
        return (target, _, _) -> target.option(option).isPresent();
    }

    /** Where the server has said that it can do this. */
    static Condition offers(String pattern) {
        Pattern offer = Pattern.compile(pattern);
        return (_, offered, _) -> offer.matcher(offered.text()).find();
    }

    /** Where the last answer had this status. */
    static Condition answered(String status) {
        return (_, _, last) -> last.status().equals(status);
    }

    default Condition and(Condition other) {
        return (target, offered, last) -> holds(target, offered, last) && other.holds(target, offered, last);
    }

    default Condition not() {
        return (target, offered, last) -> !holds(target, offered, last);
    }
}
