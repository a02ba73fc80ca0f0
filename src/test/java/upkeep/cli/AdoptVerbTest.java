package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.cli.OneVerb.Answer;
import upkeep.host.ProcFiles;

/** The verb, told by a scripted systemctl what there is, and by a folder in place of /proc where it listens. */
class AdoptVerbTest {

    @TempDir
    private Path root;

    private final Map<String, Programs.Result> answers = new LinkedHashMap<>();

    private final class ScriptedPrograms extends Programs {
        @Override
        Result run(Duration deadline, List<String> command) {
            String line = String.join(" ", command);
            return answers.entrySet().stream()
                    .filter(answer ->
                            line.startsWith("systemctl " + answer.getKey().split("\\|", 2)[0])
                                    && line.endsWith(answer.getKey().split("\\|", 2)[1]))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(new Result(0, "", ""));
        }
    }

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(root.resolve("specs/conf.d"));
        Files.createDirectories(root.resolve("sys/fs/cgroup/system.slice"));
        Files.createDirectories(root.resolve("proc/net"));
        unit("web.service", "loaded", "ActiveState=active\nType=simple\nRestart=no\n");
    }

    private void unit(String name, String load, String more) {
        answers.put(
                "show --property=Id|-- " + name,
                new Programs.Result(0, "Id=" + name + "\nLoadState=" + load + "\n" + more, ""));
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(root));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private Answer adopt(String... args) {
        List<String> all = new ArrayList<>(List.of(
                "adopt",
                "--specs",
                root.resolve("specs").toString(),
                "--presets",
                Path.of("presets").toAbsolutePath().toString()));
        all.addAll(List.of(args));
        return OneVerb.run(
                false,
                it -> new AdoptVerb(it, new UnitSurvey(new ScriptedPrograms(), new ProcFiles(root, () -> 0))),
                all);
    }

    private void refused(String unit, String error, String hint) {
        assertEquals(new Answer(1, "", "error: cannot adopt " + error + "\n  hint: " + hint + "\n"), adopt(unit));
    }

    @Test
    void theEndingOfAServiceMayBeLeftOut() {
        Answer answer = adopt("web");
        assertEquals("", answer.err());
        assertTrue(answer.out().contains("  web:\n    adopt: web.service\n"), answer.out());
    }

    @Test
    void thePortIsThatOfASocketOfTheUnitsProcesses() throws IOException {
        file("sys/fs/cgroup/system.slice/web.service/cgroup.procs", "41\n");
        Files.createDirectories(root.resolve("proc/41/fd"));
        Files.createSymbolicLink(root.resolve("proc/41/fd/3"), Path.of("socket:[900]"));
        file("proc/net/tcp", """
                  sl  local_address rem_address   st
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 900 1
                   1: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 901 1
                """);
        Answer answer = adopt("web");
        assertTrue(answer.out().contains("liveness: {tcp: 8080, every: 30s}\n"), answer.out());
    }

    @Test
    void anAliasIsAdoptedByTheNameOfItsUnit() {
        answers.put(
                "show --property=Id|-- mysql.service",
                new Programs.Result(0, "Id=mariadb.service\nLoadState=loaded\nType=notify\nRestart=on-abort\n", ""));
        assertTrue(adopt("mysql").out().contains("  mariadb:\n    adopt: mariadb.service\n"));
    }

    @Test
    void theFilesOfTheUnitAreRead() throws IOException {
        file("web.service", "[Service]\nWatchdogSec=30s\n");
        file("web.conf", "[Service]\nWatchdogSec=40s\n");
        unit(
                "web.service",
                "loaded",
                "FragmentPath=" + root.resolve("web.service") + "\nDropInPaths=" + root.resolve("web.conf") + "\n");
        assertTrue(adopt("web").out().contains("#   WatchdogSec=40s\n"));
    }

    @Test
    void aMissingUnitIsToldWithTheNearest() {
        unit("ngnix.service", "not-found", "");
        answers.put("list-unit-files|--", new Programs.Result(0, "nginx.service enabled enabled\nssh.service x\n", ""));
        refused("ngnix", "ngnix.service: there is no such unit", "did you mean nginx.service?");
    }

    @Test
    void whatIsMaskedOrBrokenOrNoNameIsRefused() {
        unit("web.service", "masked", "");
        refused("web", "web.service: it is masked, and cannot be started", "systemctl unmask web.service");
        unit("web.service", "bad-setting", "LoadError=org.freedesktop.systemd1.BadUnitSetting \"no ExecStart\"\n");
        assertTrue(adopt("web").err().contains("systemd cannot load it: org.freedesktop.systemd1.BadUnitSetting"));
        unit("upkeepd.service", "loaded", "");
        refused(
                "upkeepd",
                "upkeepd.service: upkeep does not watch itself",
                "systemd does, through upkeepd's own watchdog");
        assertTrue(adopt("a b").err().contains("cannot adopt a b: it is no name of a unit"));
        answers.put("show|", new Programs.Result(1, "", "Failed to connect to bus\n"));
        answers.remove("show --property=Id|-- web.service");
        assertTrue(adopt("web").err().contains("systemd does not answer: Failed to connect to bus"));
    }

    @Test
    void aTemplateIsToldWithItsInstances() {
        answers.put(
                "list-units|-- db@*.service",
                new Programs.Result(0, "db@a.service loaded active\ndb@b.service x\n", ""));
        refused(
                "db@",
                "db@.service: it is a template, from which systemd makes units",
                "there are: db@a.service, db@b.service");
        answers.clear();
        answers.put("list-unit-files|-- db@.service", new Programs.Result(0, "db@.service static -\n", ""));
        assertTrue(adopt("db@").err().contains("name one of its units, such as db@NAME.service"));
        answers.clear();
        assertTrue(adopt("db@").err().contains("cannot adopt db@.service: there is no such unit"));
    }

    @Test
    void whatUpkeepGeneratedIsTheSpecsAlready() throws IOException {
        file(
                "web.service",
                "# Generated by upkeep from /etc/upkeep/conf.d/web.yaml:2.\n# sha256:" + "0".repeat(64)
                        + " of all below this header.\n# Do not edit it here.\n\n[Service]\n");
        unit("web.service", "loaded", "FragmentPath=" + root.resolve("web.service") + "\n");
        refused(
                "web",
                "web.service: it is already described by /etc/upkeep/conf.d/web.yaml:2",
                "upkeep explain NAME shows what is in force for a service");
    }

    @Test
    void whatSpecsAdoptOrCheckIsNotAdoptedAgain() throws IOException {
        file("specs/conf.d/a.yaml", "services: {front: {adopt: web.service}}\nchecks: {t: {timer: x.timer}}\n");
        assertTrue(adopt("web")
                .err()
                .contains("it is already described by " + root.resolve("specs/conf.d/a.yaml") + ":1, as front"));
        unit("x.timer", "loaded", "ActiveState=active\n");
        assertTrue(adopt("x.timer").err().contains("conf.d/a.yaml:2, as t"));
    }

    @Test
    void aNameThatIsTakenIsPassedOver() throws IOException {
        file("specs/conf.d/a.yaml", "checks: {web: {tcp: 80}}\n");
        assertTrue(adopt("web").out().contains("  web-2:\n    adopt: web.service\n"));
    }

    @Test
    void itIsWrittenOnceAndNeverOverAFile() throws IOException {
        unit("x.timer", "loaded", "ActiveState=active\n");
        Path file = root.resolve("specs/conf.d/web.yaml");
        Answer written = adopt("--write", "web", "x.timer");
        assertEquals(0, written.exitCode(), written.err());
        assertEquals(
                file + ": web.service as web\n" + root.resolve("specs/conf.d/x-timer.yaml") + ": x.timer as x-timer\n",
                written.out());
        assertTrue(Files.readString(file).startsWith("services:\n  # web.service\n"));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        unit("other.service", "loaded", "");
        file("specs/conf.d/other.yaml", "checks: {y: {tcp: 1}}\n");
        unit("late.service", "loaded", "");
        Answer refused = adopt("--write", "late", "other");
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("other.yaml: there is a file of that name"), refused.err());
        assertTrue(Files.notExists(root.resolve("specs/conf.d/late.yaml")), "half of what was asked for was written");
    }

    @Test
    void wrongSpecsHinderWritingAndNotPrinting() throws IOException {
        file("specs/conf.d/a.yaml", "servces: {}\n");
        Answer printed = adopt("web");
        assertEquals(0, printed.exitCode());
        assertTrue(printed.err().startsWith("warning: cannot see what the specs have already: "), printed.err());
        assertTrue(printed.out().contains("adopt: web.service"));
        assertEquals(2, adopt("--write", "web").exitCode());
    }
}
