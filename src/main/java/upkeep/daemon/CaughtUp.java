package upkeep.daemon;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import upkeep.core.Action.Alert;
import upkeep.core.State;

/**
 * Up to where the desk knows by the state itself what is wrong, so that an alert of before that, which still waits to be heard, must
 * not take it back: the end of an incident is not the end of the next one, which the desk knows already.
 *
 * @param lastNumber of the entries that the state comes from
 * @param open the numbers of the incidents that were open in it, by their keys
 */
record CaughtUp(long lastNumber, Map<String, Long> open) {

    static final CaughtUp NOT = new CaughtUp(0, Map.of());

    CaughtUp {
        open = Map.copyOf(open);
    }

    static CaughtUp with(State state) {
        Map<String, Long> open = new TreeMap<>();
        state.openIncidents().forEach((key, incident) -> open.put(key, incident.number()));
        return new CaughtUp(state.lastNumber(), open);
    }

    /** The numbers of the incidents that are open. */
    Set<Long> numbers() {
        return Set.copyOf(open.values());
    }

    /** Whether the alert is of before, and tells nothing that is not over or known without it. */
    boolean isPast(Alert alert) {
        return alert.entry() <= lastNumber && !isOfWhatIs(alert);
    }

    /** Whether the alert is of before, and what it tells is not over. */
    boolean isStillSo(Alert alert) {
        return alert.entry() <= lastNumber && isOfWhatIs(alert);
    }

    private boolean isOfWhatIs(Alert alert) {
        return switch (alert.state()) {
            case FIRING -> open.containsValue(alert.entry());
            case EXHAUSTED -> open.containsKey(alert.key());
            case RESOLVED -> false;
            // By its entry the desk itself hears of it once only.
            case CHANGED, REPORT -> true;
        };
    }
}
