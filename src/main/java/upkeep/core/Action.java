package upkeep.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.spec.CheckId;

/** What {@code decide} wants done. A job comes back as {@link Event.ActionEnded}. */
public sealed interface Action {

    /**
     * A job for systemd. {@code resetFailed} asks for ResetFailedUnit first, so that systemd's own start limit, which a
     * restart over D-Bus spends, cannot turn a wanted restart into a stop.
     */
    record Job(long number, String service, UnitName unit, Verb verb, boolean resetFailed) implements Action {}

    /** The counters of systemd are reset, since the unit has been stable for long; nothing waits for it. */
    record ResetFailed(UnitName unit) implements Action {}

    /** The check is to be run at that moment; replaces an earlier wish for the same check. */
    record ProbeAt(CheckId check, Moment due) implements Action {}

    /** The check is not to be run any more; a probe under way may still report. */
    record ProbeNever(CheckId check) implements Action {}

    /** {@link Event.Woken} is wanted at that moment; replaces an earlier wish for the same service. */
    record WakeAt(String service, Moment due) implements Action {}

    record WakeNever(String service) implements Action {}

    /** The unit's use of resources is to be read at that moment; replaces an earlier wish for the same unit. */
    record MeasureAt(UnitName unit, Moment due) implements Action {}

    record MeasureNever(UnitName unit) implements Action {}

    /**
     * The journal is to be asked what it knows of something that happened to the unit; comes back as
     * {@link Event.EvidenceFound}, or not at all.
     *
     * @param entry the entry that tells what happened
     * @param since when the cause of it can have begun
     * @param job the job that brought it about; 0 if none did
     * @param invocation the run of the unit that it happened to, empty if it is not known
     */
    record LookUp(long entry, UnitName unit, Moment since, long job, String invocation) implements Action {}

    /**
     * A oneshot unit that {@code apply} rendered for an {@code exec:} is to be run; nothing waits for its end.
     *
     * @param variables what the program is told, one line each; names in capitals
     */
    record Run(long number, UnitName unit, Map<String, String> variables) implements Action {
        public Run {
            variables = Map.copyOf(variables);
        }
    }

    /**
     * People are to be told.
     *
     * @param key of the incident; what has none, as a boot, has the subject's name
     * @param text all of it in a sentence
     * @param what is wrong, or how that ended, without what the other components tell
     * @param entry the ledger entry that says the same; for one that fires, the number of the incident
     */
    record Alert(State state, String key, Severity severity, String subject, String text, String what, long entry)
            implements Action {

        /** What is told. */
        public enum State {
            /** Something is wrong. */
            FIRING,
            /** What can be done about it by itself was done in vain. */
            EXHAUSTED,
            /** It is over. */
            RESOLVED,
            /** Something is not as it was, which has no end. */
            CHANGED,
            /** What a boot brought back. */
            REPORT;

            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }

            private static Optional<State> of(String word) {
                return Arrays.stream(values())
                        .filter(state -> state.word().equals(word))
                        .findFirst();
            }
        }

        /** The field of an entry that says that people were to be told of it, and as what. */
        public static final String FIELD = "alert";

        /** The key, if it is another than the subject. */
        static final String KEY = "alert-key";

        private static final String SEVERITY = "severity";

        /** The fields of an entry from which {@link #of} knows what was to be told. */
        static Map<String, String> fields(State state, Severity severity) {
            return Map.of(FIELD, state.word(), SEVERITY, severity.word());
        }

        /** What people were to be told with an entry: of no incident's beginning or end, since incidents outlive upkeepd. */
        public static Optional<Alert> of(Entry entry) {
            Optional<State> state =
                    Optional.ofNullable(entry.fields().get(FIELD)).flatMap(State::of);
            Severity severity = Optional.ofNullable(entry.fields().get(SEVERITY))
                    .flatMap(Severity::of)
                    .orElse(Severity.WARNING);
            String key = entry.fields().getOrDefault(KEY, entry.subject());
            String text = entry.text();
            return state.map(it -> new Alert(it, key, severity, entry.subject(), text, text, entry.number()));
        }
    }

    /** What systemd is asked to do. */
    enum Verb {
        /** Starts a unit that is down; RestartUnit, which starts what is stopped and needs no right to start. */
        START,
        /** TryRestartUnit: a unit that an operator stopped in the meantime stays stopped. */
        RESTART,
        /** ReloadUnit. */
        RELOAD,
        /** StopUnit. */
        STOP
    }
}
