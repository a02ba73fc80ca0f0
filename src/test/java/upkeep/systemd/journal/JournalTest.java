package upkeep.systemd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.systemd.DatagramReceiver;

@Timeout(30)
class JournalTest {

    private static final UnitName WEB = new UnitName("web.service");

    @TempDir
    Path folder;

    @Test
    void sendsFields() throws Exception {
        Path path = folder.resolve("journal");
        try (DatagramReceiver journal = new DatagramReceiver(path)) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("MESSAGE", "a=b ü");
            fields.put("UPKEEP_TEXT", "one\ntwo");
            assertTrue(new JournalSender(path.toString()).send(fields));
            byte[] length = {7, 0, 0, 0, 0, 0, 0, 0};
            assertArrayEquals(
                    ("MESSAGE=a=b ü\nUPKEEP_TEXT\n" + new String(length, UTF_8) + "one\ntwo\n").getBytes(UTF_8),
                    journal.receive());
        }
    }

    @Test
    void cutsWhatIsTooLong() throws Exception {
        String value = "x" + "ü".repeat(JournalSender.VALUE_LIMIT);
        String entry = new String(JournalSender.encode(Map.of("MESSAGE", value)), UTF_8);
        assertEquals("MESSAGE=x" + "ü".repeat(JournalSender.VALUE_LIMIT / 2 - 1) + "\n", entry);
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            many.put("F" + i, value);
        }
        Path path = folder.resolve("journal");
        try (DatagramReceiver journal = new DatagramReceiver(path)) {
            assertTrue(new JournalSender(path.toString()).send(many));
            int size = journal.receive().length;
            assertTrue(size > JournalSender.VALUE_LIMIT && size <= JournalSender.ENTRY_LIMIT, "size " + size);
        }
    }

    @Test
    void refusesBadNamesAndMissesNoJournal() {
        JournalSender sender = new JournalSender(folder + "/nobody");
        assertFalse(sender.send(Map.of("MESSAGE", "x")));
        for (String name : List.of("", "message", "_PID", "1A", "A=B", "A\nB", "A".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> sender.send(Map.of(name, "x")), name);
        }
    }

    @Test
    void logsWithPriorityAndFields() throws Exception {
        Path path = folder.resolve("journal");
        LoggerContext context = new LoggerContext();
        ListAppender<ILoggingEvent> fallback = new ListAppender<>();
        fallback.start();
        JournalAppender appender = new JournalAppender(path.toString(), fallback);
        appender.setContext(context);
        appender.start();
        Logger logger = context.getLogger("upkeep.test");
        logger.addAppender(appender);
        try (DatagramReceiver journal = new DatagramReceiver(path)) {
            logger.atWarn()
                    .addKeyValue("service", "web")
                    .addKeyValue("message_id", "abc")
                    .addKeyValue("priority", 2)
                    .log("{} is down", "web");
            String text = new String(journal.receive(), UTF_8);
            assertTrue(text.startsWith("MESSAGE=web is down\nPRIORITY=2\nSYSLOG_IDENTIFIER=upkeepd\n"), text);
            assertTrue(text.contains("\nUPKEEP_SERVICE=web\n"), text);
            assertTrue(text.contains("\nMESSAGE_ID=abc\n"), text);
            logger.error("failed", new IOException("why"));
            String trace = new String(journal.receive(), UTF_8);
            assertTrue(trace.contains("java.io.IOException: why"), trace);
            assertTrue(trace.contains("\nPRIORITY=3\n"), trace);
        }
        assertEquals(0, fallback.list.size());
        Files.delete(path);
        logger.info("nobody listens");
        assertEquals("nobody listens", fallback.list.getFirst().getFormattedMessage());
    }

    @Test
    void writesPlainLinesWhereThereIsNoJournal() {
        LoggerContext context = new LoggerContext();
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        Logger logger = context.getLogger("upkeep.test");
        logger.addAppender(events);
        logger.setLevel(Level.TRACE);
        logger.error("cannot {}", "stay");
        logger.warn("it is late", new IOException("why"));
        logger.info("it begins");
        logger.debug("x = 3");
        PlainEncoder encoder = new PlainEncoder();
        List<String> lines = events.list.stream()
                .map(event -> new String(encoder.encode(event), UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .toList();
        assertEquals(List.of("error: cannot stay", "warning: it is late", "it begins", "debug: x = 3"), lines);
        assertTrue(new String(encoder.encode(events.list.get(1)), UTF_8).contains("\njava.io.IOException: why\n"));
    }

    @Test
    void isWhatLogbackIsConfiguredBy() {
        LoggerContext context = new LoggerContext();
        List<String> found = ServiceLoader.load(Configurator.class).stream()
                .map(provider -> provider.type().getSimpleName())
                .toList();
        assertTrue(found.contains("JournalConfigurator"), found.toString());
        new JournalConfigurator().configure(context);
        assertTrue(context.getLogger("upkeep.daemon").isInfoEnabled());
        assertFalse(context.getLogger("upkeep.daemon").isDebugEnabled());
        assertFalse(context.getLogger("org.freedesktop.dbus.connections").isErrorEnabled());
        assertInstanceOf(
                JournalAppender.class,
                context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .iteratorForAppenders()
                        .next());
    }

    @Test
    void readsTheLastLines() throws Exception {
        JournalReader reader = new JournalReader(journalctl("printf '%s\\n' \"$@\" | tail -n 2"));
        assertEquals(List.of("--lines=20", "--unit=web.service"), reader.last(WEB, 20, Duration.ofSeconds(20)));
    }

    @Test
    void givesUpOnASickJournal() throws Exception {
        JournalReader failing = new JournalReader(journalctl("echo no rights >&2; exit 3"));
        IOException refused = assertThrows(IOException.class, () -> failing.last(WEB, 20, Duration.ofSeconds(20)));
        assertEquals("cannot read the journal of web.service: journalctl ended with 3 no rights", refused.getMessage());
        JournalReader hanging = new JournalReader(journalctl("exec sleep 1000"));
        assertThrows(IOException.class, () -> hanging.last(WEB, 20, Duration.ofMillis(50)));
        JournalReader endless = new JournalReader(journalctl("exec yes"));
        assertEquals(
                256 * 1024 / 2, endless.last(WEB, 20, Duration.ofSeconds(20)).size());
    }

    private Journalctl journalctl(String text) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "journalctl",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return new Journalctl(List.of(file.toString()));
    }
}
