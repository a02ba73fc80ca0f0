package upkeep.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.base.SourcePos;

/** What is wrong between units, and what only looks like it. */
class RelationsTest {

    private static final String RUNS = "[Service]\nExecStart=/usr/bin/sleep infinity\n";

    private static Machine machine() {
        return new Machine().unit("db.service", RUNS);
    }

    private static String needs(String... lines) {
        return "[Unit]\n" + String.join("\n", lines) + "\n" + RUNS;
    }

    private static Set<String> found(String... lines) {
        return machine().unit("web.service", needs(lines)).found();
    }

    private static void assertFound(String finding, String... lines) {
        assertEquals(Set.of("web.service: " + finding), found(lines));
    }

    @Test
    void requiringWithoutOrder() {
        assertFound("warning no-order", "Requires=db.service");
        assertFound("warning no-order", "Requisite=db.service");
        assertFound("remark no-order", "Wants=db.service");
        assertFound("warning bound-without-order", "BindsTo=db.service");
        for (String word : new String[] {"Requires", "Requisite", "Wants", "BindsTo"}) {
            assertEquals(Set.of(), found(word + "=db.service", "After=db.service"), word);
            assertEquals(Set.of(), found(word + "=db.service", "Before=db.service"), word);
        }
        assertFound("warning no-order", "Requires=db.service", "Wants=db.service");
    }

    @Test
    void anOrderMayBeSaidByTheOtherOrByWhatIsBetweenAtEveryBoot() {
        Machine other = new Machine().unit("db.service", needs("Before=web.service"));
        assertEquals(
                Set.of(),
                other.unit("web.service", needs("Requires=db.service")).found());
        Machine between = machine()
                .unit("default.target", "[Unit]\nWants=early.target\n")
                .unit("early.target", "[Unit]\nAfter=db.service\n")
                .unit("web.service", needs("Requires=db.service", "After=early.target"));
        assertEquals(Set.of(), between.found());
        Machine neverStarted = machine()
                .unit("early.target", "[Unit]\nAfter=db.service\n")
                .unit("web.service", needs("Requires=db.service", "After=early.target"));
        assertEquals(Set.of("web.service: warning no-order"), neverStarted.found());
    }

    @Test
    void targetsAndSlicesNeedNoOrder() {
        Machine machine = machine()
                .unit("all.target", "[Unit]\nRequires=db.service\n")
                .unit("web.service", needs("Requires=all.target"));
        assertEquals(Set.of(), machine.found());
    }

    @Test
    void theWordIsToldByItsPlace() {
        Finding finding = machine()
                .unit("web.service", "[Unit]\n# comment\nRequires=\\\n  db.service\n" + RUNS)
                .first()
                .orElseThrow();
        assertEquals(new SourcePos("/etc/systemd/system/web.service", 4, 3), finding.place());
        assertEquals("write After=db.service beside it", finding.hint());
        assertTrue(
                finding.toString()
                        .startsWith(
                                "/etc/systemd/system/web.service:4:3: warning: cannot be sure that db.service is there"
                                        + " when it starts: Requires= without After="),
                finding::toString);
    }

    @Test
    void unitsThatDoNotExist() {
        assertFound("error missing-requirement", "Requires=gone.service", "After=gone.service");
        assertFound("error missing-requirement", "BindsTo=gone.service");
        assertFound("error missing-requirement", "Requisite=gone.service");
        assertFound("warning missing-wish", "Wants=gone.service", "After=gone.service");
        assertFound("warning missing-wish", "Upholds=gone.service");
        assertFound("remark missing-order", "After=gone.service");
        assertFound("remark missing-order", "Before=gone.service");
        for (String word : new String[] {
            "PartOf",
            "PropagatesStopTo",
            "StopPropagatedFrom",
            "PropagatesReloadTo",
            "ReloadPropagatedFrom",
            "JoinsNamespaceOf"
        }) {
            assertFound("warning missing-partner", word + "=gone.service");
            assertEquals(Set.of(), found(word + "=db.service"), word);
        }
        assertFound("warning missing-handler", "OnFailure=gone.service");
        assertFound("warning missing-handler", "OnSuccess=gone.service");
        assertEquals(Set.of(), found("OnFailure=db.service"));
    }

