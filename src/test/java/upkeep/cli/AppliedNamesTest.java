package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be named to remove and eject, of everything that a spec describes. */
class AppliedNamesTest {

    private static final String SPEC = """
            targets:
              store: {}
            services:
              web: {exec: [/usr/bin/web], user: web, slice: shop, socket: "127.0.0.1:80"}
              db: {exec: [/usr/bin/db], user: db, target: store}
              finger: {exec: [/usr/sbin/fingerd], user: nobody, socket: {listen: 79, accept: true, standard-input: true}}
            timers:
              backup:
                calendar: "02:30"
                service: {exec: [/usr/bin/backup], user: backup}
              recycle: {calendar: Sun 04:00, restart: web, heartbeat: {grace: 1h}}
              inbox: {calendar: daily, starts: other.service}
            paths:
              inbox: {exists: /srv/inbox, starts: other.service}
            slices:
              shop: {limits: {memory: 1G}}
              shop-batch: {limits: {memory: 1G}}
            mounts:
              /srv/share: {what: "files.example.org:/share", type: nfs, automount: 10min}
            swaps:
              /swapfile: {}
            """;

    @TempDir
    private Path root;

    private RecordedCommand command;

    @BeforeEach
    void apply() throws IOException {
        command = new RecordedCommand(root);
        command.spec(SPEC);
        assertEquals("", command.run("apply").err());
        command.calls.clear();
    }

    private void removed(String name, String... units) {
        RecordedCommand.Answer answer = command.run("remove", name);
        assertEquals("", answer.err());
        for (String unit : units) {
            assertFalse(command.hasUnit(unit), unit);
        }
    }

    private void refused(String verb, String name, String message) {
        RecordedCommand.Answer answer = command.run(verb, name);
        assertEquals(1, answer.exitCode(), answer.err());
        assertEquals(message, answer.err());
        assertEquals("", String.join("", command.calls));
    }

    @Test
    void aTimerGoesByItsNameOrUnitAndWhatItRestartsStays() throws IOException {
        removed("recycle.timer", "recycle.timer", "upkeep-timer-recycle.service");
        assertTrue(command.calls.contains("stop recycle.timer"), command.calls::toString);
        assertTrue(command.hasUnit("web.service"));
        assertEquals(1, command.run("remove", "recycle").exitCode(), "it is gone");
        assertFalse(
                Files.readString(root.resolve("var/lib/upkeep/manifest.json")).contains("recycle.service"));
        assertEquals("", command.run("apply").err());
        assertTrue(command.hasUnit("recycle.timer"), "as the specs describe it still");
    }

    @Test
    void aTimerTakesTheServiceAlongThatIsDescribedWithIt() {
        removed("backup.timer", "backup.timer", "backup.service");
    }

    @Test
    void whatStandsInOneEntryGoesTogether() {
        removed("/srv/share", "srv-share.mount", "srv-share.automount");
        removed("swapfile.swap", "swapfile.swap");
    }

    @Test
    void aServiceOfConnectionsGoesWithItsSocket() {
        removed("finger", "finger.socket", "finger@.service");
    }

    @Test
    void aNameWithTwoMeaningsIsAskedBack() {
        refused("remove", "inbox", """
                error: cannot remove inbox: it is the name of inbox.path and inbox.timer
                  hint: name one of them by its whole name, or both
                """);
        removed("inbox.path", "inbox.path");
        assertTrue(command.hasUnit("inbox.timer"));
        removed("inbox", "inbox.timer");
    }

    @Test
    void aSocketGoesWithItsService() {
        refused("remove", "web.socket", """
                error: cannot remove web.socket: it is what systemd listens on for web, and goes with it
                  hint: name web, or take socket: out of its spec
                """);
    }

    @Test
    void whatHoldsOthersStaysAsLongAsTheseDo() {
        refused("remove", "shop", """
                error: cannot remove shop.slice: shop-batch.slice, web.service are in it
                  hint: name these as well, or change the specs and apply
                """);
        refused("remove", "store.target", """
                error: cannot remove store.target: db.service is in it
                  hint: name that as well, or change the specs and apply
                """);
        RecordedCommand.Answer both = command.run("remove", "store", "db", "shop", "shop-batch", "web");
        assertEquals(0, both.exitCode(), both.err());
        assertFalse(command.hasUnit("shop.slice"));
        assertFalse(command.hasUnit("store.target"));
    }

    @Test
    void theNearestOfAllNamesIsSuggested() {
        refused("remove", "recycel", """
                error: cannot remove recycel: nothing of that name was applied
                  hint: did you mean recycle?
                """);
        refused("eject", "srv-share.mont", """
                error: cannot eject srv-share.mont: nothing of that name was applied
                  hint: did you mean srv-share.mount?
                """);
    }

    @Test
    void whatIsEjectedStaysAndIsNotTouchedAgain() throws IOException {
        RecordedCommand.Answer answer = command.run("eject", "recycle", "shop.slice", "finger");
        assertEquals("", answer.err());
        assertTrue(answer.out().startsWith("let go /etc/systemd/system/finger.socket\n"), answer.out());
        for (String unit :
                new String[] {"recycle.timer", "upkeep-timer-recycle.service", "shop.slice", "finger@.service"}) {
            assertFalse(Files.readString(root.resolve("etc/systemd/system").resolve(unit))
                    .contains("Generated by upkeep"));
        }
        assertFalse(command.calls.stream().anyMatch(call -> call.startsWith("stop")), command.calls::toString);
        assertEquals("", command.run("eject", "recycle").err(), "again, as after a run that was cut off");
        assertEquals(1, command.run("remove", "recycle").exitCode());
    }

    @Test
    void allThatIsEjectedStays() {
        assertEquals("", command.run("eject", "--all").err());
        assertTrue(command.hasUnit("finger@.service") && command.hasUnit("finger.socket"));
        assertTrue(command.hasUnit("backup.timer") && command.hasUnit("web.socket"));
    }
}
