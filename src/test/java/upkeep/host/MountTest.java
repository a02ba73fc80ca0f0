package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTest {

    private static Mount one(String line) {
        List<Mount> mounts = Mount.parse(line + "\n");
        assertEquals(1, mounts.size(), mounts.toString());
        return mounts.getFirst();
    }

    @Test
    void readsEveryPart() {
        assertEquals(
                new Mount("254:0", "/", "/srv", "rw,relatime", "ext4", "/dev/vda", false),
                one("27 1 254:0 / /srv rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard"));
    }

    @Test
    void decodesWhatIsWrittenAsOctal() {
        Mount mount = one("27 1 8:1 / /mnt/two\\040words\\134\\303\\244 rw - ext4 /dev/my\\040disk rw");
        assertEquals("/mnt/two words\\ä", mount.point());
        assertEquals("/dev/my disk", mount.source());
    }

    @Test
    void isReadOnlyAsAMountOrAsAWhole() {
        assertTrue(one("1 1 8:1 / / ro,relatime - ext4 /dev/sda1 rw").isReadOnly());
        assertTrue(one("1 1 8:1 / / rw,relatime - ext4 /dev/sda1 ro,errors=remount-ro")
                .isReadOnly());
        assertFalse(one("1 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw,errors=remount-ro")
                .isReadOnly());
    }

    @Test
    void whatIsMountedOverAnotherHidesIt() {
        List<Mount> mounts = Mount.parse("""
                1 1 8:1 / /srv rw - ext4 /dev/sda1 rw
                2 1 8:2 / /srv rw - xfs /dev/sdb1 rw
                """);
        assertEquals(List.of("/dev/sdb1"), mounts.stream().map(Mount::source).toList());
    }

    @Test
    void leavesOutLinesThatAreCutOff() {
        assertEquals(List.of(), Mount.parse("27 1 254:0 / /srv rw,relatime\n27 1 254:0 / /srv rw - ext4\n\nx\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "nfs4, nas:/export, true",
        "cifs, //nas/share, true",
        "fuse.sshfs, user@host:/dir, true",
        "fuse.mergerfs, pool, false",
        "ext4, /dev/sda1, false"
    })
    void knowsWhatIsElsewhere(String type, String source, boolean isRemote) {
        assertEquals(
                isRemote,
                one("1 1 0:50 / /mnt rw - " + type + " " + source + " rw").isRemote());
    }

    @Test
    void readsTheTablesOfBothKernels() {
        for (ProcFiles files : List.of(Recorded.linux61(), Recorded.linux618())) {
            List<Mount> mounts = new FileSystems(files).mounts().orElseThrow();
            List<Mount> root =
                    mounts.stream().filter(mount -> mount.point().equals("/")).toList();
            assertEquals(1, root.size(), mounts.toString());
            assertTrue(root.getFirst().hasSpace());
            assertFalse(root.getFirst().isReadOnly());
        }
    }

    @Test
    void countersAreFoundByNumberAndByName() {
        String text = "   8       1 sda1 10 0 100 7 20 0 200 8 0 9 15\n";
        DiskCounters counters = new DiskCounters(10, 51_200, 20, 102_400, 15);
        assertEquals(counters, DiskCounters.parse(text).get("8:1"));
        assertEquals(counters, DiskCounters.parse(text).get("sda1"));
        assertTrue(DiskCounters.parse("   8       1 sda1 10 0 100 7 20\n").isEmpty());
    }
}
