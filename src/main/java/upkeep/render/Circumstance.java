package upkeep.render;

/** What about a service, beside what its spec allows it, stands in the way of a protection. */
enum Circumstance {
    JUST_IN_TIME("its runtime runs code that it has just written (runtime: jit)"),
    TALKS_TO_OTHERS("it may talk to other machines (network: any)"),
    USES_THE_NETWORK("it may use the network (network is not none)"),
    KEEPS_CAPABILITIES("it keeps capabilities, which are worth nothing among users of its own"),
    LIES_IN_HOME("something that the spec names lies in /home, /root or /run/user"),
    LIES_IN_TMP("something that the spec names lies in /tmp or /var/tmp"),
    IMPLIES_NO_NEW_PRIVILEGES(
            "allow says setuid-programs, which systemd before 255 takes away with it from all but root");

    private final String text;

    Circumstance(String text) {
        this.text = text;
    }

    /** As in "PrivateTmp= is left out: TEXT". */
    String text() {
        return text;
    }
}
