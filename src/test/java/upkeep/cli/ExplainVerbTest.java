package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of what starts a service, and of names that there are not. */
class ExplainVerbTest {

    @TempDir
    private Path root;

    private RecordedCommand command;

    @BeforeEach
    void describe() throws IOException {
        command = new RecordedCommand(root);
        command.spec("""
                targets:
                  shop: {}
                services:
                  web: {exec: [/usr/bin/web], user: web}
                  part: {exec: [/usr/bin/part], user: web, target: shop}
                  rest: {exec: [/usr/bin/rest], user: web, at-boot: false}
                  names: {exec: [/usr/bin/names], user: web, socket: {datagram: 53, on-demand: true}}
                timers:
                  backup: {calendar: daily, service: {exec: [/usr/bin/backup], user: web}}
                paths:
                  inbox: {exists: /srv/inbox, service: {exec: [/usr/bin/import], user: web}}
                """);
    }

    /** What is said of a setting: its value and origin. */
    private Optional<String> setting(String name, String key) {
        RecordedCommand.Answer answer = command.run("explain", name);
        assertEquals("", answer.err());
        List<String> found = answer.out()
                .lines()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length()).strip().replaceAll(" {2,}", " | "))
                .toList();
        return found.stream().findFirst();
    }

    @Test
    void whatStartsAServiceIsNamedWhereItIsNotTheMachine() {
        assertEquals(Optional.of("false: backup.timer starts it | default"), setting("backup", "at-boot"));
        assertEquals(Optional.of("false: inbox.path starts it | default"), setting("inbox", "at-boot"));
        assertEquals(Optional.of("false: names.socket starts it | default"), setting("names", "at-boot"));
        assertEquals(Optional.empty(), setting("backup", "wanted-by"));
    }

    @Test
    void theDefaultIsNamedWhereItIsInForce() {
        assertEquals(Optional.of("true | default"), setting("web", "at-boot"));
        assertEquals(Optional.of("multi-user.target | default"), setting("web", "wanted-by"));
        assertEquals(Optional.empty(), setting("part", "at-boot"));
        assertTrue(setting("rest", "at-boot").orElse("").startsWith("false | /etc/upkeep/upkeep.yaml:"));
    }

    @Test
    void theNearestNameMayBeThatOfAnotherUnit() {
        RecordedCommand.Answer answer = command.run("explain", "bakup.timer");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("did you mean backup.timer?"), answer.err());
        assertFalse(command.run("explain", "backup.timer").out().isEmpty());
    }
}
