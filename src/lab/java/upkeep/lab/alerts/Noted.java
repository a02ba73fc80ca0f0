package upkeep.lab.alerts;

import java.util.List;
import java.util.stream.StreamSupport;
import upkeep.lab.Installed;
import upkeep.lab.Machine;

/**
 * What an entry of the ledger notes of an incident, read from its file: of more than {@code upkeep events} lists, and to the microsecond.
 *
 * @param at in microseconds since 1970
 * @param incident 0 if it belongs to none
 */
record Noted(long number, long at, String kind, String subject, long incident, String text) {

    /** Those of all services and checks, the oldest first. */
    static List<Noted> all(Machine machine) {
        String json = machine.run(
                        "sqlite3",
                        "-readonly",
                        "-json",
                        "/var/lib/upkeep/daemon/ledger.db",
                        "SELECT number, wall, kind, subject, coalesce(incident, 0) AS incident, text FROM entry"
                                + " WHERE subject <> '' ORDER BY number")
                .orFail()
                .out();
        return StreamSupport.stream(Installed.parse(json).spliterator(), false)
                .map(entry -> new Noted(
                        entry.path("number").asLong(),
                        entry.path("wall").asLong(),
                        entry.path("kind").asText(),
                        entry.path("subject").asText(),
                        entry.path("incident").asLong(),
                        entry.path("text").asText()))
                .toList();
    }

    boolean isOpening() {
        return kind.equals("INCIDENT_OPENED");
    }

    boolean isEnd() {
        return kind.equals("INCIDENT_RESOLVED");
    }

    /** Whether it notes that this receiver has accepted a message about an incident. */
    boolean tells(String receiver, long of) {
        return kind.equals("TOLD") && incident == of && text.startsWith(receiver + ", by ");
    }
}
