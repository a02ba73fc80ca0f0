package upkeep.core;

import java.time.Duration;
import java.util.Set;
import upkeep.base.UnitName;

/** Two services, of which one may hang on the other. */
final class Pairs {

    static final String PAIR = """
            services:
              db: {exec: /usr/bin/db, user: db, port: 5432, probes: {liveness: {tcp: {}}}}
              web: {exec: /usr/bin/web, user: web, port: 80, requires: [db.service], probes: {liveness: {tcp: {}}}}
            """;

    static final String LOOSE = """
            services:
              db: {exec: /usr/bin/db, user: db}
              web: {exec: /usr/bin/web, user: web}
            """;

    /** The tie of systemd's own graph that has that name. */
    static Bonds bonds(String name, String unit) {
        Set<UnitName> units = Set.of(new UnitName(unit + ".service"));
        return switch (name) {
            case "requires" -> new Bonds(units, Set.of(), Set.of(), Set.of());
            case "requisite" -> new Bonds(Set.of(), units, Set.of(), Set.of());
            case "binds-to" -> new Bonds(Set.of(), Set.of(), units, Set.of());
            case "part-of" -> new Bonds(Set.of(), Set.of(), Set.of(), units);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A service is up, and the unit that it is bound to, which no spec describes. */
    static World bound() {
        World world =
                new World(Worlds.plan("services: {web: {exec: /usr/bin/web, user: web, binds-to: [db.service]}}"));
        world.up("db");
        world.up("web");
        world.list();
        world.pass(Duration.ofSeconds(30));
        return world;
    }

    private Pairs() {}
}
