package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.OwnUnit.Started;

/** Reads what a timer or a path starts: one of {@code service:}, {@code starts:} and {@code restart:}. */
final class TriggerReader {

    /** What holds of a service that is started by something else, where it says nothing itself. */
    private static final Map<String, String> USUAL =
            Map.of(ExecutionKeys.TYPE.name(), "oneshot", RestartKeys.RESTART.name(), "no");

    private static final List<Key<?>> NOT_WITHIN = List.of(
            PresetKeys.PRESET, ServiceKeys.ADOPT, ServiceKeys.SOCKET, ServiceKeys.WANTED_BY, ServiceKeys.TARGET);

    private final Fields fields;
    private final Surroundings around;
    private final Node.Entry entry;
    private final UnitName own;

    /**
     * @param entry the timer or path
     * @param own its unit
     */
    TriggerReader(Fields fields, Node.Entry entry, UnitName own, Surroundings around) {
        this.fields = fields;
        this.entry = entry;
        this.own = own;
        this.around = around;
    }

    /**
     * What is started.
     *
     * @param service the service that is described with it
     */
    record Trigger(Started started, Optional<Described> service) {}

    /** @param delay how long a restart waits, if it is one */
    Optional<Trigger> read(OwnUnitReader unit, Optional<TimeSpan> delay) {
        List<Key<?>> written = Stream.<Key<?>>of(TimerKeys.SERVICE, TimerKeys.STARTS, TimerKeys.RESTART)
                .filter(fields::has)
                .toList();
        Optional<Trigger> service = fields.has(TimerKeys.SERVICE) ? Optional.of(service()) : Optional.empty();
        Optional<Trigger> other = fields.read(TimerKeys.STARTS).flatMap(this::other);
        Optional<Trigger> restarted =
                fields.read(TimerKeys.RESTART).flatMap(name -> restarted(name, delay.orElse(TimeSpan.ZERO)));
        if (written.size() > 1) {
            fields.report()
                    .error(
                            fields.at(written.get(1)),
                            "cannot use " + written.get(0).name() + " and "
                                    + written.get(1).name() + " together: a " + own.type() + " starts one thing",
                            "make two of it");
        } else if (Stream.<Key<?>>of(TimerKeys.SERVICE, TimerKeys.STARTS, TimerKeys.RESTART)
                .allMatch(fields::lacks)) {
            fields.report()
                    .error(
                            fields.position(),
                            "cannot start anything by " + own + ": it is not said what",
                            "write service: {exec: [/path/of/program], user: NAME}, starts: UNIT or restart: NAME");
        }
        Optional<Trigger> trigger = service.or(() -> other).or(() -> restarted);
        trigger.ifPresent(found -> started(found.started(), unit));
        return trigger;
    }

    private void started(Started started, OwnUnitReader unit) {
        String section = own.type().equals("timer") ? TimerKeys.TIMER_SECTION : PathKeys.PATH_SECTION;
        switch (started) {
            // systemd starts the service of the same name by itself.
            case Started.Own _ -> {}
            case Started.Other other -> unit.add(section, "Unit", TimerKeys.STARTS, other.unit());
            case Started.Restarted restarted -> unit.add(section, "Unit", TimerKeys.RESTART, restarted.helper());
        }
    }

    private Trigger service() {
        Node.Mapping written = fields.unread(TimerKeys.SERVICE);
        for (Key<?> key : NOT_WITHIN) {
            Node.Entry wrong = written.entries().get(key.name());
            if (wrong != null) {
                fields.report()
                        .error(
                                wrong.keyPosition(),
                                "cannot use " + key.name() + " here: " + own + " starts the service",
                                key.name().equals(ServiceKeys.TARGET.name())
                                        ? "write it beside service:"
                                        : "describe it under services:, and name it with starts: " + entry.key()
                                                + ".service");
            }
        }
        Node.Entry described = new Node.Entry(entry.key(), entry.keyPosition(), withUsual(written));
        Described service = ServiceReader.readTriggered(described, own, around);
        Described other = around.services().get(entry.key());
        if (other != null) {
            fields.report()
                    .error(
                            fields.at(TimerKeys.SERVICE),
                            "cannot describe " + entry.key() + ".service twice: it is at "
                                    + other.service().position() + " already",
                            "name that one with starts: " + entry.key() + ".service, or choose another name");
        }
        return new Trigger(new Started.Own(entry.key()), Optional.of(service));
    }

    /** It ends once it has done its work, may take its time, and nothing but the trigger starts it. */
    private Node.Mapping withUsual(Node.Mapping written) {
        SourcePos at = fields.at(TimerKeys.SERVICE);
        Map<String, Node.Entry> entries = new LinkedHashMap<>(written.entries());
        USUAL.forEach((key, value) -> entries.putIfAbsent(key, usual(key, at, value)));
        boolean oneshot = Optional.ofNullable(entries.get(ExecutionKeys.TYPE.name()))
                .filter(it ->
                        it.value() instanceof Node.Scalar type && type.text().equals("oneshot"))
                .isPresent();
        if (oneshot) {
            String key = ExecutionKeys.START_TIMEOUT.name();
            entries.putIfAbsent(key, usual(key, at, "infinity"));
        }
        NOT_WITHIN.forEach(key -> entries.remove(key.name()));
        return new Node.Mapping(written.position(), entries);
    }

    /** A value that nobody wrote has no place. */
    private static Node.Entry usual(String key, SourcePos at, String value) {
        return new Node.Entry(key, at, new Node.Scalar(SourcePos.NONE, value, false, value));
    }

    private Optional<Trigger> other(UnitName unit) {
        if (unit.equals(own)) {
            fields.report().error(fields.value(TimerKeys.STARTS), "cannot start " + unit + ": that is the one itself");
            return Optional.empty();
        }
        return Optional.of(new Trigger(new Started.Other(unit), Optional.empty()));
    }

    private Optional<Trigger> restarted(String name, TimeSpan delay) {
        Described service = around.services().get(name);
        if (service == null) {
            fields.report()
                    .error(
                            fields.value(TimerKeys.RESTART),
                            "cannot restart " + Quoted.text(name) + ": services: does not describe it",
                            Nearest.to(name, around.services().keySet())
                                    .map(near -> "did you mean " + Quoted.text(near) + "?")
                                    .orElse("adopt it: services: {" + name + ": {adopt: " + name + ".service}}"));
            return Optional.empty();
        }
        String helper = "upkeep-" + own.type() + "-" + own.stem() + ".service";
        return UnitName.parse(helper)
                .map(unit ->
                        new Trigger(new Started.Restarted(service.service().unit(), unit, delay), Optional.empty()));
    }
}
