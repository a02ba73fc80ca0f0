package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.alert.Facts;
import upkeep.alert.Signal;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.HardState;
import upkeep.core.HardState.Intent;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.spec.Urgency;

class AlertFactsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private static final Plan PLAN =
            Specs.load(List.of(new Source("shop.yaml", """
            targets: {shop: {}}
            services:
              db: {exec: /bin/db, user: www-data, target: shop}
              api: {exec: /bin/api, user: www-data, requires: db.service}
              web: {exec: /bin/web, user: www-data, binds-to: api.service, urgency: page}
              other: {exec: /bin/other, user: www-data}
              many: {exec: [/bin/many, "${port}"], user: www-data, port: 3001, instances: 3, target: shop, urgency: page}
            """))).value().orElseThrow();

    private static HardState hard(String service, Intent intent, Optional<HardState.Incident> incident) {
        return new HardState(
                service, intent, Optional.empty(), List.of(), Optional.empty(), incident, Optional.empty());
    }

    private static AlertFacts facts(HardState... states) {
        State state = State.begin(PLAN, List.of(states), 20, new Moment(1, NOW), false);
        return new AlertFacts(new Snapshot(new Supervisor(PLAN), state));
    }

    private static AlertFacts down() {
        HardState.Incident incident = new HardState.Incident(11, NOW, "is down");
        return facts(
                hard("db", Intent.RUN, Optional.of(incident)),
                hard("api", Intent.STOPPED_WITH_DEPENDENCY, Optional.empty()),
                hard("web", Intent.STOPPED_WITH_DEPENDENCY, Optional.empty()),
                hard("other", Intent.STOPPED_WITH_DEPENDENCY, Optional.empty()));
    }

    @Test
    void whatWasStoppedAlongIsAmongThoseThatSufferToTheEnd() {
        Facts db = down().of("db", "db", Severity.ERROR, "is down", 11);
        assertEquals(Set.of("api", "web"), db.children());
        assertEquals("shop", db.target());
        assertEquals(
                Set.of("api", "web"),
                facts(hard("db", Intent.RUN, Optional.empty())).now("db", db).children());
    }

    @Test
    void anIncidentOfAllInstancesIsOfTheirTarget() {
        Facts many = down().of("many: common cause", "many", Severity.ERROR, "common cause", 12);
        assertEquals("shop", many.target());
        assertEquals(Urgency.PAGE, many.urgency());
    }

    @Test
    void anAlertBecomesWhatTheDeskLearns() {
        Alert firing = new Alert(Alert.State.FIRING, "db", Severity.WARNING, "db", "db: is down", "is down", 11);
        Signal.Opened opened = assertInstanceOf(Signal.Opened.class, down().signal(firing));
        assertEquals(Urgency.NOTICE, opened.facts().urgency());
        assertEquals(11, opened.facts().incident());
        Alert exhausted = new Alert(Alert.State.EXHAUSTED, "db", Severity.CRITICAL, "db", "db: no more", "no more", 15);
        Signal.Opened louder = assertInstanceOf(Signal.Opened.class, down().signal(exhausted));
        assertEquals(Urgency.PAGE, louder.facts().urgency());
        assertEquals(11, louder.facts().incident());
        Alert over =
                new Alert(Alert.State.RESOLVED, "db", Severity.INFORMATION, "db", "db: resolved", "up for 10 s", 16);
        assertEquals(new Signal.Closed("db", "up for 10 s"), down().signal(over));
        Alert boot = new Alert(Alert.State.REPORT, "", Severity.INFORMATION, "", "after the boot", "after the boot", 3);
        assertInstanceOf(Signal.Happened.class, down().signal(boot));
        Alert web = new Alert(Alert.State.FIRING, "web", Severity.WARNING, "web", "web: is down", "is down", 17);
        Signal.Opened page = assertInstanceOf(Signal.Opened.class, down().signal(web));
        assertEquals(Urgency.PAGE, page.facts().urgency());
    }
}
