package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.base.Checked;
import upkeep.unit.UnitFile;

/**
 * The unit files of Debian's packages: those of what is installed, and those in {@code /srv/lab/unit-files} of what is not. Each is
 * read and written back, and each unit that they make is adopted.
 */
@OnEverySuite
class UnitFilesLabTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** Where systemd looks for units, and where those lie that it shall not see at boot. */
    private static final List<String> FOLDERS =
            List.of("usr/lib/systemd", "usr/local/lib/systemd", "etc/systemd", "srv/lab/unit-files");

    /** One or more of every package that is to be there. */
    private static final Set<String> NEEDED = Set.of(
            "nginx.service",
            "apache2.service",
            "apache-htcacheclean@.service",
            "postgresql.service",
            "postgresql@.service",
            "redis-server.service",
            "redis-server@.service",
            "mariadb.service",
            "mariadb@.service",
            "docker.service",
            "docker.socket",
            "containerd.service",
            "ssh.service",
            "ssh.socket",
            "cron.service",
            "rsyslog.service",
            "chrony.service",
            "unbound.service",
            "haproxy.service",
            "prometheus.service",
            "prometheus-alertmanager.service",
            "prometheus-node-exporter.service",
            "systemd-journald.service",
            "systemd-journald.socket",
            "systemd-udevd.service",
            "systemd-resolved.service",
            "systemd-oomd.service",
            "systemd-timesyncd.service",
            "systemd-tmpfiles-clean.timer",
            "systemd-ask-password-wall.path",
            "systemd-nspawn@.service",
            "dev-hugepages.mount",
            "proc-sys-fs-binfmt_misc.automount",
            "user.slice",
            "multi-user.target",
            "user@.service");

    private static final Set<String> TYPES =
            Set.of("service", "socket", "timer", "path", "target", "slice", "mount", "automount");

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "unit-files");
        machine = installed.machine();
        // As the package would install them; what is there already stays.
        machine.shell(
                        "for folder in /srv/lab/unit-files/*/lib/systemd/system /srv/lab/unit-files/*/usr/lib/systemd/system; do"
                                + " [ ! -d \"$folder\" ] || cp --archive --no-clobber \"$folder/.\" /usr/lib/systemd/system/; done")
                .orFail();
        machine.run("systemctl", "daemon-reload").orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    /** Units and their drop-ins; no link is followed, since an absolute one leads out of the machine. */
    private static List<Path> unitFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            Path root = machine.root().resolve(folder);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(UnitFilesLabTest::isUnitFile).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static boolean isUnitFile(Path file) {
        String name = String.valueOf(file.getFileName());
        String folder = String.valueOf(file.getParent());
        String type = name.substring(name.lastIndexOf('.') + 1);
        return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                && (TYPES.contains(type)
                        || (type.equals("conf") && folder.matches(".*\\.(" + String.join("|", TYPES) + ")\\.d")));
    }

    @Test
    void everyFileIsReadAndWrittenBackByteForByte() throws IOException {
        Set<String> names = new TreeSet<>();
        int assignments = 0;
        List<Path> files = unitFiles();
        for (Path path : files) {
            byte[] bytes = Files.readAllBytes(path);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Checked<UnitFile> parsed = UnitFile.parse(path.toString(), text);
            assertEquals(List.of(), parsed.problems());
            UnitFile file = parsed.value().orElseThrow();
            assertArrayEquals(bytes, file.text().getBytes(StandardCharsets.UTF_8), path::toString);
            assignments += file.assignments().size();
            names.add(String.valueOf(path.getFileName()));
        }
        System.out.println(suite.codename() + ": " + files.size() + " unit files with " + assignments + " assignments");
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(names);
        assertEquals(Set.of(), missing, "not among the files of the machine");
        Set<String> types = names.stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
        assertTrue(types.containsAll(TYPES) && types.contains("conf"), types::toString);
    }

    /** All units of files that systemd can load, but what is upkeep's own; a template is there with one instance. */
    private static List<String> units() {
        List<String> units = new ArrayList<>();
        machine.shell(
                        "systemctl list-unit-files --no-legend --no-pager | awk '$2 !~ /masked|alias|transient/ { print $1 }'")
                .orFail()
                .out()
                .lines()
                .filter(unit -> !unit.startsWith("upkeep"))
                .map(unit -> unit.replace("@.", "@17-main."))
                .forEach(units::add);
        return units;
    }

    @Test
    void everyUnitIsAdoptedByASpecThatIsRightAndChangesNothing() throws IOException {
        List<String> units = units();
        Set<String> present = new TreeSet<>(units);
        NEEDED.stream()
                .filter(unit -> !unit.contains("@")
                        && !machine.property(unit, "LoadState").equals("masked"))
                .forEach(unit -> assertTrue(present.contains(unit), unit));
        String[] command = Stream.concat(Stream.of("upkeep", "adopt", "--"), units.stream())
                .toArray(String[]::new);
        String spec = machine.run(LONG, command).orFail().out();
        machine.write("/etc/upkeep/conf.d/adopted.yaml", spec);
        String valid = installed.upkeep("validate").orFail().text();
        System.out.println(suite.codename() + ": " + units.size() + " units adopted; " + valid);
        JsonNode plan = installed.json("plan");
        assertEquals(1, plan.path("files").size(), plan::toString);
        assertEquals(
                "/etc/polkit-1/rules.d/50-upkeep.rules",
                plan.path("files").path(0).path("path").asText());
        assertEquals(0, plan.path("deferred").size(), plan::toString);
        plan.path("steps")
                .forEach(
                        step -> assertEquals("reload-upkeepd", step.path("step").asText(), plan::toString));
        machine.run("rm", "/etc/upkeep/conf.d/adopted.yaml").orFail();
    }
}
