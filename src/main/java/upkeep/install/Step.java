package upkeep.install;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import upkeep.base.UnitName;

/**
 * One thing systemd is told in the course of an apply. Steps sort in the order in which they are done. All of them may
 * be done twice without harm, so that a run that was cut off is finished by the next.
 */
public record Step(Kind kind, Optional<UnitName> unit) implements Comparable<Step> {

    /**
     * What is done, in the order in which it is done. Units are enabled before the one daemon-reload, which then loads
     * the new links as well; they are restarted before new ones are started, so that a start left over from an earlier
     * run is not followed by a restart.
     */
    public enum Kind {
        STOP(Phase.BEFORE_FILES),
        DISABLE(Phase.BEFORE_FILES),
        CREATE_USERS(Phase.AFTER_FILES),
        CREATE_TEMPORARY_FILES(Phase.AFTER_FILES),
        ENABLE_AGAIN(Phase.AFTER_FILES),
        ENABLE(Phase.AFTER_FILES),
        DAEMON_RELOAD(Phase.AFTER_FILES),
        RESTART(Phase.AFTER_FILES),
        TRY_RESTART(Phase.AFTER_FILES),
        START(Phase.AFTER_FILES),
        RELOAD_UPKEEPD(Phase.AFTER_FILES);

        private final Phase phase;

        Kind(Phase phase) {
            this.phase = phase;
        }

        public Phase phase() {
            return phase;
        }

        /** Lower case with dashes, as in the manifest and in JSON: {@code daemon-reload}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it starts a process, now or again. */
        public boolean isStart() {
            return switch (this) {
                case START, RESTART, TRY_RESTART -> true;
                case STOP,
                        DISABLE,
                        CREATE_USERS,
                        CREATE_TEMPORARY_FILES,
                        ENABLE_AGAIN,
                        ENABLE,
                        DAEMON_RELOAD,
                        RELOAD_UPKEEPD -> false;
            };
        }

        static Optional<Kind> ofWord(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether a step needs the earlier files in place or the new ones. */
    public enum Phase {
        BEFORE_FILES,
        AFTER_FILES
    }

    private static final Comparator<Step> ORDER = Comparator.comparing(Step::kind)
            .thenComparing(step -> step.unit().map(UnitName::text).orElse(""));

    public static Step of(Kind kind) {
        return new Step(kind, Optional.empty());
    }

    public static Step of(Kind kind, UnitName unit) {
        return new Step(kind, Optional.of(unit));
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }

    /** In words: {@code restart web.service}. */
    @Override
    public String toString() {
        String verb = switch (kind) {
            case STOP -> "stop";
            case DISABLE -> "disable";
            case CREATE_USERS -> "create system users";
            case CREATE_TEMPORARY_FILES -> "create temporary files";
            case ENABLE_AGAIN -> "enable again";
            case ENABLE -> "enable";
            case DAEMON_RELOAD -> "reload systemd";
            case RESTART -> "restart";
            case TRY_RESTART -> "restart if running";
            case START -> "start";
            case RELOAD_UPKEEPD -> "reload upkeepd";
        };
        return verb + unit.map(name -> " " + name).orElse("");
    }
}
