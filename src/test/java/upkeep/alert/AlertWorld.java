package upkeep.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Severity;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.AlertMatch;
import upkeep.spec.AlertRoute;
import upkeep.spec.AlertRoute.GroupBy;
import upkeep.spec.Alerting;
import upkeep.spec.Channel;
import upkeep.spec.Maintenance;
import upkeep.spec.Receiver;
import upkeep.spec.Urgency;

/** A desk in virtual time. */
final class AlertWorld {

    static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");
    static final AlertRoute.Timing TIMING = new AlertRoute.Timing(
            TimeSpan.ofSeconds(30), TimeSpan.of(Duration.ofMinutes(5)), TimeSpan.of(Duration.ofHours(4)));

    private Desk desk;
    private DeskState state = DeskState.EMPTY;
    private Instant now = BEGIN;
    private Optional<Instant> next = Optional.empty();
    private final List<Message> messages = new ArrayList<>();
    private final List<Signal> gathered = new ArrayList<>();
    private boolean isGathering;

    AlertWorld(Alerting alerting) {
        this.desk = new Desk(alerting, ZoneOffset.UTC, Set.of());
    }

    static Receiver receiver(String name, int count) {
        return new Receiver(
                name,
                SourcePos.NONE,
                new Channel.Syslog("daemon"),
                new Receiver.Budget(count, TimeSpan.of(Duration.ofHours(1))),
                Optional.empty());
    }

    static Alerting alerting(SortedMap<String, Receiver> receivers, AlertRoute route, List<Maintenance> windows) {
        return new Alerting(receivers, route, windows, new TreeMap<>(), Optional.empty(), Optional.empty());
    }

    static AlertRoute route(AlertMatch match, Set<String> receivers, boolean goesOn, AlertRoute... branches) {
        return new AlertRoute(
                SourcePos.NONE, match, receivers, Set.of(GroupBy.SUBJECT), TIMING, goesOn, List.of(branches));
    }

    /** One receiver for all. */
    static Alerting simple(int budget, Maintenance... maintenance) {
        SortedMap<String, Receiver> receivers = new TreeMap<>();
        receivers.put("ops", receiver("ops", budget));
        return alerting(receivers, route(AlertMatch.ANY, Set.of("ops"), false), List.of(maintenance));
    }

    static Facts facts(String subject, Severity severity, String... children) {
        Urgency urgency = severity == Severity.CRITICAL ? Urgency.PAGE : Urgency.NOTICE;
        return new Facts(subject, "", severity, urgency, "does not answer", 1, new TreeSet<>(Set.of(children)), false);
    }

    AlertWorld open(String subject, String... children) {
        return open(facts(subject, Severity.ERROR, children));
    }

    AlertWorld open(Facts facts) {
        return signal(new Signal.Opened(facts.subject(), facts));
    }

    AlertWorld close(String subject) {
        return signal(new Signal.Closed(subject, "it answers again"));
    }

    /** What is learned from here on is decided on in one go, when time passes. */
    AlertWorld gather() {
        isGathering = true;
        return this;
    }

    AlertWorld signal(Signal signal) {
        gathered.add(signal);
        return isGathering ? this : decide();
    }

    private AlertWorld decide() {
        Desk.Decision decision = desk.decide(state, gathered, now);
        gathered.clear();
        isGathering = false;
        state = decision.state();
        messages.addAll(decision.messages());
        next = decision.next();
        return this;
    }

    /** Lets time pass, with a look whenever one is asked for. */
    AlertWorld pass(Duration duration) {
        if (isGathering) {
            decide();
        }
        Instant end = now.plus(duration);
        while (next.isPresent() && !next.get().isAfter(end)) {
            if (!next.get().isAfter(now)) {
                throw new AssertionError("asked to look at " + next.get() + ", which is not after " + now);
            }
            now = next.get();
            signal(new Signal.Looked());
        }
        now = end;
        return this;
    }

    AlertWorld by(Alerting other, String... blocked) {
        desk = new Desk(other, ZoneOffset.UTC, Set.of(blocked));
        return signal(new Signal.Looked());
    }

    Instant now() {
        return now;
    }

    DeskState state() {
        return state;
    }

    List<Message> messages() {
        return messages;
    }

    /** Every message as one line: minutes and seconds since the beginning, receiver, kind, reasons with subjects. */
    List<String> told() {
        return messages.stream().map(AlertWorld::text).toList();
    }

    private static String text(Message message) {
        Duration since = Duration.between(BEGIN, message.at());
        StringBuilder text = new StringBuilder(String.format("%d:%02d ", since.toMinutes(), since.toSecondsPart()))
                .append(message.receiver())
                .append(message.kind() == Message.Kind.ALERT ? "" : " " + message.kind());
        for (Message.Line line : message.lines()) {
            text.append(' ').append(line.reason()).append(' ').append(line.subject());
            if (!line.children().isEmpty()) {
                text.append(line.children());
            }
        }
        return text.append(message.omitted() > 0 ? " +" + message.omitted() : "")
                .toString();
    }
}
