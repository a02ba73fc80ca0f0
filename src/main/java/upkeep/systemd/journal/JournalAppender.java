package upkeep.systemd.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * Logs to the journal, with priorities and fields. Key-value pairs of an event become fields {@code UPKEEP_KEY}, but
 * {@code message_id} and {@code unit} keep the journal's own names, and {@code priority} (0 to 7, syslog(3)) replaces
 * what the level stands for. What the journal does not take goes to another appender.
 */
final class JournalAppender extends AppenderBase<ILoggingEvent> {

    private static final Set<String> OWN_NAMES = Set.of("MESSAGE_ID", "UNIT", "PRIORITY");

    private final JournalSender sender;
    private final Appender<ILoggingEvent> fallback;

    /** For a journal that listens there. */
    JournalAppender(String socket, Appender<ILoggingEvent> fallback) {
        this.sender = new JournalSender(socket);
        this.fallback = fallback;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!sender.send(fields(event))) {
            fallback.doAppend(event);
        }
    }

    private Map<String, String> fields(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("MESSAGE", message(event));
        fields.put("PRIORITY", priority(event.getLevel()));
        fields.put("SYSLOG_IDENTIFIER", "upkeepd");
        fields.put("UPKEEP_LOGGER", String.valueOf(event.getLoggerName()));
        fields.put("UPKEEP_THREAD", String.valueOf(event.getThreadName()));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                String value = String.valueOf(pair.value);
                String name = fieldName(String.valueOf(pair.key));
                if (JournalSender.isName(name) && (!name.equals("PRIORITY") || value.matches("[0-7]"))) {
                    fields.put(name, value);
                }
            }
        }
        return fields;
    }

    /** What an event says, with the stack trace of what was thrown. */
    static String message(ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        return event.getThrowableProxy() == null
                ? message
                : message + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static String fieldName(String key) {
        String name = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return OWN_NAMES.contains(name) ? name : "UPKEEP_" + name;
    }

    private static String priority(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "3";
            case Level.WARN_INT -> "4";
            case Level.INFO_INT -> "6";
            default -> "7";
        };
    }
}
