package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

class DriftTest {

    private static final String PATH = "/etc/systemd/system/web.service";
    private static final UnitTree TREE = Trees.tree()
            .service(Trees.WEB, "/bin/1")
            .dropIn(Trees.NGINX, "1G")
            .file(
                    "/etc/systemd/system/upkeep-check-x@.service",
                    "[Service]\n",
                    UnitTree.Kind.PROGRAM,
                    Optional.of(new UnitName("upkeep-check-x@.service")))
            .build();

    private static Manifest manifest() {
        SortedMap<String, Manifest.Entry> files = new TreeMap<>();
        TREE.files().values().forEach(file -> files.put(file.path(), Manifest.Entry.of(file)));
        return new Manifest(1, files, new TreeSet<>(List.of(Trees.WEB)), new TreeSet<>(), Optional.empty());
    }

    private static Map<String, DiskFile> disk() {
        Map<String, DiskFile> disk = new TreeMap<>();
        TREE.files().values().forEach(file -> disk.put(file.path(), regular(file.content(), file.mode())));
        return disk;
    }

    /** What was rendered for the path. */
    private static String text() {
        return TREE.files().values().stream()
                .filter(file -> file.path().equals(PATH))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private static DiskFile regular(String text, int mode) {
        return DiskFile.Regular.of(text.getBytes(StandardCharsets.UTF_8), mode);
    }

    private static List<String> find(Map<String, DiskFile> disk, Map<UnitName, Map<String, String>> loaded) {
        return Drift.find(manifest(), disk, Map.of(), loaded).stream()
                .map(drift -> drift.subject() + " " + drift.cause().word())
                .toList();
    }

    @Test
    void templatesAreNotAskedFor() {
        assertEquals(List.of(Trees.NGINX, Trees.WEB), Drift.units(manifest()));
    }

    @Test
    void whatIsAsItWasPutInForceIsNoDrift() {
        Map<UnitName, Map<String, String>> loaded = Map.of(
                Trees.WEB,
                Map.of(
                        "LoadState", "loaded",
                        "FragmentPath", PATH,
                        "DropInPaths", "/usr/lib/systemd/system/service.d/10-all.conf",
                        "NeedDaemonReload", "no",
                        "UnitFileState", "enabled"),
                Trees.NGINX,
                Map.of(
                        "LoadState", "loaded",
                        "FragmentPath", "/lib/systemd/system/nginx.service",
                        "DropInPaths", "/etc/systemd/system/nginx.service.d/50-upkeep.conf",
                        "UnitFileState", "disabled"));
        assertEquals(List.of(), find(disk(), loaded));
        assertEquals(List.of(), find(disk(), Map.of()));
    }

    @Test
    void whatIsOnDiskIsCompared() {
        Map<String, DiskFile> disk = disk();
        disk.put(PATH, regular("[Service]\n", 0644));
        assertEquals(List.of("web.service edited"), find(disk, Map.of()));
        disk.put(PATH, regular(text(), 0600));
        assertEquals(List.of("web.service mode"), find(disk, Map.of()));
        disk.put(PATH, new DiskFile.Special("a link to /dev/null (the unit is masked)"));
        assertEquals(List.of("web.service masked"), find(disk, Map.of(Trees.WEB, Map.of("LoadState", "masked"))));
        disk.put(PATH, new DiskFile.Special("a directory"));
        assertEquals(List.of("web.service replaced"), find(disk, Map.of()));
        disk.remove(PATH);
        assertEquals(List.of("web.service deleted"), find(disk, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "LoadState, masked, masked",
        "NeedDaemonReload, yes, not-loaded",
        "UnitFileState, disabled, disabled",
        "DropInPaths, /etc/systemd/system/web.service.d/override.conf, drop-in",
        "DropInPaths, /run/systemd/system/web.service.d/x.conf, drop-in",
        "DropInPaths, /run/systemd/system.control/web.service.d/50-MemoryMax.conf, set-property",
        "DropInPaths, /etc/systemd/system.control/web.service.d/50-MemoryMax.conf, set-property",
    })
    void whatSystemdHasLoadedIsCompared(String property, String value, String cause) {
        List<Drift> found = Drift.find(manifest(), disk(), Map.of(), Map.of(Trees.WEB, Map.of(property, value)));
        assertEquals(1, found.size(), found.toString());
        assertEquals(cause, found.getFirst().cause().word());
        assertTrue(!found.getFirst().adopt().isEmpty()
                && !found.getFirst().revert().isEmpty());
    }

    @Test
    void aDropInThatSystemdHasNotReadIsTold() {
        String ours = "/etc/systemd/system/web.service.d/override.conf";
        Map<UnitName, List<String>> dropIns = Map.of(Trees.WEB, List.of(ours));
        Map<String, String> loaded = Map.of("LoadState", "loaded", "NeedDaemonReload", "no", "DropInPaths", "");
        List<Drift> found = Drift.find(manifest(), disk(), dropIns, Map.of(Trees.WEB, loaded));
        assertEquals(
                List.of("systemd has not read " + ours),
                found.stream().map(Drift::detail).toList());
        Map<String, String> another =
                Map.of("LoadState", "loaded", "DropInPaths", "/usr/lib/systemd/system/web.service.d/override.conf");
        assertEquals(List.of(), Drift.find(manifest(), disk(), dropIns, Map.of(Trees.WEB, another)));
    }

    @Test
    void anotherFileInItsPlaceIsTold() {
        Map<String, String> loaded =
                Map.of("LoadState", "loaded", "FragmentPath", "/etc/systemd/system.control/web.service");
        assertEquals(List.of("web.service shadowed"), find(disk(), Map.of(Trees.WEB, loaded)));
    }
}
