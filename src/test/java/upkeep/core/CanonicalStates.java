package upkeep.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Event.Caller;
import upkeep.core.HostFacts.Pressure;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/**
 * The states that the service {@code web} can be in, each brought about by events as they come in life. It requires the
 * service {@code db}, and is looked at by liveness and readiness.
 */
final class CanonicalStates {

    static final Caller ROOT = new Caller(0, "root");
    static final HostFacts PACKAGES = new HostFacts(Optional.empty(), true, Optional.empty(), Optional.empty());
    static final HostFacts PRESSED =
            new HostFacts(Optional.of(new Pressure(90, 0, 0)), false, Optional.empty(), Optional.empty());
    static final HostFacts BLIND =
            new HostFacts(Optional.empty(), false, Optional.of("loopback does not answer"), Optional.empty());

    private static final String SPEC = """
            services:
              db:
                exec: [/usr/bin/db]
                user: db
                port: 5432
                probes: {liveness: {tcp: {}, every: 10s}}
              web:
                exec: [/usr/bin/web]
                user: web
                port: 80
                requires: [db.service]
                restart: {policy: always, delay: 1s, max-delay: 10s, budget: 2 per 10min}
                probes:
                  liveness: {tcp: {}, every: 10s}
                  readiness: {tcp: {}, every: 10s}
                rules:
                  - {if: memory > 300M, then: alert}
            """;

    private static final Exit TERMINATED = new Exit.Signal(15, false);

    private final Map<String, World> states = new LinkedHashMap<>();

    private CanonicalStates() {}

    /** By name. */
    static Map<String, World> all() {
        CanonicalStates states = new CanonicalStates();
        states.unseen();
        states.up();
        states.ill();
        states.down();
        states.onItsWay();
        states.host();
        states.otherSpecs();
        return states.states;
    }

    private static Plan plan(String spec) {
        return Specs.load(List.of(new Source("canonical.yaml", spec)))
                .value()
                .orElseThrow(() -> new AssertionError(spec));
    }

    private void add(String name, Consumer<World> events) {
        add(name, SPEC, events);
    }

    private void add(String name, String spec, Consumer<World> events) {
        World world = new World(plan(spec));
        events.accept(world);
        states.put(name, world);
    }

    private static void running(World world) {
        world.up("db");
        world.up("web");
        world.list();
        world.pass(Duration.ofMinutes(5));
    }

    /** Lets the liveness probe fail until the verdict has fallen. */
    private static void dies(World world) {
        world.answers.put("web/liveness", World.failed());
        world.pass(Duration.ofSeconds(20));
    }

    private static void dbDies(World world) {
        world.answers.put("db", World.failed());
        world.pass(Duration.ofSeconds(6));
    }

    private static void held(World world) {
        Moment until = world.now.plus(Duration.ofHours(1));
        world.send(new Event.HoldAsked(world.now, "web", until, "moving", ROOT));
    }

    private void unseen() {
        add("unseen", world -> {});
        add("never run", world -> {
            world.up("db");
            world.down("web");
            world.list();
            world.pass(Duration.ofSeconds(5));
        });
    }

    private void up() {
        add("up and not probed yet", world -> {
            world.up("db");
            world.up("web");
            world.list();
        });
        add("up and well", CanonicalStates::running);
        add("up, well and held", world -> {
            running(world);
            held(world);
        });
        add("up, well and masked", world -> {
            running(world);
            world.see(world.masked(world.up("web")));
        });
        add("up and suspect", world -> {
            running(world);
            world.answers.put("web/liveness", World.failed());
            world.passUntil(() -> !world.entries(Entry.Kind.OBSERVATION, "web")
                    .getLast()
                    .text()
                    .contains("passed"));
        });
        add("up and unknown", world -> {
            running(world);
            world.answers.put("web/liveness", World.unknown());
            world.pass(Duration.ofSeconds(15));
        });
        add("up and not ready", world -> {
            running(world);
            world.answers.put("web/readiness", World.failed());
            world.pass(Duration.ofSeconds(25));
        });
    }

    private void ill() {
        add("dead, and its restart is ordered", world -> {
            running(world);
            dies(world);
        });
        add("restarted and not proven", world -> {
            running(world);
            dies(world);
            world.answers.put("web/liveness", World.unknown());
            world.answers.put("web/readiness", World.unknown());
            world.carryOut();
        });
        add(
                "dead, and the wait is not over",
                SPEC.replace("delay: 1s, max-delay: 10s", "delay: 1min, max-delay: 2min"),
                world -> {
                    running(world);
                    world.crashAndRestart("web");
                    world.pass(Duration.ofSeconds(5));
                    dies(world);
                });
        add("dead and held", world -> {
            running(world);
            held(world);
            dies(world);
        });
        add("dead, and db is dead", world -> {
            running(world);
            dbDies(world);
            dies(world);
        });
        add("dead and exhausted", world -> {
            running(world);
            dies(world);
            world.carryOut();
            world.pass(Duration.ofMinutes(3));
            world.carryOut();
            world.pass(Duration.ofMinutes(3));
        });
        add("dead, and the machine is short of resources", world -> {
            running(world);
            world.send(new Event.HostSeen(world.now, PRESSED));
            dies(world);
        });
    }

