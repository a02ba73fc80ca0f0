package upkeep.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/** What would not come back, and what will. */
class SurvivalTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final String RUNS = "[Service]\nExecStart=/usr/bin/web --all\n";
    private static final String BEGAN = "ExecMainStartTimestamp=@1000";

    /** A service that runs, is enabled, and has nothing wrong. */
    private static Machine machine(String text, String... more) {
        Machine machine = new Machine()
                .unit("default.target", "[Unit]\nWants=web.service\n")
                .unit("web.service", text, more);
        machine.unit(
                "web.service", text, with(more, "ActiveState=active", "UnitFileState=enabled", "MainPID=7", BEGAN));
        return machine;
    }

    private static String[] with(String[] more, String... usual) {
        String[] all = java.util.Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return all;
    }

    private static void assertFound(String finding, Machine machine) {
        assertEquals(Set.of("web.service: " + finding), machine.found());
    }

    @Test
    void whatIsWellIsPassedOver() {
        Machine machine = machine(RUNS);
        machine.running.add(new Running(
                WEB,
                Optional.of(new Running.Program("/usr/bin/web", false, true)),
                List.of(),
                Map.of("/usr/bin/web", Instant.ofEpochSecond(900))));
        assertEquals(Set.of(), machine.found());
    }

    @Test
    void filesThatSystemdHasNotRead() {
        assertFound("warning not-reloaded", machine(RUNS, "NeedDaemonReload=yes"));
        Machine first = machine(RUNS, "DropInPaths=/etc/systemd/system/web.service.d/read.conf");
        first.dropIns.add(
                new UnitFolders.DropIns("/etc/systemd/system/web.service.d", "web.service", Set.of("read.conf")));
        assertEquals(Set.of(), first.found());
        first.dropIns.add(
                new UnitFolders.DropIns("/run/systemd/system/web.service.d", "web.service", Set.of("new.conf")));
        assertFound("warning not-reloaded", first);
    }

    @Test
    void whatRunsAndIsMaskedOrGone() {
        assertFound("error masked-running", machine(RUNS, "LoadState=masked"));
        Machine gone = new Machine().loaded("web.service", "not-found", "ActiveState=active");
        assertFound("error unit-gone", gone);
        assertEquals(
                Set.of(),
                machine(RUNS, "LoadState=masked", "ActiveState=inactive").found());
    }

    @Test
    void whatNothingStartsAtABoot() {
        String[] disabled = {"ActiveState=active", "UnitFileState=disabled"};
        Machine machine = new Machine().unit("web.service", RUNS, disabled);
        assertFound("warning not-at-boot", machine);
        machine.onTheBus.add(WEB);
        assertEquals(Set.of(), machine.found());
        assertEquals(
                Set.of(),
                new Machine()
                        .unit("web.service", RUNS, with(disabled, "Transient=yes"))
                        .found());
        assertEquals(
                Set.of(),
                new Machine()
                        .unit("web.service", RUNS, "UnitFileState=disabled")
                        .found());
        String[] unmentioned = {"ActiveState=active", "UnitFileState=static"};
        assertFound("warning not-at-boot", new Machine().unit("web.service", RUNS, unmentioned));
        assertEquals(
                Set.of(),
                new Machine().shipped("web.service", RUNS, unmentioned).found());
        Machine timer = new Machine()
                .unit("default.target", "[Unit]\nWants=web.timer\n")
                .unit("web.timer", "[Timer]\nOnBootSec=1\n", "Triggers=web.service")
                .unit("web.service", RUNS, disabled);
        assertEquals(Set.of(), timer.found());
        Machine device = new Machine()
                .loaded("dev-ttyS0.device", "loaded", "ActiveState=active", "Wants=web.service")
                .unit("web.service", RUNS, disabled);
        assertEquals(Set.of(), device.found());
    }

    @Test
    void whatIsEnabledUntilTheNextBoot() {
        Machine machine = new Machine()
                .unit("default.target", "", "Wants=web.service")
                .unit("web.service", RUNS, "ActiveState=active", "UnitFileState=enabled-runtime");
        machine.links.add(link("/run/systemd/system/default.target.wants/web.service"));
        assertFound("warning not-at-boot", machine);
        machine.links.add(link("/etc/systemd/system/default.target.wants/web.service"));
        assertEquals(Set.of(), machine.found());
    }

    private static UnitFolders.Link link(String path) {
        return new UnitFolders.Link(path, "web.service", Optional.of("default.target"), "Wants", true);
    }

    @Test
    void whatLiesInRun() {
        String dropIn = "/run/systemd/system.control/web.service.d/50-MemoryHigh.conf";
        Machine machine = machine(RUNS, "DropInPaths=" + dropIn);
        assertFound("warning runtime-only", machine);
        assertEquals(
                new SourcePos(dropIn, 0, 0), machine.first().map(Finding::place).orElseThrow());
        assertFound("warning runtime-only", machine(RUNS, "FragmentPath=/run/systemd/system/web.service"));
        assertEquals(
                Set.of(),
                machine(RUNS, "FragmentPath=/run/systemd/generator/web.service").found());
    }

    private static Machine running(boolean isDeleted, boolean isThere, List<String> replaced, long changed) {
        Machine machine = machine(RUNS);
        machine.running.add(new Running(
                WEB,
                Optional.of(new Running.Program("/usr/bin/web", isDeleted, isThere)),
                replaced,
                Map.of("/usr/bin/web", Instant.ofEpochSecond(changed))));
        return machine;
    }

    @Test
    void programsAndLibrariesThatWereReplaced() {
        assertFound("warning program-replaced", running(true, true, List.of(), 900));
        assertFound("warning program-replaced", running(true, false, List.of("/usr/bin/web"), 900));
        assertFound("warning program-replaced", running(false, true, List.of(), 1002));
        assertEquals(Set.of(), running(false, true, List.of(), 1001).found());
        Machine libraries = running(false, true, List.of("/lib/a", "/lib/b", "/lib/c", "/lib/d", "/lib/e"), 900);
        assertFound("warning libraries-replaced", libraries);
        assertTrue(libraries.first().orElseThrow().message().contains("/lib/a, /lib/b, /lib/c and 2 more"));
    }

    private static void assertNeeds(String fault, String what, String line, String... more) {
        String text = "[Service]\n" + line + "\n";
        Machine machine = machine(text, more);
        assertEquals(Set.of(), machine.found(), line);
        machine.absent.add(what);
        assertFound("error " + fault, machine);
        assertEquals(2, machine.first().orElseThrow().place().line());
    }

    private static void assertNeedsNot(String what, String text, String... more) {
        Machine machine = machine("[Service]\n" + text + "\n", more);
        machine.absent.add(what);
        assertEquals(Set.of(), machine.found(), text);
    }

    @Test
    void whatAStartCannotDoWithout() {
        assertNeeds("missing-program", "/usr/bin/web", "ExecStart=/usr/bin/web --all");
        assertNeeds("missing-program", "/usr/bin/web", "ExecStartPre=!/usr/bin/web");
        assertNeeds("missing-directory", "/srv/web", "WorkingDirectory=/srv/web");
        assertNeeds("missing-environment-file", "/etc/web", "EnvironmentFile=/etc/web");
        assertNeeds("missing-user", "web", "User=web");
        assertNeeds("missing-group", "web", "Group=web");
        assertNeeds("missing-group", "ssl", "SupplementaryGroups=web ssl");
    }

    @Test
    void whatAStartCanDoWithout() {
        assertNeedsNot("/usr/bin/web", "ExecStartPre=-/usr/bin/web");
        assertNeedsNot("/usr/bin/old", "ExecStart=/usr/bin/old\nExecStart=\nExecStart=/usr/bin/new");
        assertNeedsNot("/usr/bin/web", "ExecStop=/usr/bin/web");
        assertNeedsNot("/usr/bin/web", "ExecStart=/usr/bin/web\nRootDirectory=/srv/root");
        assertNeedsNot("/srv/web", "WorkingDirectory=/srv/web\nBindPaths=/data:/srv/web");
        assertNeedsNot("/var/lib/web/in", "WorkingDirectory=/var/lib/web/in\nStateDirectory=web");
        assertNeedsNot("/tmp/web", "WorkingDirectory=/tmp/web", "PrivateTmp=yes");
        assertNeedsNot("/etc/web", "EnvironmentFile=-/etc/web");
        assertNeedsNot("/etc/web/*.conf", "EnvironmentFile=/etc/web/*.conf");
        assertNeedsNot("web", "User=web\nDynamicUser=yes");
        assertNeedsNot("998", "User=998");
    }

    @Test
    void aPortThatSomebodyElseHas() {
        UnitName socket = new UnitName("web.socket");
        Machine machine = new Machine()
                .unit("default.target", "[Unit]\nWants=web.socket\n")
                .unit("web.socket", "[Socket]\nListenStream=80\n");
        machine.listens.put(socket, List.of(new Place("tcp", "0:0:0:0:0:0:0:0", 80)));
        machine.held.add(new Facts.Held(new Place("udp", "0.0.0.0", 80), "a"));
        machine.held.add(new Facts.Held(new Place("tcp", "127.0.0.1", 81), "b"));
        assertEquals(Set.of(), machine.found());
        machine.held.add(new Facts.Held(new Place("tcp", "127.0.0.1", 80), "nginx of nginx.service"));
        assertEquals(Set.of("web.socket: error port-taken"), machine.found());
        assertTrue(machine.first().orElseThrow().message().contains("nginx of nginx.service does"));
        machine.unit("web.socket", "[Socket]\n", "ActiveState=active", "UnitFileState=enabled");
        assertEquals(Set.of(), machine.found());
    }

    @Test
    void onlyOneOfTwoAddressesMeetsAnother() {
        Place local = new Place("tcp", "127.0.0.1", 80);
        assertTrue(local.meets(new Place("tcp", "0.0.0.0", 80)));
        assertEquals(false, local.meets(new Place("tcp", "127.0.0.2", 80)));
    }

    @Test
    void whatUpkeepKnowsOfItsOwn() {
        Machine machine = machine(RUNS);
        machine.preChecks.put(WEB, "/usr/bin/web: no such option");
        machine.edited.add(new Facts.Edited("web.service", "/etc/x was edited", "upkeep apply"));
        assertEquals(Set.of("web.service: error pre-check-fails", "web.service: warning drifted"), machine.found());
    }

    @Test
    void whoIsLookedAtClosely() {
        UnitGraph graph = machine(RUNS)
                .unit("idle.service", RUNS)
                .unit("run.service", RUNS, "ActiveState=active", "Transient=yes")
                .graph();
        assertEquals(
                List.of("web.service"),
                Audit.subjects(graph, List.of()).stream()
                        .map(unit -> unit.name().text())
                        .toList());
        assertEquals(
                List.of("idle.service", "web.service"),
                Audit.subjects(graph, List.of(new UnitName("idle.service"))).stream()
                        .map(unit -> unit.name().text())
                        .toList());
    }
}
