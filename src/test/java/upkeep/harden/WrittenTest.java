package upkeep.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import upkeep.harden.Written.Change;

class WrittenTest {

    private static void check(String wanted, Change... changes) {
        assertEquals(
                new TreeSet<>(List.of(wanted.split(" "))),
                Written.writable(List.of(changes), Set.of("/tmp", "/var/tmp", "/var/lib/own")));
    }

    private static Change file(String path) {
        return new Change(path, false, true);
    }

    private static Change newFile(String path) {
        return new Change(path, false, false);
    }

    private static Change newFolder(String path) {
        return new Change(path, true, false);
    }

    @Test
    void theFolderOfAFileIsNamed() {
        check("/var/log/nginx", file("/var/log/nginx/access.log"), newFile("/var/log/nginx/error.log"));
    }

    @Test
    void inAFolderOfManyTheFileItselfIsIfItWasThere() {
        check("/etc/web.conf", file("/etc/web.conf"));
        check("/etc", newFile("/etc/web.new"));
    }

    /** Nothing that is there now need be there after the next boot, but what systemd makes. */
    @Test
    void belowRunOnlyRunItselfIsNamed() {
        check("/run", newFile("/run/web.pid"));
        check("/run", file("/run/web.pid"), newFile("/run/web/socket"), new Change("/run/other", true, true));
    }

    @Test
    void aNewFolderNeedsTheOneAboveAndWhatIsInItNothing() {
        check(
                "/var/lib/web",
                newFolder("/var/lib/web/a"),
                newFolder("/var/lib/web/a/b"),
                newFile("/var/lib/web/a/b/c"));
    }

    @Test
    void aFolderWhoseOwnerChangedIsNamed() {
        check("/srv/web/files", new Change("/srv/web/files", true, true));
    }

    @Test
    void whatLiesInAnotherOrIsWritableAnywayIsNot() {
        check(
                "/srv/web",
                newFile("/srv/web/a"),
                file("/srv/web/sub/b"),
                newFile("/var/lib/own/x"),
                newFile("/tmp/x"),
                newFile("/var/tmp/x/y"));
    }

    @Test
    void aNeighbourWithALongerNameIsAnother() {
        check("/var/lib/owner", newFile("/var/lib/owner/x"));
        check("/srv/web /srv/web-2", newFile("/srv/web/a"), newFile("/srv/web-2/a"));
    }

    @Test
    void whatPythonCompilesIsPassedOver() {
        check(
                "/srv/web",
                newFile("/srv/web/a"),
                newFolder("/usr/lib/x/__pycache__"),
                newFile("/usr/lib/x/__pycache__/y.pyc"));
    }
}
