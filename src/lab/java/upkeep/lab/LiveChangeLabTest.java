package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What needs no restart, and what systemd does beside the steps of an apply. */
@OnEverySuite
class LiveChangeLabTest {
    private static final String SPEC = "/etc/upkeep/conf.d/lab.yaml";

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Packaged.boot(suite, "livechange");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    private static Result apply(String service) {
        machine.write(SPEC, "services:\n  web: {exec: [/usr/bin/sleep, infinity], user: root" + service + "}\n");
        return machine.run("upkeep", "apply").orFail();
    }

    @Test
    void supervisionAloneTouchesNoUnit() {
        apply(", probes: {liveness: {tcp: 80, every: 1h}}");
        int web = Packaged.mainPid(machine, "web.service");
        Result plan = machine.run("upkeep", "plan");
        assertEquals("nothing to do", plan.orFail().text());
        Result changed = apply(", probes: {liveness: {tcp: 81, every: 1h}}, restart: {delay: 3s}");
        assertTrue(changed.out().lines().noneMatch(line -> line.startsWith("restart web")), changed::toString);
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertEquals("3s", machine.property("web.service", "RestartUSec"));
    }

    @Test
    void whatIsToldToGoAlongDoesSoAndNothingElse() {
        String chain = """
                services:
                  web: {exec: [/usr/bin/sleep, "%s"], user: root}
                  first: {exec: [/usr/bin/sleep, infinity], user: root, requires: [web.service], after: [web.service]}
                  second: {exec: [/usr/bin/sleep, infinity], user: root, binds-to: [first.service], after: [first.service]}
                  third: {exec: [/usr/bin/sleep, infinity], user: root, part-of: [second.service]}
                  aside: {exec: [/usr/bin/sleep, infinity], user: root, wants: [web.service]}
                """;
        machine.write(SPEC, String.format(Locale.ROOT, chain, "1000"));
        machine.run("upkeep", "apply").orFail();
        List<String> units = List.of("first.service", "second.service", "third.service", "aside.service");
        List<Integer> before =
                units.stream().map(unit -> Packaged.mainPid(machine, unit)).toList();
        machine.write(SPEC, String.format(Locale.ROOT, chain, "2000"));
        Result plan = machine.run("upkeep", "plan");
        assertTrue(plan.out().contains("restart web.service, since ExecStart= differs\n"), plan::toString);
        List<String> told = plan.out()
                .lines()
                .filter(line -> line.contains(" is restarted with "))
                .toList();
        assertEquals(3, told.size(), plan::toString);
        machine.run("upkeep", "apply").orFail();
        for (int i = 0; i < units.size(); i++) {
            String unit = units.get(i);
            boolean isTold = told.stream().anyMatch(line -> line.strip().startsWith(unit + " "));
            boolean isSame = before.get(i) == Packaged.mainPid(machine, unit);
            assertEquals(isTold, !isSame, unit + "\n" + plan);
        }
        machine.run("rm", SPEC).orFail();
        machine.run("upkeep", "apply").orFail();
    }
}
