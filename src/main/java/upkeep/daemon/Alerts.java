package upkeep.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.core.Action.Alert;
import upkeep.systemd.journal.JournalReader;
import upkeep.systemd.journal.JournalSender;

/**
 * Tells people through the journal, with fields to search for: {@code journalctl UPKEEP_SUBJECT=web}. A critical alert
 * carries the unit's last log lines.
 */
final class Alerts {

    /** One id for each kind of message, for {@code journalctl MESSAGE_ID=} and the message catalogue. */
    static final String FIRING = "4f2d6d3c1f0e4b0c9a6f6d1f5b0a7e11";

    static final String RESOLVED = "4f2d6d3c1f0e4b0c9a6f6d1f5b0a7e12";
    static final String EXHAUSTED = "4f2d6d3c1f0e4b0c9a6f6d1f5b0a7e13";

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final int LOG_LINES = 20;
    private static final Duration LOG_DEADLINE = Duration.ofSeconds(3);

    private final JournalSender journal;
    private final JournalReader reader;
    private final Function<String, Optional<UnitName>> units;

    Alerts(JournalSender journal, JournalReader reader, Function<String, Optional<UnitName>> units) {
        this.journal = journal;
        this.reader = reader;
        this.units = units;
    }

    /** Returns at once; the journal's answer is waited for elsewhere. */
    void tell(Alert alert) {
        Thread.ofVirtual().name("alert-" + alert.entry()).start(() -> send(alert));
    }

    private void send(Alert alert) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", alert.text());
        fields.put("PRIORITY", Integer.toString(priority(alert.severity())));
        fields.put("SYSLOG_IDENTIFIER", "upkeepd");
        fields.put("MESSAGE_ID", messageId(alert.state()));
        fields.put("UPKEEP_SUBJECT", alert.subject());
        fields.put("UPKEEP_ENTRY", Long.toString(alert.entry()));
        Optional<UnitName> unit = units.apply(alert.subject());
        unit.ifPresent(name -> fields.put("UPKEEP_UNIT", name.text()));
        fields.put("UPKEEP_STATE", alert.state().word());
        fields.put("UPKEEP_INCIDENT_KEY", alert.key());
        if (alert.severity() == Severity.CRITICAL) {
            unit.ifPresent(name -> fields.put("UPKEEP_LOG", String.join("\n", lastLines(name))));
        }
        if (!journal.send(fields)) {
            LOG.warn("{}", alert.text());
        }
    }

    private List<String> lastLines(UnitName unit) {
        try {
            return reader.last(unit, LOG_LINES, LOG_DEADLINE);
        } catch (IOException e) {
            return List.of("cannot read the journal of " + unit + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static String messageId(Alert.State state) {
        return switch (state) {
            case RESOLVED -> RESOLVED;
            case EXHAUSTED -> EXHAUSTED;
            case FIRING, CHANGED, REPORT -> FIRING;
        };
    }

    private static int priority(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 2;
            case ERROR -> 3;
            case WARNING -> 4;
            case NOTICE -> 5;
            case INFORMATION -> 6;
        };
    }
}
