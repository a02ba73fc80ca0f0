package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import upkeep.host.Mount;

class WayBackTest {

    private static final Path HOME = Path.of("/var/lib/upkeep/daemon");

    private static Mount mount(String point, boolean isReadOnly) {
        return new Mount("8:1", "/", point, "relatime", "ext4", "/dev/sda1", isReadOnly);
    }

    @Test
    void theInnermostMountCounts() {
        assertTrue(WayBack.isReadOnly(List.of(mount("/", true)), HOME));
        assertFalse(WayBack.isReadOnly(List.of(mount("/", true), mount("/var/lib", false)), HOME));
        assertTrue(WayBack.isReadOnly(List.of(mount("/var/lib", true), mount("/", false)), HOME));
    }

    @Test
    void ofSeveralOnOneFolderTheLastIsSeen() {
        assertFalse(WayBack.isReadOnly(List.of(mount("/var", true), mount("/var", false)), HOME));
        assertTrue(WayBack.isReadOnly(List.of(mount("/var", false), mount("/var", true)), HOME));
    }

    @Test
    void aFolderWhoseNameBeginsAlikeIsAnother() {
        assertFalse(WayBack.isReadOnly(List.of(mount("/", false), mount("/var/lib/up", true)), HOME));
    }
}