    @Test
    void theNearestNameIsTheHint() {
        Finding finding = machine()
                .unit("web.service", needs("Wants=dbb.service"))
                .first()
                .orElseThrow();
        assertEquals("did you mean db.service?", finding.hint());
    }

    @Test
    void anotherNameOfAUnitIsThatUnit() {
        Machine machine = new Machine()
                .unit("mariadb.service", RUNS, "Names=mariadb.service mysql.service")
                .unit("web.service", needs("Requires=mysql.service", "After=mysql.service"));
        assertEquals(Set.of(), machine.found());
    }

    @Test
    void specifiersOfTheNameAreFilledIn() {
        Machine machine = new Machine()
                .unit(
                        "web@1.service",
                        needs("Requires=db@%i.service", "After=db@%i.service", "OnFailure=tell-%p.service"),
                        "After=db@1.service")
                .unit("db@1.service", RUNS)
                .loaded("tell-web.service", "loaded");
        assertEquals(Set.of(), machine.found());
        assertFound("error missing-requirement", "Requires=%N-gone.service");
        assertEquals(Set.of(), found("Wants=%H.service"));
    }

    @Test
    void aWordThatIsNoNameOfAUnit() {
        assertFound("warning not-a-unit", "After=db");
        assertEquals(
                "write db.service",
                machine()
                        .unit("web.service", needs("After=db"))
                        .first()
                        .map(Finding::hint)
                        .orElse(""));
    }

    @Test
    void whatAPackageShipsIsMilder() {
        String text = needs("Requires=gone.service", "Wants=none.service", "After=other.service");
        Machine used = new Machine().shipped("web.service", text, "ActiveState=active", "UnitFileState=static");
        assertEquals(Set.of("web.service: warning missing-requirement"), used.found());
        Machine unused = new Machine().shipped("web.service", text);
        assertEquals(Set.of(), unused.found());
        assertEquals(Set.of("web.service: warning missing-requirement"), unused.found("web.service"));
    }

    @Test
    void whatIsTriggeredHasToBeThere() {
        String timer = "[Timer]\nOnBootSec=1h\nUnit=gone.service\n";
        Machine machine = new Machine().unit("often.timer", timer, "Triggers=gone.service");
        assertEquals(Set.of("often.timer: error missing-triggered"), machine.found());
        assertEquals(3, machine.first().orElseThrow().place().line());
        assertEquals(
                Set.of(),
                machine()
                        .unit("often.timer", timer.replace("gone", "db"), "Triggers=db.service")
                        .found());
        Machine masked = new Machine()
                .unit("often.timer", timer, "Triggers=gone.service")
                .loaded("gone.service", "masked");
        assertEquals(Set.of("often.timer: error masked-requirement"), masked.found());
    }

    @Test
    void whatIsMaskedCannotBeRequired() {
        Machine machine = new Machine().loaded("db.service", "masked");
        machine.unit("web.service", needs("Requires=db.service", "After=db.service"));
        assertEquals(Set.of("web.service: error masked-requirement"), machine.found());
        machine.unit("web.service", needs("Wants=db.service", "After=db.service"));
        assertEquals(Set.of(), machine.found());
    }

    private static Machine circle(String... first) {
        return new Machine()
                .unit("a.service", needs(first))
                .unit("b.service", needs("After=c.service"))
                .unit("c.service", needs("Before=b.service", "After=a.service"));
    }

    @Test
    void aCircleOfOrdersIsToldWhole() {
        Machine machine = circle("After=b.service", "Wants=b.service c.service");
        Optional<Finding> finding = machine.first();
        assertEquals(Set.of("c.service: error order-cycle"), machine.found());
        assertTrue(
                finding.orElseThrow().message().contains("a.service after b.service after c.service after a.service"),
                () -> finding.orElseThrow().message());
        assertEquals(
                Set.of("c.service: warning order-cycle"),
                circle("After=b.service").found());
        assertEquals(Set.of(), circle().found());
        assertFound("warning order-cycle", "After=db.service", "Before=db.service");
    }

