package upkeep.systemd.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Logs to the journal, with priorities and fields. Key-value pairs of an event become fields {@code UPKEEP_KEY}, but
 * {@code message_id} and {@code unit} keep the journal's own names, and {@code priority} (0 to 7, syslog(3)) replaces
 * what the level stands for. What the journal does not take goes to the attached appenders.
 */
public final class JournalAppender extends AppenderBase<ILoggingEvent> implements AppenderAttachable<ILoggingEvent> {

    private static final Set<String> OWN_NAMES = Set.of("MESSAGE_ID", "UNIT", "PRIORITY");

    private final AppenderAttachableImpl<ILoggingEvent> fallback = new AppenderAttachableImpl<>();
    private String socket = JournalSender.SOCKET;
    private String identifier = "upkeepd";
    private @Nullable JournalSender sender;

    /** The journal's socket. */
    public void setSocket(String socket) {
        this.socket = socket;
    }

    /** SYSLOG_IDENTIFIER, what {@code journalctl -t} asks for. */
    public void setIdentifier(String identifier) {
        this.identifier = identifier;
    }

    @Override
    public void start() {
        sender = new JournalSender(socket);
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        JournalSender to = sender;
        if (to == null || !to.send(fields(event))) {
            fallback.appendLoopOnAppenders(event);
        }
    }

    private Map<String, String> fields(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        String message = String.valueOf(event.getFormattedMessage());
        fields.put(
                "MESSAGE",
                event.getThrowableProxy() == null
                        ? message
                        : message + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        fields.put("PRIORITY", priority(event.getLevel()));
        fields.put("SYSLOG_IDENTIFIER", identifier);
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

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        fallback.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return fallback.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return fallback.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return fallback.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        fallback.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return fallback.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return fallback.detachAppender(name);
    }
}
