package upkeep.core;

/** What the decision table says; the row says why. */
sealed interface Verdict {

    Row row();

    /** Nothing to do, and nothing to tell. */
    record Rest(Row row) implements Verdict {}

    /** Something could be done, and is not, for this reason; told once. */
    record Refuse(Row row, String reason) implements Verdict {}

    /** The unit is brought up. */
    record Start(Row row) implements Verdict {}

    /** What the failed check asks for is done: a restart unless it says otherwise. */
    record React(Row row) implements Verdict {}

    /** The budget is spent: told loudly, and tried again slowly. */
    record Exhausted(Row row) implements Verdict {}

    /** Only told. */
    record Tell(Row row, String text) implements Verdict {}

    /** The rows of the decision table, in order; the first whose condition holds decides. */
    enum Row {
        BLIND("the bus is lost: what the unit does is not known"),
        HOST_STOPPING("the machine is shutting down"),
        BUSY("a job is queued on the unit"),
        FROZEN("somebody froze it"),
        STOPPED("an operator stopped it"),
        NEVER_RUN("it was never seen running"),
        MASKED("it is masked, so that systemd does not start it"),
        MISSING("systemd has no such unit, or cannot read its file"),
        PACKAGES("packages are being installed, and their scripts stop and start units"),
        LEFT_DOWN("packages were installed, and what they stopped was not started again"),
        HELD("supervision is on hold"),
        PANIC("most services turned bad at once, so that the fault is likely elsewhere"),
        PRESSURE("the machine is short of processor, memory or disk, so that a time-out may not be its fault"),
        DEPENDENCY_BACK("what it needs is back"),
        FAILED_DEPENDENCY_DOWN("it failed, and what it needs is down"),
        FAILED("systemd gave up on it"),
        FAILED_EXHAUSTED("systemd gave up on it, and the restart budget is spent"),
        FAILED_HOST_LIMIT("it is down, and others are being started first"),
        WENT_INACTIVE("it ended by itself, and its restart policy wants it back"),
        ENDED("it ended by itself, and its restart policy lets it"),
        LOOPING("it is restarted again and again, and never runs for long"),
        NOT_GETTING_READY("it does not get ready"),
        ON_ITS_WAY("systemd is starting, stopping or restarting it"),
        NOT_PROVEN("no probe has passed since its start, and there is still time"),
        SUSPECT("a probe failed, not yet often enough"),
        DEAD_DEPENDENCY_DOWN("it is dead, and what it needs is down"),
        COMMON_CAUSE("it is dead, and so are all others of its set, which turned bad together"),
        DEAD_FLAPPING("it is dead, and flapping"),
        DEAD_EXHAUSTED("it is dead, and the restart budget is spent"),
        DEAD_HOST_LIMIT("it is dead, and the host has had its share of restarts this minute"),
        DEAD_PEERS_RESTARTING("it is dead, and as many others of its set are being restarted as may be"),
        DEAD_BACKING_OFF("it is dead, and the wait since its last restart is not over"),
        DEAD("it is dead"),
        NOT_READY_DEPENDENCY_DOWN("it is not ready, and what it needs is down"),
        NOT_READY("it is alive and not ready"),
        UNKNOWN("the probe could not be run"),
        GOOD("it runs, and its probes pass");

        private final String condition;

        Row(String condition) {
            this.condition = condition;
        }

        /** The condition as half a sentence. */
        String condition() {
            return condition;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
