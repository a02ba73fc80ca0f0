package upkeep.control;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;
import upkeep.core.Health;

/** Made-up services and entries. */
final class Samples implements EntrySource {

    static final ZoneId ZONE = ZoneOffset.UTC;
    static final Instant T0 = Instant.parse("2026-11-22T14:00:00Z");
    static final Instant NOW = T0.plusSeconds(600);

    final List<Entry> entries = new ArrayList<>();

    static ServiceView service(
            String name, String active, String sub, Health health, Intent intent, CheckView... checks) {
        return new ServiceView(
                name,
                new UnitName(name + ".service"),
                active,
                sub,
                active.equals("active") ? "up" : active.equals("failed") ? "failed" : "down",
                health,
                intent,
                Optional.empty(),
                Optional.of(NOW.minusSeconds(3_725)),
                active.equals("active") ? 4711 : 0,
                Optional.empty(),
                0,
                5,
                TimeSpan.ofSeconds(600),
                List.of(checks),
                false,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    static ServiceView ok(String name) {
        return service(name, "active", "running", Health.OK, Intent.RUN);
    }

    static ServiceView held(ServiceView view, Hold hold) {
        return new ServiceView(
                view.name(),
                view.unit(),
                view.activeState(),
                view.subState(),
                view.phase(),
                view.health(),
                view.intent(),
                Optional.of(hold),
                view.since(),
                view.mainPid(),
                view.usage(),
                view.restartsUsed(),
                view.budgetCount(),
                view.budgetPer(),
                view.checks(),
                view.exhausted(),
                view.incident(),
                view.notes(),
                view.next());
    }

    static ServiceView dead(String name, boolean exhausted, CheckView check) {
        return new ServiceView(
                name,
                new UnitName(name + ".service"),
                "active",
                "running",
                "up",
                Health.DEAD,
                Intent.RUN,
                Optional.empty(),
                Optional.of(NOW.minusSeconds(12)),
                99,
                Optional.empty(),
                exhausted ? 5 : 2,
                5,
                TimeSpan.ofSeconds(600),
                List.of(check),
                exhausted,
                Optional.of(41L),
                List.of(),
                Optional.of(new ServiceView.Next("restart", NOW.plusSeconds(4))));
    }

    Samples add(long number, double seconds, Kind kind, String subject, String text, long incident, Long... causes) {
        return add(number, seconds, kind, subject, text, incident, Map.of(), causes);
    }

    Samples add(
            long number,
            double seconds,
            Kind kind,
            String subject,
            String text,
            long incident,
            Map<String, String> fields,
            Long... causes) {
        long nanos = (long) (seconds * 1e9);
        entries.add(new Entry(
                number,
                new Moment(nanos, T0.plusNanos(nanos)),
                kind,
                subject,
                text,
                List.of(causes),
                incident == 0 ? Optional.empty() : Optional.of(incident),
                fields));
        return this;
    }

    /** A service that answers 500, is restarted, and is well again. */
    static Samples recovery() {
        return new Samples()
                .add(1, 0, Kind.TRANSITION, "web", "unit is active (running), main process 4711", 0)
                .add(2, 131, Kind.OBSERVATION, "web", "GET http://127.0.0.1:3001/healthz: status 500 (1 of 3)", 4)
                .add(3, 133, Kind.OBSERVATION, "web", "GET http://127.0.0.1:3001/healthz: status 500 (2 of 3)", 4, 2L)
                .add(4, 135, Kind.INCIDENT_OPENED, "web", "web is dead: liveness failed 3 times in a row", 4, 2L, 3L)
                .add(
                        5,
                        135,
                        Kind.DECISION,
                        "web",
                        "restart web.service, 1 of 5 within 10min",
                        4,
                        Map.of("rule", "liveness, 3 failures"),
                        4L)
                .add(6, 135.84, Kind.OUTCOME, "web", "the job was done", 4, 5L)
                .add(7, 137.2, Kind.INCIDENT_RESOLVED, "web", "two probes passed", 4, 6L);
    }

    @Override
    public List<Entry> newest(String subject, Optional<Instant> until, int limit) {
        return entries.reversed().stream()
                .filter(entry -> entry.subject().equals(subject))
                .filter(entry -> until.isEmpty() || !entry.at().wall().isAfter(until.get()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Entry> ofIncident(long incident, int limit) {
        return entries.stream()
                .filter(entry -> entry.number() == incident || entry.incident().equals(Optional.of(incident)))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Entry> numbered(Collection<Long> numbers) {
        return entries.stream()
                .filter(entry -> numbers.contains(entry.number()))
                .toList();
    }
}
