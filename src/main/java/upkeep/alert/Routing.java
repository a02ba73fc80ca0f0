package upkeep.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.spec.AlertRoute;
import upkeep.spec.AlertRoute.GroupBy;
import upkeep.spec.Alerting;

/** The way of an alert through the tree of routes. */
public final class Routing {

    private Routing() {}

    /**
     * Where an alert comes to.
     *
     * @param place of the route in the tree; empty for the root
     */
    public record Stop(String place, AlertRoute route) {

        GroupKey key(String receiver, Facts facts) {
            StringBuilder values = new StringBuilder();
            for (GroupBy each : GroupBy.values()) {
                if (route.groupBy().contains(each)) {
                    values.append(each).append('=').append(value(each, facts)).append('\n');
                }
            }
            return new GroupKey(receiver, place, values.toString());
        }

        private static String value(GroupBy by, Facts facts) {
            return switch (by) {
                case SUBJECT -> facts.subject();
                case TARGET -> facts.target();
                case SEVERITY -> facts.severity().word();
                case URGENCY -> facts.urgency().word();
            };
        }
    }

    /** Who is to be told, and by which route: where several lead to one receiver, the first counts. */
    public static SortedMap<String, Stop> receivers(Alerting alerting, Facts facts) {
        SortedMap<String, Stop> receivers = new TreeMap<>();
        for (Stop stop : of(alerting.route(), facts)) {
            for (String receiver : stop.route().receivers()) {
                if (alerting.receivers().containsKey(receiver)) {
                    receivers.putIfAbsent(receiver, stop);
                }
            }
        }
        return receivers;
    }

    /** The routes that have it, in the order of the tree; none if the root does not fit. */
    public static List<Stop> of(AlertRoute root, Facts facts) {
        List<Stop> stops = new ArrayList<>();
        if (facts.isMeantBy(root.match())) {
            walk(root, "", facts, stops);
        }
        return stops;
    }

    private static void walk(AlertRoute route, String place, Facts facts, List<Stop> stops) {
        boolean isTaken = false;
        for (int i = 0; i < route.routes().size(); i++) {
            AlertRoute branch = route.routes().get(i);
            if (facts.isMeantBy(branch.match())) {
                walk(branch, place.isEmpty() ? "" + i : place + "." + i, facts, stops);
                isTaken = true;
                if (!branch.goesOn()) {
                    break;
                }
            }
        }
        if (!isTaken) {
            stops.add(new Stop(place, route));
        }
    }
}