    private void down() {
        add("stopped by its operator", world -> {
            running(world);
            world.operatorStops("web");
            world.pass(Duration.ofSeconds(5));
        });
        add("stopped with db", world -> {
            running(world);
            world.operatorStops("db", "web");
            world.pass(Duration.ofSeconds(5));
        });
        add("down for a moment", world -> {
            running(world);
            world.see(world.set("web", "inactive", "dead", "success", Optional.of(new Exit.Status(0)), 0));
        });
        add("down by itself, and its start is ordered", world -> {
            running(world);
            world.see(world.set("web", "inactive", "dead", "success", Optional.of(new Exit.Status(0)), 0));
            world.pass(Duration.ofSeconds(2));
        });
        add("down, and its unit file is gone", world -> {
            running(world);
            world.see(UnitStatus.absent(new UnitName("web.service")));
            world.pass(Duration.ofSeconds(2));
        });
        add("failed for a moment", world -> {
            running(world);
            world.fail("web");
        });
        add("failed, and its start is ordered", world -> {
            running(world);
            world.fail("web");
            world.pass(Duration.ofSeconds(2));
        });
        add("failed and held", world -> {
            running(world);
            held(world);
            world.fail("web");
            world.pass(Duration.ofSeconds(2));
        });
        add("failed and masked", world -> {
            running(world);
            world.see(world.masked(world.up("web")));
            world.see(world.masked(
                    world.set("web", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0)));
            world.pass(Duration.ofSeconds(2));
        });
        add("failed, and db is down", world -> {
            running(world);
            world.operatorStops("db");
            world.fail("web");
            world.pass(Duration.ofSeconds(2));
        });
        add("failed and exhausted", world -> {
            running(world);
            for (int i = 0; i < 3; i++) {
                world.fail("web");
                world.pass(Duration.ofSeconds(10));
                if (i < 2) {
                    world.carryOut();
                }
            }
        });
    }

    private void onItsWay() {
        add("being stopped by its operator", world -> {
            running(world);
            world.send(new Event.JobQueued(world.now, new UnitName("web.service"), 77));
            world.see(world.set("web", "deactivating", "stop-sigterm", "success", Optional.of(TERMINATED), 77));
        });
        add("being started by its operator", world -> {
            running(world);
            world.operatorStops("web");
            world.pass(Duration.ofSeconds(5));
            world.send(new Event.JobQueued(world.now, new UnitName("web.service"), 177));
            world.see(world.set("web", "activating", "start", "success", Optional.empty(), 177));
        });
        add("starting for too long", world -> {
            running(world);
            world.see(world.set("web", "activating", "start", "success", Optional.empty(), 0));
            world.pass(Duration.ofMinutes(3));
        });
        add("waiting for its restart by systemd", world -> {
            running(world);
            world.see(world.set(
                    "web", "activating", "auto-restart", "signal", Optional.of(new Exit.Signal(11, true)), 0));
        });
        add("restarted by systemd again and again", world -> {
            running(world);
            for (int i = 0; i < 3; i++) {
                world.crashAndRestart("web");
                world.pass(Duration.ofSeconds(1));
            }
            world.see(world.set(
                    "web", "activating", "auto-restart", "signal", Optional.of(new Exit.Signal(11, true)), 0));
        });
    }

    private void host() {
        add("well, and packages are at work", world -> {
            running(world);
            world.send(new Event.HostSeen(world.now, PACKAGES));
        });
        add("stopped with a package", world -> {
            running(world);
            world.send(new Event.HostSeen(world.now, PACKAGES));
            world.operatorStops("web");
        });
        add("left down by a package", world -> {
            running(world);
            world.send(new Event.HostSeen(world.now, PACKAGES));
            world.operatorStops("web");
            world.send(new Event.HostSeen(world.now, HostFacts.CALM));
            world.pass(Duration.ofMinutes(1));
        });
        add("well, and upkeepd cannot trust its probes", world -> {
            running(world);
            world.send(new Event.HostSeen(world.now, BLIND));
        });
        add("well, and the bus is lost", world -> {
            running(world);
            world.send(new Event.BusLost(world.now, "test"));
        });
        add("well, and the machine stops", world -> {
            running(world);
            world.send(new Event.HostStopping(world.now));
        });
        add("well, and the ledger cannot be written", world -> {
            running(world);
            world.send(new Event.LedgerSeen(world.now, Optional.of("no space left")));
        });
    }

    private void otherSpecs() {
        String observed = SPEC.replace("requires:", "actions: observe\n    requires:");
        add("observed and dead", observed, world -> {
            running(world);
            dies(world);
        });
        add("observed and failed", observed, world -> {
            running(world);
            world.fail("web");
            world.pass(Duration.ofSeconds(2));
        });
        String never = SPEC.replace("policy: always", "policy: no");
        add("ended, and its policy lets it", never, world -> {
            running(world);
            world.fail("web");
            world.pass(Duration.ofSeconds(2));
        });
        String gated = SPEC.replace("readiness: {tcp", "startup: {tcp");
        add("up, and its startup probe has not passed", gated, world -> {
            world.up("db");
            world.up("web");
            world.answers.put("web/startup", World.failed());
            world.list();
            world.pass(Duration.ofSeconds(15));
        });
        add("part of a storm", storm(), world -> {
            running(world);
            for (String name : List.of("a", "b", "c", "d", "e")) {
                world.up(name);
            }
            world.list();
            for (String name : List.of("a", "b", "c", "d", "e")) {
                world.fail(name);
            }
            world.fail("web");
        });
    }

    private static String storm() {
        StringBuilder spec = new StringBuilder(SPEC);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            spec.append("  ").append(name).append(": {adopt: ").append(name).append(".service}\n");
        }
        return spec.toString();
    }
}
