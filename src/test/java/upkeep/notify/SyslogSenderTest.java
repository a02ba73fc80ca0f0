package upkeep.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.alert.Message.Kind;
import upkeep.alert.Reason;
import upkeep.spec.Channel;
import upkeep.systemd.DatagramReceiver;

@Timeout(60)
class SyslogSenderTest {

    @TempDir
    private Path folder = Path.of("");

    private static Draft draft(Notice notice) {
        return new Draft(new Templates(Path.of("/nonexistent")), notice, ZoneId.of("UTC"));
    }

    private static String next(DatagramReceiver reader) throws IOException {
        return new String(reader.receive(), StandardCharsets.UTF_8);
    }

    @Test
    void eachLineIsADatagram() throws Exception {
        Path socket = folder.resolve("log");
        try (DatagramReceiver reader = new DatagramReceiver(socket)) {
            SyslogSender sender = new SyslogSender(socket.toString(), ZoneId.of("UTC"));
            Notice notice = Notices.of(
                    Kind.ALERT, Notices.firing("db"), Notices.with(Notices.firing("web"), Reason.RESOLVED, 1));
            assertEquals(
                    new Delivery.Delivered("written to " + socket),
                    sender.send(new Channel.Syslog("local3"), draft(notice)));
            assertTrue(next(reader)
                    .startsWith("<154>Nov 27 10:12:44 upkeep: critical: db: went down: the main process exited"));
            assertTrue(next(reader).startsWith("<157>Nov 27 10:12:44 upkeep: resolved: web, after 3 min 32 s"));
            sender.send(new Channel.Syslog("daemon"), draft(Notices.hostile()));
            String hostile = next(reader);
            assertTrue(hostile.startsWith("<27>Nov 27 10:12:44 upkeep: error: \"} Bcc:"), hostile);
            assertTrue(hostile.chars().noneMatch(Character::isISOControl), hostile);
            assertTrue(hostile.getBytes(StandardCharsets.UTF_8).length <= 1_024, hostile);
            sender.send(new Channel.Syslog("user"), draft(Notices.test()));
            assertEquals("<13>Nov 27 10:12:44 upkeep: test: nothing is wrong", next(reader));
        }
    }

    @Test
    void whereNobodyReadsItIsTriedAgain() {
        Path socket = folder.resolve("nobody");
        SyslogSender sender = new SyslogSender(socket.toString(), ZoneId.of("UTC"));
        Delivery delivery = sender.send(new Channel.Syslog("daemon"), draft(Notices.test()));
        assertTrue(assertInstanceOf(Delivery.Retry.class, delivery).why().startsWith("cannot write to " + socket));
        assertInstanceOf(Delivery.Rejected.class, sender.send(new Channel.Syslog("lokal3"), draft(Notices.test())));
    }
}
