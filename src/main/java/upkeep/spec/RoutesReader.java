package upkeep.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import upkeep.base.SourcePos;
import upkeep.spec.AlertRoute.GroupBy;
import upkeep.spec.AlertRoute.Timing;

/** Reads the tree under {@code alerts}. What a node does not say is that of the one above. Confined to one load. */
final class RoutesReader {

    private final Set<String> receivers;
    private final MatchReader matches;
    private final Report report;
    private int count;

    /** @param receivers all of them, by their names */
    RoutesReader(Set<String> receivers, MatchReader matches, Report report) {
        this.receivers = new TreeSet<>(receivers);
        this.matches = matches;
        this.report = report;
    }

    /** @param usual who is told where it is not written */
    AlertRoute root(Fields alerts, Set<String> usual) {
        AlertRoute above = new AlertRoute(
                alerts.position(),
                AlertMatch.ANY,
                usual,
                AlertRoute.NOBODY.groupBy(),
                AlertRoute.NOBODY.timing(),
                false,
                List.of());
        return node(alerts, above, AlertMatch.ANY, false, branches(alerts, inherited(alerts, above), 1));
    }

    private AlertRoute route(Fields fields, AlertRoute above, int depth) {
        AlertMatch match = matches.read(fields);
        boolean goesOn = fields.get(AlertKeys.CONTINUE);
        return node(fields, above, match, goesOn, branches(fields, inherited(fields, above), depth + 1));
    }

    private AlertRoute inherited(Fields fields, AlertRoute above) {
        return node(fields, above, AlertMatch.ANY, false, List.of());
    }

    private AlertRoute node(
            Fields fields, AlertRoute above, AlertMatch match, boolean goesOn, List<AlertRoute> branches) {
        Timing timing = new Timing(
                fields.read(AlertKeys.DELAY).orElse(above.timing().delay()),
                fields.read(AlertKeys.INTERVAL).orElse(above.timing().interval()),
                fields.read(AlertKeys.REPEAT).orElse(above.timing().repeat()));
        Set<GroupBy> groupBy = new HashSet<>();
        fields.list(AlertKeys.GROUP_BY).forEach(by -> groupBy.add(by.value()));
        Set<String> told = new HashSet<>();
        fields.list(AlertKeys.RECEIVERS).forEach(name -> {
            known(name);
            told.add(name.value());
        });
        return new AlertRoute(
                fields.position(),
                match,
                fields.has(AlertKeys.RECEIVERS) ? told : above.receivers(),
                fields.has(AlertKeys.GROUP_BY) ? groupBy : above.groupBy(),
                timing,
                goesOn,
                branches);
    }

    private void known(Located<String> name) {
        if (!receivers.contains(name.value())) {
            report.error(
                    name.position(),
                    "cannot tell " + Quoted.text(name.value()) + ": receivers: does not describe it",
                    MatchReader.near(
                            name.value(), receivers, "add receivers: {" + name.value() + ": {mail: ADDRESS}}"));
        }
    }

    private List<AlertRoute> branches(Fields fields, AlertRoute above, int depth) {
        if (depth > AlertKeys.DEEPEST && fields.has(AlertKeys.ROUTES)) {
            report.error(
                    fields.at(AlertKeys.ROUTES),
                    "cannot branch here: routes are at most " + AlertKeys.DEEPEST + " deep",
                    "match more in one route");
            return List.of();
        }
        List<AlertRoute> branches = new ArrayList<>();
        Optional<SourcePos> takesAll = Optional.empty();
        for (Fields each : fields.items(AlertKeys.ROUTES)) {
            count++;
            if (count == AlertKeys.MOST_ROUTES + 1) {
                report.error(
                        each.position(),
                        "cannot use that many routes: the most are " + AlertKeys.MOST_ROUTES,
                        "match several subjects in one route");
            }
            if (count <= AlertKeys.MOST_ROUTES) {
                AlertRoute route = route(each, above, depth);
                takesAll.ifPresent(all -> report.warning(
                        route.position(),
                        "routes: this one has nothing to do: that at " + all + " has all, and does not continue"));
                branches.add(route);
                if (takesAll.isEmpty() && !each.has(AlertKeys.MATCH) && !route.goesOn()) {
                    takesAll = Optional.of(route.position());
                }
            }
        }
        return branches;
    }
}
