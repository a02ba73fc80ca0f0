package upkeep.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Calendar;
import upkeep.base.Cycles;
import upkeep.base.Cycles.Edge;
import upkeep.base.TimeSpan;

/** Reads who is told what, and when: {@code receivers}, {@code alerts} and {@code maintenance}. */
final class AlertingReader {

    private final Fields top;
    private final Report report;
    private final MatchReader matches;
    private final Fields receivers;

    AlertingReader(Fields top, AlertNames names, Report report) {
        this.top = top;
        this.report = report;
        this.matches = new MatchReader(names, report);
        this.receivers = top.map(ReceiverKeys.RECEIVERS);
    }

    Alerting read(SortedMap<String, Concern> concerns) {
        Set<String> names =
                receivers.all().stream().map(Node.Entry::key).collect(Collectors.toCollection(TreeSet::new));
        SortedMap<String, Receiver> read = receivers(names);
        Fields alerts = top.map(AlertKeys.ALERTS);
        AlertRoute root = new RoutesReader(names, matches, report).root(alerts, names.size() == 1 ? names : Set.of());
        Optional<Calendar> digest = alerts.get(AlertKeys.DIGEST);
        Optional<Calendar> selfTest = alerts.get(AlertKeys.SELF_TEST);
        List<Maintenance> maintenance = maintenance();
        if (names.isEmpty() && !top.has(AlertKeys.ALERTS)) {
            return new Alerting(read, AlertRoute.NOBODY, maintenance, concerns, Optional.empty(), Optional.empty());
        }
        reached(alerts, names, read, root);
        return new Alerting(read, root, maintenance, concerns, digest, selfTest);
    }

    private SortedMap<String, Receiver> receivers(Set<String> names) {
        Fields mail = top.map(SpecKeys.ALL_SETTINGS).map(MailKeys.SETTINGS);
        MailReader mails = new MailReader(mail, report);
        SortedMap<String, Receiver> read = new TreeMap<>();
        Map<String, List<Edge<String>>> fallbacks = new TreeMap<>();
        for (Node.Entry entry : receivers.all()) {
            Names.checkForm("receiver", entry, report);
            Fields fields = receivers.map(ReceiverKeys.RECEIVERS.form().named(entry.key()));
            Optional<Channel> channel = new ChannelReader(entry.key(), fields, mails).read();
            Receiver.Budget budget = fields.get(ReceiverKeys.BUDGET);
            Fields fallback = fields.brief(ReceiverKeys.FALLBACK, ReceiverKeys.FALLBACK_RECEIVER);
            TimeSpan after = fallback.get(ReceiverKeys.AFTER);
            Optional<String> other = fallback.read(ReceiverKeys.FALLBACK_RECEIVER);
            if (fields.has(ReceiverKeys.FALLBACK) && fallback.lacks(ReceiverKeys.FALLBACK_RECEIVER)) {
                report.error(
                        fields.at(ReceiverKeys.FALLBACK),
                        "cannot fall back: it is not said to which receiver",
                        "write fallback: NAME");
            }
            other.ifPresent(name -> {
                fallback(entry.key(), name, fallback, names);
                fallbacks.put(
                        entry.key(), List.of(new Edge<>(name, fallback.value(ReceiverKeys.FALLBACK_RECEIVER), true)));
            });
            channel.ifPresent(found -> read.put(
                    entry.key(),
                    new Receiver(
                            entry.key(),
                            entry.keyPosition(),
                            found,
                            budget,
                            other.map(name -> new Receiver.Fallback(name, after)))));
        }
        if (names.size() > ReceiverKeys.MOST) {
            report.error(
                    top.at(ReceiverKeys.RECEIVERS),
                    "cannot tell " + names.size() + " receivers: the most are " + ReceiverKeys.MOST);
        }
        Cycles.in(fallbacks)
                .forEach(cycle -> report.error(
                        cycle.closing().position(),
                        "cannot fall back to " + cycle.closing().to() + ": that comes back to where it was ("
                                + String.join(" -> ", cycle.members()) + " -> "
                                + cycle.closing().to() + ")",
                        "leave out one of these"));
        return read;
    }

    private void fallback(String own, String name, Fields fallback, Set<String> names) {
        if (own.equals(name)) {
            report.error(
                    fallback.value(ReceiverKeys.FALLBACK_RECEIVER),
                    "cannot fall back to " + name + ": that is the one itself",
                    "leave it out");
        } else if (!names.contains(name)) {
            report.error(
                    fallback.value(ReceiverKeys.FALLBACK_RECEIVER),
                    "cannot fall back to " + Quoted.text(name) + ": receivers: does not describe it",
                    MatchReader.near(name, names, "name one of receivers:"));
        }
    }

    private List<Maintenance> maintenance() {
        List<Maintenance> windows = new ArrayList<>();
        List<Fields> written = top.items(AlertKeys.MAINTENANCE);
        if (written.size() > AlertKeys.MOST_WINDOWS) {
            report.error(
                    top.at(AlertKeys.MAINTENANCE),
                    "cannot use " + written.size() + " windows of maintenance: the most are " + AlertKeys.MOST_WINDOWS);
        }
        for (Fields each : written) {
            AlertMatch match = matches.read(each);
            Optional<Calendar> calendar = each.read(AlertKeys.CALENDAR);
            Optional<TimeSpan> length = each.read(AlertKeys.FOR);
            if (each.lacks(AlertKeys.CALENDAR) || each.lacks(AlertKeys.FOR)) {
                String missing = each.lacks(AlertKeys.CALENDAR) ? AlertKeys.CALENDAR.name() : AlertKeys.FOR.name();
                report.error(
                        each.position(),
                        "cannot keep still: " + missing + " is missing",
                        "write {calendar: \"Sun 02:00\", for: 2h}");
            }
            calendar.ifPresent(begin ->
                    length.ifPresent(span -> windows.add(new Maintenance(each.position(), match, begin, span))));
        }
        return windows;
    }

    /** Whether it is clear who is told, and everybody is told something. */
    private void reached(Fields alerts, Set<String> names, SortedMap<String, Receiver> read, AlertRoute root) {
        if (names.isEmpty()) {
            if (root.receivers().isEmpty() && root.routes().isEmpty()) {
                report.warning(top.at(AlertKeys.ALERTS), "alerts: nobody is told: there are no receivers");
            }
            return;
        }
        if (alerts.lacks(AlertKeys.RECEIVERS.name()) && names.size() > 1) {
            report.error(
                    top.at(top.has(AlertKeys.ALERTS) ? AlertKeys.ALERTS : ReceiverKeys.RECEIVERS),
                    "cannot tell anybody: there are several receivers, and it is not said who is told of what no route is"
                            + " for",
                    "write alerts: {receivers: [" + names.iterator().next() + "]}; [] is for nobody");
            return;
        }
        Set<String> reached = told(root).collect(Collectors.toCollection(HashSet::new));
        boolean isMore = true;
        while (isMore) {
            isMore = reached.addAll(read.values().stream()
                    .filter(receiver -> reached.contains(receiver.name()))
                    .flatMap(receiver -> receiver.fallback().stream())
                    .map(Receiver.Fallback::receiver)
                    .toList());
        }
        read.values().stream()
                .filter(receiver -> !reached.contains(receiver.name()))
                .forEach(receiver -> report.warning(
                        receiver.position(),
                        "receiver " + receiver.name()
                                + " is told nothing: neither a route nor a fallback leads to it"));
    }

    private static Stream<String> told(AlertRoute route) {
        return Stream.concat(route.receivers().stream(), route.routes().stream().flatMap(AlertingReader::told));
    }
}
