package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.OwnUnit.Started;
import upkeep.spec.TriggerReader.Trigger;
import upkeep.unit.UnitType;

/** Reads one entry of {@code timers:}. */
final class TimerReader {

    private static final String TIMER = UnitKeys.TIMER.name();
    private static final List<Key<?>> OF_TIMER = List.of(UnitKeys.GRACE, UnitKeys.MAX_AGE, UnitKeys.MAX_DURATION);
    private static final List<Key<?>> OF_CHECK = List.of(CheckKeys.EVERY, CheckKeys.FAILURES, CheckKeys.OTHERWISE);

    private final Node.Entry entry;
    private final Fields fields;
    private final OwnUnitReader unit;
    private final Surroundings around;

    private TimerReader(Node.Entry entry, Surroundings around) {
        List<Service.Setting> settings = new ArrayList<>();
        this.entry = entry;
        this.fields = Fields.of(entry, TimerKeys.TIMER, around.report(), settings);
        this.unit = new OwnUnitReader(fields, settings);
        this.around = around;
    }

    /** A unit as read, with the service and the check that come with it. */
    record Read(OwnUnit unit, Optional<Described> service, Optional<Check> check) {}

    static Read read(Node.Entry entry, Surroundings around) {
        return new TimerReader(entry, around).read();
    }

    private Read read() {
        Names.checkTrigger("timer", entry, fields.has(TimerKeys.SERVICE), around.report());
        UnitName name = UnitName.parse(entry.key() + ".timer").orElse(Defaults.UNNAMED_TIMER);
        unit.read(List.of(OwnUnitKeys.DESCRIPTION));
        unit.relations();
        unit.read(TimerKeys.MOMENTS);
        unit.read(TimerKeys.MANNERS);
        moments();
        Optional<Trigger> trigger = new TriggerReader(fields, entry, name, around).read(unit, Optional.empty());
        unit.installed(TimerKeys.WANTED_BY, ServiceKeys.TARGET, TimerKeys.STARTED_BY, around.targets());
        Optional<Check> heartbeat = heartbeat(name, trigger.map(Trigger::started));
        OwnUnit timer = unit.unit(
                entry.key(),
                name,
                trigger.map(Trigger::started),
                heartbeat.map(Check::id),
                unit.passedThrough(TimerKeys.UNIT, UnitType.TIMER));
        return new Read(timer, trigger.flatMap(Trigger::service), heartbeat);
    }

    private void moments() {
        if (TimerKeys.MOMENTS.stream().map(DirectiveKey::key).allMatch(fields::lacks)) {
            around.report()
                    .error(
                            fields.position(),
                            "cannot start anything by the timer " + entry.key() + ": it is not said when",
                            "write calendar: \"*-*-* 02:30\", cron: \"30 2 * * *\" or every: 1h");
        }
        boolean byCalendar = fields.has(TimerKeys.CALENDAR.key()) || fields.has(TimerKeys.CRON.key());
        if (isSet("Persistent") && !byCalendar) {
            around.report()
                    .error(
                            fields.at(TimerKeys.PERSISTENT.key()),
                            "cannot make up for what was missed: only a calendar or cron says what that is",
                            "leave persistent: out, or write calendar:");
        }
        if (isSet("FixedRandomDelay") && fields.lacks(TimerKeys.JITTER.key())) {
            around.report()
                    .error(
                            fields.at(TimerKeys.FIXED_JITTER.key()),
                            "cannot use fixed-jitter: jitter is missing",
                            "write jitter: 10min, say");
        }
    }

    private boolean isSet(String directive) {
        return unit.set().stream()
                .anyMatch(it -> it.key().equals(directive) && it.text().equals("yes"));
    }

    /** The check that {@code heartbeat:} stands for, as if it were written under {@code checks:}. */
    private Optional<Check> heartbeat(UnitName timer, Optional<Started> starts) {
        if (!fields.has(TimerKeys.HEARTBEAT)) {
            return Optional.empty();
        }
        SourcePos at = fields.at(TimerKeys.HEARTBEAT);
        Map<String, Node.Entry> ofTimer = new LinkedHashMap<>();
        Map<String, Node.Entry> ofCheck = new LinkedHashMap<>();
        put(ofTimer, at, UnitKeys.TIMER_NAME, timer.text());
        // A service of upkeep's own that fails has an incident already.
        boolean isTold = starts.filter(Started.Own.class::isInstance).isPresent();
        put(ofTimer, at, UnitKeys.RESULT, isTold ? "no" : "yes");
        heartbeat().forEach((key, written) -> {
            if (OF_TIMER.stream().anyMatch(known -> known.name().equals(key))) {
                ofTimer.put(key, written);
            } else if (OF_CHECK.stream().anyMatch(known -> known.name().equals(key))) {
                ofCheck.put(key, written);
            }
        });
        ofCheck.put(TIMER, new Node.Entry(TIMER, at, new Node.Mapping(at, ofTimer)));
        String name = entry.key() + "-heartbeat";
        Node.Entry check = new Node.Entry(name, at, new Node.Mapping(at, ofCheck));
        return Specs.check(check, around.settings(), around.needs(), around.concerns(), around.report());
    }

    /** What is written; one value alone is the grace. */
    private Map<String, Node.Entry> heartbeat() {
        Node.Entry written = fields.entry(TimerKeys.HEARTBEAT).orElseThrow();
        if (written.value() instanceof Node.Scalar scalar && !scalar.isAbsent()) {
            String grace = UnitKeys.GRACE.name();
            return Map.of(grace, new Node.Entry(grace, written.keyPosition(), scalar));
        }
        // Entering the map reports keys that it cannot have.
        fields.map(TimerKeys.HEARTBEAT);
        return written.value() instanceof Node.Mapping mapping ? mapping.entries() : Map.of();
    }

    private static void put(Map<String, Node.Entry> entries, SourcePos at, Key<?> key, String text) {
        entries.put(key.name(), new Node.Entry(key.name(), at, new Node.Scalar(at, text, true, text)));
    }
}
