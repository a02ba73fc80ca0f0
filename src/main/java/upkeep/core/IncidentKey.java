package upkeep.core;

import upkeep.base.UnitName;
import upkeep.spec.CheckId;

/** Names an incident that is not a service's main one, in the state and among what is durable. */
public final class IncidentKey {

    static final String PANIC = "host:panic";
    static final String PRESSURE = "host:pressure";
    static final String GUARD = "host:guard";
    static final String RESOLVER = "host:resolver";
    static final String LEDGER = "host:ledger";
    static final String STORM = "host:storm";

    private static final String HOST = "host:";
    private static final String RECEIVER = "host:receiver:";
    private static final String EARLIER = "host:earlier:";
    private static final String RULE = ": ";
    /** No rule: a condition compares, or is one of a few words that this is none of. */
    private static final String ROLLOUT = RULE + "rollout";

    private static final String OBJECTIVE = RULE + "objective";
    private static final String COMMON_CAUSE = RULE + "common cause";

    private IncidentKey() {}

    static String of(CheckId check) {
        return check.text();
    }

    /** A unit that no spec describes. */
    static String of(UnitName unit) {
        return unit.text();
    }

    static String ofReceiver(String name) {
        return RECEIVER + name;
    }

    static String ofRule(String subject, String condition) {
        return subject + RULE + condition;
    }

    /** That all instances of a service turned bad together. */
    static String ofSet(String set) {
        return set + COMMON_CAUSE;
    }

    static boolean isOfSet(String key) {
        return !isOfHost(key) && key.endsWith(COMMON_CAUSE);
    }

    /** That the last rollout of a service failed. */
    public static String ofRollout(String service) {
        return service + ROLLOUT;
    }

    static boolean isOfRollout(String key) {
        return !isOfHost(key) && key.endsWith(ROLLOUT);
    }

    /** That too little is left of the time in which it may be down. */
    static String ofObjective(String subject) {
        return subject + OBJECTIVE;
    }

    static boolean isOfObjective(String key) {
        return !isOfHost(key) && key.endsWith(OBJECTIVE);
    }

    /** Whose entries tell of it: the service or check of a rule, nobody's name for the machine itself. */
    public static String subject(String key) {
        if (key.startsWith(HOST)) {
            return "";
        }
        int rule = key.indexOf(RULE);
        return rule < 0 ? key : key.substring(0, rule);
    }

    static boolean isOfHost(String key) {
        return key.startsWith(HOST);
    }

    /**
     * What another life of upkeepd told of the machine, or of its own means, that one saw with its own eyes: this one looks
     * again.
     */
    static String inLaterLife(String key, long number) {
        boolean looksAgain = isOfHost(key) && !key.equals(STORM) && !isOfEarlierLife(key);
        return looksAgain ? EARLIER + number + RULE + key : key;
    }

    /** The same for the incident of this life and of all before. */
    static String inAnyLife(String key) {
        return isOfEarlierLife(key) ? inEarlierLife(key) : key;
    }

    /** What the incident of an earlier life was kept under in that one. */
    static String inEarlierLife(String key) {
        return key.substring(key.indexOf(RULE) + RULE.length());
    }

    static boolean isOfEarlierLife(String key) {
        return key.startsWith(EARLIER);
    }

    static boolean isOfRule(String key) {
        return !isOfHost(key) && key.contains(RULE) && !isOfRollout(key) && !isOfSet(key) && !isOfObjective(key);
    }
}
