package upkeep.sim;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import upkeep.core.Event.Caller;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;

/** What a seed draws: a spec with a few services, written as a user would and read as upkeep does. */
final class Drawn {

    static final Caller ROOT = new Caller(0, "root");
    static final Observation PASSED = new Observation.Passed(Depth.OPEN, "accepted", Map.of());
    static final Observation FAILED =
            new Observation.Failed(FailureKind.TIMEOUT, Depth.OPEN, "sent nothing for 2 s", Map.of());

    private Drawn() {}

    static PlanSources plan(Random random) {
        int count = 1 + random.nextInt(8);
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < count; i++) {
            text.append("  s").append(i).append(":\n");
            text.append("    exec: [/usr/bin/sleep, inf]\n    user: s\n    port: ")
                    .append(8_000 + i)
                    .append('\n');
            text.append("    start-timeout: 20s\n");
            text.append("    restart: {policy: always, delay: 100ms, max-delay: 30s, budget: ")
                    .append(1 + random.nextInt(6))
                    .append(" per 10min}\n");
            if (i > 0 && random.nextInt(3) == 0) {
                text.append("    requires: [s").append(random.nextInt(i)).append(".service]\n");
            }
            int probes = random.nextInt(4);
            if (probes > 0) {
                text.append("    probes:\n      liveness: {tcp: {}, every: ")
                        .append(1 + random.nextInt(20))
                        .append("s, timeout: 1s, failures: ")
                        .append(1 + random.nextInt(4))
                        .append("}\n");
            }
            if (probes > 1) {
                text.append("      readiness: {tcp: {}, every: 15s, timeout: 1s}\n");
            }
            if (probes > 2) {
                text.append("      startup: {tcp: {}, every: 1s, timeout: 1s, failures: 10}\n");
            }
        }
        return new PlanSources(List.of(new Source("drawn.yaml", text.toString())), new TreeSet<>());
    }
}
