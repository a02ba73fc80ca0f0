package upkeep.spec;

import java.util.List;
import java.util.Set;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;

/**
 * A node of the tree that says who is told. An alert goes to the first branch that fits, and on to the next ones if that one
 * {@code goesOn}; where no branch fits, this node itself has it.
 *
 * @param match what it is for
 * @param receivers who is told; empty for nobody
 * @param groupBy by what alerts are told apart; those that are alike in all of it share a message
 * @param timing when they are told
 * @param goesOn whether its siblings are asked as well
 */
public record AlertRoute(
        SourcePos position,
        AlertMatch match,
        Set<String> receivers,
        Set<GroupBy> groupBy,
        Timing timing,
        boolean goesOn,
        List<AlertRoute> routes) {

    /** Fits all, and tells nobody. */
    static final AlertRoute NOBODY = new AlertRoute(
            SourcePos.NONE,
            AlertMatch.ANY,
            Set.of(),
            Set.of(GroupBy.SUBJECT),
            new Timing(Defaults.ALERT_DELAY, Defaults.ALERT_INTERVAL, Defaults.ALERT_REPEAT),
            false,
            List.of());

    public AlertRoute {
        receivers = Set.copyOf(receivers);
        groupBy = Set.copyOf(groupBy);
        routes = List.copyOf(routes);
    }

    /**
     * When people are told.
     *
     * @param delay from the first alert of a group to its message, so that what comes together is told together
     * @param interval between two messages of a group at least
     * @param repeat after which what is still wrong is told again; infinite for never
     */
    public record Timing(TimeSpan delay, TimeSpan interval, TimeSpan repeat) {}

    /** What tells groups apart. */
    public enum GroupBy {
        SUBJECT,
        TARGET,
        SEVERITY,
        URGENCY
    }
}
