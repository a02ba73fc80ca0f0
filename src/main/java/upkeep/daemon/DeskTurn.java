package upkeep.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.alert.Case;
import upkeep.alert.Desk;
import upkeep.alert.DeskState;
import upkeep.alert.Facts;
import upkeep.alert.Message;
import upkeep.alert.Signal;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry;
import upkeep.core.Incident;
import upkeep.core.IncidentKey;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.Alerting;
import upkeep.store.Ledger;
import upkeep.store.Query;
import upkeep.store.StoreException;

/** What the {@link AlertDesk} decides in one go, and keeps together. */
final class DeskTurn {

    private static final Logger LOG = LoggerFactory.getLogger(DeskTurn.class);

    private final Ledger ledger;
    private final Snapshot snapshot;
    private final AlertFacts facts;
    private final Desk desk;
    private final Instant now;
    /** What was learned and not decided by yet, and the incidents that are in that. */
    private final List<Signal> signals = new ArrayList<>();

    private final Set<String> keys = new HashSet<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Instant> dues = new ArrayList<>();
    private DeskState state;
    private Optional<Instant> next = Optional.empty();

    DeskTurn(Ledger ledger, Snapshot snapshot, Desk desk, DeskState state, Instant now) {
        this.ledger = ledger;
        this.snapshot = snapshot;
        this.facts = new AlertFacts(snapshot);
        this.desk = desk;
        this.state = state;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    Alerting alerting() {
        return snapshot.plan().alerting();
    }

    DeskState state() {
        decide();
        return state;
    }

    List<Message> messages() {
        decide();
        return messages;
    }

    /** When there is something to do again, if nothing is heard before. */
    Optional<Instant> next() {
        decide();
        return Stream.concat(next.stream(), dues.stream()).min(Instant::compareTo);
    }

    /** There is something to do then by the calendar. */
    void due(Instant at) {
        dues.add(at);
    }

    /** Much at once is decided on in one go; but who is told without delay is told of each turn that an incident takes. */
    void learn(Signal signal) {
        Optional<String> key = switch (signal) {
            case Signal.Opened opened -> Optional.of(opened.key());
            case Signal.Closed closed -> Optional.of(closed.key());
            case Signal.AllOpen _,
                    Signal.Happened _,
                    Signal.Acknowledged _,
                    Signal.Silenced _,
                    Signal.Unsilenced _,
                    Signal.Looked _,
                    Signal.DigestDue _ -> Optional.empty();
        };
        if (key.filter(keys::contains).isPresent()) {
            decide();
        }
        key.ifPresent(keys::add);
        signals.add(signal);
    }

    private void decide() {
        if (signals.isEmpty()) {
            return;
        }
        Desk.Decision decision = desk.decide(state, signals, now);
        signals.clear();
        keys.clear();
        state = decision.state();
        messages.addAll(decision.messages());
        next = decision.next();
    }

    void hear(Alert alert) {
        learn(facts.signal(alert));
    }

    /** Sends receivers a message to see whether it arrives. */
    void test(Set<String> receivers) {
        Desk.Decision decision = desk.test(state(), receivers, now);
        state = decision.state();
        messages.addAll(decision.messages());
    }

    void warn(String subject, String text) {
        learn(new Signal.Happened(facts.of(subject, subject, Severity.WARNING, text, 0), 0));
    }

    /** Who suffers, and whether it is up again, changes without a word. */
    void refresh() {
        state().cases().values().stream().filter(Case::isOpen).forEach(each -> {
            Facts present = facts.now(each.key(), each.facts());
            if (!present.equals(each.facts())) {
                learn(new Signal.Opened(each.key(), present));
            }
        });
    }

    /**
     * Some of what was to be told may have come, and gone, unheard: incidents are durable, and so are entries.
     *
     * @return what the desk has not to be told any more
     */
    CaughtUp catchUp() {
        CaughtUp caughtUp = CaughtUp.with(snapshot.state());
        learn(new Signal.AllOpen(allOpen(), passed(caughtUp)));
        try {
            for (Entry entry : ledger.news(state().lastEntry())) {
                Alert.of(entry).filter(caughtUp::isStillSo).ifPresent(this::hear);
            }
        } catch (StoreException unreadable) {
            LOG.warn("cannot read what people were to be told: {}", unreadable.getMessage());
        }
        return caughtUp;
    }

    /** Incidents that nobody has heard of, and that are over; what was opened since will be heard of. */
    private List<Facts> passed(CaughtUp caughtUp) {
        Set<Long> open = caughtUp.numbers();
        try {
            return ledger.openings(state().lastIncident()).stream()
                    .filter(entry -> entry.number() <= caughtUp.lastNumber() && !open.contains(entry.number()))
                    .map(entry -> {
                        Severity severity = severity(entry).orElse(Severity.ERROR);
                        return facts.of(entry.subject(), entry.subject(), severity, entry.text(), entry.number());
                    })
                    .toList();
        } catch (StoreException unreadable) {
            LOG.warn("cannot read what has come and gone unheard: {}", unreadable.getMessage());
            return List.of();
        }
    }

    private static Optional<Severity> severity(Entry entry) {
        return Optional.ofNullable(entry.fields().get("severity")).flatMap(Severity::of);
    }

    private Map<String, Facts> allOpen() {
        Map<String, Incident> open = snapshot.state().openIncidents();
        Map<Long, Severity> severities = severities(open.values());
        Map<String, Facts> all = new HashMap<>();
        open.forEach((key, incident) -> {
            Severity severity = Optional.ofNullable(state.cases().get(key))
                    .filter(Case::isOpen)
                    .map(each -> each.facts().severity())
                    .orElse(severities.getOrDefault(incident.number(), Severity.ERROR));
            String subject = IncidentKey.subject(key);
            all.put(key, facts.of(key, subject, severity, incident.what(), incident.number()));
        });
        return all;
    }

    /** How loud incidents were opened, by their numbers. */
    private Map<Long, Severity> severities(Collection<Incident> incidents) {
        Map<Long, Severity> severities = new HashMap<>();
        try {
            List<Long> numbers = incidents.stream().map(Incident::number).toList();
            for (Entry entry : numbers.isEmpty() ? List.<Entry>of() : ledger.entries(Query.numbered(numbers))) {
                severity(entry).ifPresent(severity -> severities.put(entry.number(), severity));
            }
        } catch (StoreException unreadable) {
            LOG.warn("cannot read how loud incidents are: {}", unreadable.getMessage());
        }
        return severities;
    }
}
