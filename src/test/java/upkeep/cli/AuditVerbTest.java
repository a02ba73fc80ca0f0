package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import upkeep.install.Layout;

/** The verb, told by a scripted systemctl what is loaded, and by a folder in place of the machine what is there. */
class AuditVerbTest {

    private static final String UNITS = "etc/systemd/system/";

    @TempDir
    private Path root;

    private final Map<String, String> blocks = new LinkedHashMap<>();
    private final List<List<String>> commands = new ArrayList<>();
    private boolean answers = true;
    private boolean isRoot;

    /** Systemd with these units, of which it has those loaded that are active; it knows all users but one. */
    private final class ScriptedPrograms extends Programs {
        @Override
        Result run(Duration deadline, List<String> command, int most) {
            commands.add(command);
            if (!answers) {
                return new Result(1, "", "Failed to connect to bus");
            }
            if (command.contains("--property=UnitPath")) {
                return new Result(0, "/etc/systemd/system /run/systemd/none\n", "");
            }
            if (command.getFirst().equals("getent")) {
                return new Result(2, "root:x:0:0:root:/root:/bin/sh\n", "");
            }
            StringBuilder out = new StringBuilder();
            blocks.forEach((unit, block) -> {
                if (block.contains("ActiveState=active") || command.contains(unit)) {
                    out.append("Id=").append(unit).append('\n').append(block).append('\n');
                }
            });
            command.stream()
                    .skip(command.indexOf("*") + 1L)
                    .filter(unit -> !blocks.containsKey(unit))
                    .forEach(unit -> out.append("Id=").append(unit).append("\nLoadState=not-found\n\n"));
            return new Result(0, out.toString(), "");
        }
    }

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(root.resolve("proc/net"));
        Files.createDirectories(root.resolve("sys/fs/cgroup/system.slice"));
        Files.createDirectories(root.resolve(UNITS));
        file("usr/bin/web", "");
        assertTrue(root.resolve("usr/bin/web").toFile().setExecutable(true));
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(root));
        Files.writeString(file, text);
    }

    private void unit(String name, String text, String... properties) throws IOException {
        file(UNITS + name, text);
        blocks.put(
                name,
                "LoadState=loaded\nFragmentPath=/" + UNITS + name + "\nUser=\n" + String.join("\n", properties) + "\n");
    }

    private Answer audit(String... args) {
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(args));
        AuditSurvey survey = new AuditSurvey(new ScriptedPrograms(), new ProcFiles(root, () -> 0), new Layout(root));
        return OneVerb.run(isRoot, it -> new AuditVerb(it, survey), all);
    }

    @Test
    void findingsAreToldByUnitWithPlaceAndCure() throws IOException {
        isRoot = true;
        unit(
                "web.service",
                "[Unit]\nRequires=db.service\n[Service]\nUser=web\nExecStart=/usr/bin/web\n",
                "Requires=db.service",
                "User=web");
        unit("db.service", "[Service]\nExecStart=/usr/bin/web\n");
        blocks.put("default.target", "LoadState=loaded\nActiveState=active\nWants=web.service\n");
        assertEquals(new Answer(1, """
                web.service
                /etc/systemd/system/web.service:4:6: error: cannot start again: User= needs it, and there is no user web
                  hint: make the user, by sysusers.d(5) for instance, or mend the name
                /etc/systemd/system/web.service:2:10: warning: cannot be sure that db.service is there when it starts: \
                Requires= without After= starts both at once (a stop of db.service stops it all the same)
                  hint: write After=db.service beside it
                1 error, 1 warning
                """, ""), audit());
        assertEquals(
                1,
                commands.stream().filter(it -> it.getFirst().equals("getent")).count());
    }

    @Test
    void aRemarkIsNoFailure() throws IOException {
        isRoot = true;
        unit("web.service", "[Unit]\nAfter=none.service\n");
        Answer answer = audit();
        assertEquals(0, answer.exitCode());
        assertTrue(answer.out().endsWith("\n1 remark\n"), answer.out());
    }

    @Test
    void whatSystemdHasNotLoadedIsAskedForWithWhatItNames() throws IOException {
        isRoot = true;
        unit("web.service", "[Unit]\nRequires=db.service\nAfter=db.service\n", "Requires=db.service");
        unit("db.service", "[Unit]\nOnFailure=tell@x.service\n");
        Answer answer = audit();
        assertTrue(answer.out().contains("db.service:2:11: warning: cannot hand over to tell@x.service"), answer.out());
        assertEquals(1, answer.exitCode());
    }

    @Test
    void nothingIsFoundAndAsJson() throws IOException {
        isRoot = true;
        unit("web.service", "[Service]\nExecStart=/usr/bin/web\n");
        assertEquals(new Answer(0, "nothing found\n", ""), audit("web"));
        assertEquals(
                new Answer(0, "{\n  \"findings\" : [ ],\n  \"not-looked-at\" : [ ]\n}\n", ""), audit("--json", "web"));
        unit("web.service", "[Unit]\nWants=none.service\n");
        String json = audit("--json").out();
        assertTrue(json.contains("\"finding\" : \"missing-wish\""), json);
        assertTrue(json.contains("\"severity\" : \"warning\""), json);
        assertTrue(json.contains("\"line\" : 2,\n      \"column\" : 7"), json);
    }

    @Test
    void processesAndPortsAreLookedAt() throws IOException {
        isRoot = true;
        unit(
                "web.service",
                "[Service]\nExecStart=/usr/bin/web\n",
                "ActiveState=active",
                "MainPID=41",
                "UnitFileState=enabled",
                "ExecMainStartTimestamp=@1");
        unit("late.socket", "[Socket]\n", "Listen=[::]:8080 (Stream)\nListen=/run/late (Stream)");
        blocks.put("default.target", "LoadState=loaded\nActiveState=active\nWants=web.service late.socket\n");
        file("sys/fs/cgroup/system.slice/web.service/cgroup.procs", "41\n");
        file("proc/41/comm", "web\n");
        file("proc/41/cgroup", "0::/system.slice/web.service\n");
        file("proc/41/maps", "7f00-7f01 r-xp 00000000 fe:00 13 /usr/lib/libssl.so.3 (deleted)\n");
        Files.createSymbolicLink(root.resolve("proc/41/exe"), Path.of("/usr/bin/web (deleted)"));
        Files.createDirectories(root.resolve("proc/41/fd"));
        Files.createSymbolicLink(root.resolve("proc/41/fd/3"), Path.of("socket:[900]"));
        file("proc/net/tcp", """
                  sl  local_address rem_address   st
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 900 1
                """);
        String out = audit().out();
        assertTrue(out.contains("still run /usr/lib/libssl.so.3 as it was before"), out);
        assertTrue(out.contains("/usr/bin/web was replaced since the service began"), out);
        assertTrue(out.contains("8080/tcp: web of web.service does"), out);
        assertTrue(out.endsWith("1 error, 2 warnings\n"), out);
    }

    @Test
    void foldersAreLookedThrough() throws IOException {
        isRoot = true;
        file(UNITS + "lost.service.d/a.conf", "[Service]\n");
        file(UNITS + "empty.service.d/a.txt", "");
        Files.createDirectories(root.resolve(UNITS + "multi-user.target.wants"));
        Files.createSymbolicLink(
                root.resolve(UNITS + "multi-user.target.wants/gone.service"), Path.of("../gone.service"));
        Files.createSymbolicLink(root.resolve(UNITS + "other.service"), Path.of("nowhere.service"));
        String out = audit().out();
        assertTrue(out.contains("/etc/systemd/system/lost.service.d: warning: cannot apply these drop-ins"), out);
        assertTrue(out.contains("cannot start gone.service with multi-user.target: it does not exist"), out);
        assertTrue(out.contains("cannot find other.service: what the link points to does not exist"), out);
        assertTrue(out.endsWith("3 warnings\n"), out);
    }

    @Test
    void whoIsNotRootIsToldWhatWasNotLookedAt() throws IOException {
        unit("web.service", "[Service]\nExecStart=/usr/bin/web\n", "ActiveState=active", "MainPID=41");
        Files.createDirectories(root.resolve("proc/41"));
        file("sys/fs/cgroup/system.slice/web.service/cgroup.procs", "41\n");
        assertEquals(new Answer(0, """
                nothing found
                not looked at: pre-checks of services: only root runs them
                not looked at: programs and libraries of 1 service: what their processes run is for root to see
                not looked at: what was changed behind upkeep's back: its records are for root to read
                """, ""), audit());
    }

    @Test
    void aUnitThatIsNotThereIsToldWithTheNearest() throws IOException {
        unit("web.service", "[Service]\n", "ActiveState=active");
        assertEquals(new Answer(1, "", """
                        error: cannot audit wbe.service: there is no such unit
                          hint: did you mean web.service?
                        """), audit("wbe"));
        assertEquals(2, audit("web/x").exitCode());
        assertEquals(2, audit("web@").exitCode());
    }

    @Test
    void withoutSystemdThereIsNothingToLookAt() {
        answers = false;
        assertEquals(new Answer(1, "", """
                        error: cannot look at units: systemd does not answer
                          hint: a running systemd is needed
                        """), audit());
    }
}
