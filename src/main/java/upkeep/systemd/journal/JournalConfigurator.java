package upkeep.systemd.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * How upkeep logs: to the journal, with priorities and fields; to standard error where there is no journal. Logback finds this class by
 * itself. It is code, and no file of XML, since reading one takes 400 classes that nothing else needs.
 */
public final class JournalConfigurator extends ContextAwareBase implements Configurator {

    /** For {@link java.util.ServiceLoader}. */
    public JournalConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PlainEncoder encoder = new PlainEncoder();
        encoder.setContext(context);
        encoder.start();

        ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
        standardError.setContext(context);
        standardError.setTarget("System.err");
        standardError.setEncoder(encoder);
        standardError.start();

        JournalAppender journal = new JournalAppender(JournalSender.SOCKET, standardError);
        journal.setContext(context);
        journal.start();

        // The bus library logs every loss of a connection with a stack trace; upkeep says it in one line.
        context.getLogger("org.freedesktop.dbus").setLevel(Level.OFF);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(journal);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
