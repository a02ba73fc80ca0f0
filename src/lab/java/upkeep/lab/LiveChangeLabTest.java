package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What a daemon-reload alone brings about in a unit that runs, and what systemd does beside the steps of an apply. */
@OnEverySuite
class LiveChangeLabTest {
    private static final String SPEC = "/etc/upkeep/conf.d/lab.yaml";
    private static final String GROUP = "/sys/fs/cgroup/system.slice/web.service/";

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

    private static String kernel(String file) {
        return machine.read(GROUP + file).strip();
    }

    @Test
    void limitsAreSetAnewWithoutARestart() {
        apply(", limits: {memory: 512M, memory-high: 400M, cpu: \"150%\", tasks: 256}");
        int web = Packaged.mainPid(machine, "web.service");
        assertEquals("536870912", kernel("memory.max"));
        assertEquals("150000 100000", kernel("cpu.max"));

        Result changed = apply(", limits: {memory: 256M, memory-high: 200M, cpu: \"50%\", tasks: 128}");
        assertTrue(changed.out().contains("no restart is needed"), changed::toString);
        assertEquals("268435456", kernel("memory.max"));
        assertEquals("209715200", kernel("memory.high"));
        assertEquals("50000 100000", kernel("cpu.max"));
        assertEquals("128", kernel("pids.max"));

        apply("");
        assertEquals("max", kernel("memory.max"));
        assertEquals("max", kernel("memory.high"));
        assertEquals("max 100000", kernel("cpu.max"));
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
    }

    @Test
    void weightsAreSetAnewWithoutARestart() {
        apply(", unit: {Service: {CPUWeight: \"50\", MemoryLow: 10M}}");
        int web = Packaged.mainPid(machine, "web.service");
        assertEquals("50", kernel("cpu.weight"));
        apply(", unit: {Service: {CPUWeight: \"70\", MemoryLow: 20M}}");
        assertEquals("70", kernel("cpu.weight"));
        assertEquals("20971520", kernel("memory.low"));
        apply("");
        assertEquals("0", kernel("memory.low"));
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
    }

    @Test
    void addressesAreForbiddenWithoutARestart() {
        String serve = "services:\n  web: {exec: [/usr/bin/python3, -m, http.server, --bind, 127.0.0.1, \"8123\"],"
                + " user: root, directory: /var/empty%s}\n";
        machine.run("mkdir", "-p", "/var/empty").orFail();
        machine.write(SPEC, String.format(Locale.ROOT, serve, ""));
        machine.run("upkeep", "apply").orFail();
        int web = Packaged.mainPid(machine, "web.service");
        machine.shell("until curl -so /dev/null --max-time 5 http://127.0.0.1:8123/; do :; done")
                .orFail();
        machine.write(SPEC, String.format(Locale.ROOT, serve, ", unit: {Service: {IPAddressDeny: any}}"));
        machine.run("upkeep", "apply").orFail();
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertEquals("0.0.0.0/0 ::/0", machine.property("web.service", "IPAddressDeny"));
        assertNotEquals(
                0,
                machine.run("curl", "-so", "/dev/null", "--max-time", "3", "http://127.0.0.1:8123/")
                        .exit());
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