    @Test
    void theNetworkIsOnlyWaitedForIfSomeUnitWantsIt() {
        Machine machine =
                machine().unit("network-online.target", "").unit("web.service", needs("After=network-online.target"));
        assertEquals(Set.of("web.service: warning online-not-pulled-in"), machine.found());
        machine.unit("other.service", needs("Wants=network-online.target"));
        assertEquals(Set.of(), machine.found());
    }

    @Test
    void aOneshotIsOverOnceItIsDone() {
        String once = "[Service]\nType=oneshot\nExecStart=/usr/bin/true\n";
        for (String[] row : new String[][] {
            {"BindsTo", "error bound-to-ended"},
            {"Requisite", "error bound-to-ended"},
            {"Requires", "remark required-ended"}
        }) {
            String web = needs(row[0] + "=once.service", "After=once.service");
            assertEquals(
                    Set.of("web.service: " + row[1]),
                    new Machine()
                            .unit("once.service", once)
                            .unit("web.service", web)
                            .found());
            assertEquals(
                    Set.of(),
                    new Machine()
                            .unit("once.service", once + "RemainAfterExit=yes\n")
                            .unit("web.service", web)
                            .found());
        }
    }

    @Test
    void whatConflictsCannotBeRequired() {
        assertFound("error conflict", "Requires=db.service", "After=db.service", "Conflicts=db.service");
        assertFound("warning conflict", "Wants=db.service", "After=db.service", "Conflicts=db.service");
        assertEquals(Set.of(), found("Conflicts=db.service"));
        Machine both = machine()
                .unit("other.service", needs("Conflicts=db.service"))
                .unit("all.target", "[Unit]\nRequires=db.service other.service\n");
        assertEquals(Set.of("other.service: error conflict"), both.found());
        assertTrue(both.first().orElseThrow().message().contains("cannot start all.target"));
    }

    @Test
    void whatSystemdRefuses() {
        Machine machine = new Machine()
                .unit("job.service", "[Service]\nType=oneshot\nRestart=always\n", "LoadState=bad-setting")
                .unit("none.service", "[Service]\n", "LoadState=bad-setting");
        assertEquals(Set.of("job.service: error not-loadable", "none.service: error not-loadable"), machine.found());
        assertEquals(3, machine.first().orElseThrow().place().line());
    }

    @Test
    void foldersAndLinksOfUnitsThatDoNotExist() {
        Machine machine = machine();
        machine.links.add(
                link("/etc/systemd/system/multi-user.target.wants/gone.service", "gone.service", "db.service"));
        machine.links.add(link("/etc/systemd/system/no.target.wants/db.service", "db.service", "no.target"));
        machine.links.add(link("/etc/systemd/system/db.service.wants/x@1.service", "x@1.service", "db.service"));
        machine.links.add(link("/usr/lib/systemd/system/no.target.wants/no.service", "no.service", "no.target"));
        machine.links.add(link("/etc/systemd/system/dev-x.device.wants/db.service", "db.service", "dev-x.device"));
        machine.names.add("x@.service");
        for (String unit : new String[] {"lost.service", "db.service", "x@7.service", "d-.service", "user-1.slice"}) {
            machine.dropIns.add(new UnitFolders.DropIns("/etc/systemd/system/" + unit + ".d", unit, Set.of()));
        }
        assertEquals(
                Set.of(
                        "gone.service: warning dangling-link",
                        "db.service: warning enabled-for-nothing",
                        "lost.service: warning orphan-drop-in"),
                machine.found());
    }

    private static UnitFolders.Link link(String path, String unit, String holder) {
        return new UnitFolders.Link(path, unit, Optional.of(holder), "Wants", true);
    }

    @Test
    void whoIsNamedIsToldOfWithWhatItPullsIn() {
        Machine machine = machine()
                .unit("web.service", needs("Wants=app.service", "After=app.service"))
                .unit("app.service", needs("Requires=db.service"))
                .unit("other.service", needs("Requires=db.service"));
        assertEquals(Set.of("app.service: warning no-order"), machine.found("web.service"));
    }
}
