package upkeep.systemd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upkeep.base.UnitName;
import upkeep.fuzz.FuzzTarget;

/** What journalctl writes, and what others wrote into the journal. */
public final class JournalFuzzTargets {

    private static final UnitName WEB = UnitName.parse("web.service").orElseThrow();

    private JournalFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of("journal-export", JournalFuzzTargets::export, ExportedEntry.class)
                        .from(
                                "__REALTIME_TIMESTAMP=1764158400000000\nMESSAGE=plain\n_COMM=sudo\n\n",
                                "MESSAGE\n\7\0\0\0\0\0\0\0two\nlin\n\n",
                                "=\n\n\n"),
                FuzzTarget.ofText(
                                "journal-message",
                                JournalFuzzTargets::message,
                                Requests.class,
                                HarmlessText.class,
                                JournalSender.class)
                        .from(
                                "alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/systemctl stop web",
                                "alice: Executing command [USER=root] [TTY=/dev/pts/0] [CWD=/]"
                                        + " [COMMAND=/usr/bin/systemctl stop web]",
                                "Operator of unix-session:1 successfully authenticated as unix-user:alice to gain"
                                        + " TEMPORARY authorization for action org.freedesktop.systemd1.manage-units for"
                                        + " system-bus-name::1.5 [systemctl stop web] (owned by unix-user:alice)"));
    }

    private static void export(byte[] bytes) {
        for (ExportedEntry entry : ExportedEntry.parse(bytes)) {
            assertTrue(entry.realtimeMicros() >= 0);
            message(entry.field("MESSAGE"));
            Requests.by(entry, WEB);
        }
    }

    private static void message(String text) {
        String harmless = HarmlessText.of(text);
        assertTrue(harmless.length() <= HarmlessText.LIMIT, harmless);
        assertTrue(harmless.codePoints().noneMatch(Character::isISOControl), harmless);
        for (String program : List.of("sudo", "pkexec", "polkitd")) {
            Requests.by(
                    new ExportedEntry(Map.of(
                            "MESSAGE",
                            text,
                            "_TRANSPORT",
                            "syslog",
                            "_SYSTEMD_UNIT",
                            program.equals("polkitd") ? "polkit.service" : "session-1.scope",
                            "_EXE",
                            "/usr/bin/" + program,
                            "_COMM",
                            program)),
                    WEB);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", text);
        fields.put("OTHER", text);
        assertTrue(JournalSender.encode(fields).length <= JournalSender.ENTRY_LIMIT);
        assertEquals(JournalSender.isName(text), text.matches("[A-Z][A-Z0-9_]{0,63}"));
    }
}
