package upkeep.core;

import java.time.Duration;
import java.util.List;
import upkeep.core.Event.Caller;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Worlds for tests to begin with. */
final class Worlds {

    static final Caller ROOT = new Caller(0, "root");

    private Worlds() {}

    /** Everything runs, and has for half a minute. */
    static World running(Plan plan) {
        World world = new World(plan);
        plan.services().keySet().forEach(world::up);
        world.list();
        world.pass(Duration.ofSeconds(30));
        return world;
    }

    /** The same, of a spec as people write it. */
    static World running(String spec) {
        return running(plan(spec));
    }

    static Plan plan(String spec) {
        return Specs.load(List.of(new Source("test.yaml", spec)))
                .value()
                .orElseThrow(() -> new AssertionError("a spec that does not load: " + spec));
    }

    /** One service with a liveness probe. */
    static World web() {
        return running(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
    }

    /** So many services, the first few of which begin to hang at once. */
    static World hanging(int services, int hung) {
        Service[] all = new Service[services];
        for (int i = 0; i < services; i++) {
            all[i] = Plans.service("web" + i, Plans.ALWAYS, Plans.liveness("web" + i));
        }
        World world = running(Plans.of(all));
        for (int i = 0; i < hung; i++) {
            world.answers.put("web" + i, World.failed());
        }
        return world;
    }
}
