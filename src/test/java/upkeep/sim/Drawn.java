package upkeep.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;

/** What a seed draws: a spec with a few services, written as a user would and read as upkeep does. */
final class Drawn {

    /** Units that no spec describes. */
    static final List<String> OTHERS = List.of("x0.service", "x1.service");

    private static final int MOST_SERVICES = 8;

    private final Chance chance;
    private final StringBuilder text = new StringBuilder();
    private final List<String> services = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();

    private Drawn(Chance chance) {
        this.chance = chance;
    }

    /** @param apps what draws apps, where there may be some */
    static PlanSources plan(Chance chance, boolean observe, Optional<Chance> apps) {
        return new Drawn(chance).draw(observe, apps);
    }

    private PlanSources draw(boolean observe, Optional<Chance> apps) {
        int count = chance.between(1, MOST_SERVICES);
        int ownChecks = chance.of(0.4) ? chance.between(1, 2) : 0;
        for (int i = 0; i < ownChecks; i++) {
            checks.add("c" + i);
        }
        text.append("settings: {every: 30s")
                .append(observe ? ", actions: observe" : "")
                .append("}\nservices:\n");
        for (int i = 0; i < count; i++) {
            service("s" + i, 8_000 + i, observe);
        }
        if (ownChecks > 0) {
            text.append("checks:\n");
            checks.forEach(this::check);
        }
        apps.filter(it -> it.of(0.7)).ifPresent(this::apps);
        return new PlanSources(List.of(new Source("drawn.yaml", text.toString())), new TreeSet<>());
    }

    /** Some of the services and checks are parts of the one app, some of the other, and some of none. */
    private void apps(Chance chance) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (String part : Stream.concat(services.stream(), checks.stream()).toList()) {
            int which = chance.below(5);
            if (which < 3) {
                first.add(part);
            } else if (which == 3) {
                second.add(part);
            }
        }
        if (first.isEmpty() && second.isEmpty()) {
            return;
        }
        text.append("apps:\n");
        app("a0", first, chance);
        app("a1", second, chance);
    }

    private void app(String name, List<String> parts, Chance chance) {
        if (!parts.isEmpty()) {
            text.append("  ").append(name).append(": {parts: ").append(parts);
            if (chance.of(0.4)) {
                text.append(", essential: ").append(chance.among(parts));
            }
            text.append(", quorum: ")
                    .append(chance.among("any", "all", "2", "3"))
                    .append("}\n");
        }
    }

    private void service(String name, int port, boolean observe) {
        boolean adopted = chance.of(0.15);
        boolean oneshot = !adopted && chance.of(0.1);
        text.append("  ").append(name).append(":\n");
        if (adopted) {
            line("adopt: " + name + ".service");
        } else {
            line("exec: [/usr/bin/sleep, inf]");
            line("user: s");
            line("type: " + (oneshot ? "oneshot" : chance.among("exec", "notify")));
            line("start-timeout: " + chance.between(5, 30) + "s");
        }
        line("port: " + port);
        restart(adopted, oneshot);
        relations();
        if (chance.of(0.08) && !observe) {
            line("actions: observe");
        }
        if (!oneshot) {
            probes();
        }
        rules(name);
        services.add(name);
    }

    private void line(String line) {
        text.append("    ").append(line).append('\n');
    }

    private void restart(boolean adopted, boolean oneshot) {
        if (adopted && chance.of(0.6)) {
            return;
        }
        String policy = oneshot
                ? chance.among("no", "on-failure")
                : chance.of(0.5)
                        ? "always"
                        : chance.among(
                                "on-failure",
                                "on-abnormal",
                                "on-abort",
                                "on-watchdog",
                                "on-success",
                                "no",
                                "on-failure");
        line("restart: {policy: " + policy + ", delay: " + chance.among("100ms", "1s", "2s") + ", max-delay: "
                + chance.among("5s", "20s") + ", budget: " + chance.between(1, 6) + " per "
                + chance.among("5min", "10min") + "}");
    }

    private void relations() {
        if (!services.isEmpty()) {
            String other = chance.among(services) + ".service";
            int kind = chance.below(100);
            if (kind < 25) {
                line("requires: [" + other + "]");
            } else if (kind < 38) {
                line("binds-to: [" + other + "]");
            } else if (kind < 48) {
                line("part-of: [" + other + "]");
            } else if (kind < 58) {
                line("needs: [" + chance.among(services) + "]");
            } else if (kind < 64 && !checks.isEmpty()) {
                line("needs: [" + checks.getFirst() + "]");
            }
        } else if (chance.of(0.2)) {
            line((chance.of(0.5) ? "requires: [" : "binds-to: [") + chance.among(OTHERS) + "]");
        }
    }

    private void probes() {
        int probes = chance.below(5);
        if (probes == 0) {
            return;
        }
        line("probes:");
        if (probes != 4) {
            line("  liveness: {tcp: {}, every: " + chance.between(5, 40) + "s, timeout: 2s, failures: "
                    + chance.between(1, 4) + (chance.of(0.1) ? ", successes: 2" : "")
                    + (chance.of(0.1) ? ", otherwise: reload" : "") + "}");
        }
        if (probes > 1) {
            line("  readiness: {tcp: {}, every: " + chance.between(10, 40) + "s, timeout: 2s}");
        }
        if (probes == 3) {
            line("  startup: {tcp: {}, every: 2s, timeout: 1s, failures: 10}");
        }
    }

    private void rules(String name) {
        if (chance.of(0.75)) {
            return;
        }
        line("rules:");
        switch (chance.below(6)) {
            case 0 -> line("  - {if: memory > 300M for 1min, clear: memory < 250M, then: restart}");
            case 1 -> line("  - {if: restarts >= 3 within 10min, then: [alert, hold]}");
            case 2 -> line("  - {if: memory > 300M, then: alert}");
            case 3 -> line("  - {if: memory > 500M for 2 checks, then: stop}");
            case 4 -> line("  - {if: failed for 2 checks, then: {exec: [/usr/bin/true, " + name + "], user: nobody}}");
            default -> line("  - {if: restarts changed, then: alert}");
        }
    }

    private void check(String name) {
        String service = chance.among(services) + ".service";
        String otherwise = chance.among(
                "alert",
                "restart " + service,
                "restart " + service,
                "start " + service,
                "hold " + service,
                "stop " + service,
                "reload " + service,
                "{exec: [/usr/bin/true], user: nobody}");
        text.append("  ").append(name).append(": {tcp: {host: 192.0.2.1, port: 25}, every: ");
        text.append(chance.between(15, 60)).append("s, timeout: 2s, failures: ").append(chance.between(1, 3));
        // What is needed itself needs nothing, so that none needs itself.
        if (!name.equals(checks.getFirst()) && chance.of(0.5)) {
            text.append(", needs: [").append(chance.among(services)).append(']');
        }
        text.append(", otherwise: ").append(otherwise).append("}\n");
    }
}
