package upkeep.bench;

import java.util.List;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** What is measured with: specs of services of some size, as people write them. */
public final class Inputs {

    private Inputs() {}

    /** A spec with so many services, at most 1000 of which fit into a file. */
    public static Source spec(int services) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int number = 0; number < services; number++) {
            text.append(service(number));
        }
        return new Source("bench.yaml", text.toString());
    }

    private static String service(int number) {
        return """
              service-%1$d:
                description: Service number %1$d
                exec: [/usr/bin/sleep, infinity]
                user: www-data
                port: %2$d
                environment: {NODE_ENV: production, NUMBER: "%1$d"}
                directories: {state: service-%1$d}
                after: network.target
                limits: {memory: 512M, tasks: 256, open-files: 65536}
                restart: {delay: 1s, budget: 5 per 10min}
                hardening: {level: strict, writable: /srv}
                probes:
                  liveness: {http: {path: /healthz, status: 200}, every: 10s, timeout: 5s, failures: 3}
                rules:
                  - {if: memory > 480M for 2min, then: restart}
                  - {if: restarts >= 5 within 10min, then: alert}
            """.formatted(number, 10_000 + number);
    }

    static Plan plan(int services) {
        return Specs.load(List.of(spec(services)))
                .value()
                .orElseThrow(() -> new IllegalStateException("the spec does not load"));
    }
}
