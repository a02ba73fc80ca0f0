package upkeep.notify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import upkeep.alert.Message.Line;
import upkeep.alert.Reason;
import upkeep.base.Severity;
import upkeep.notify.Delivery.Delivered;
import upkeep.notify.Delivery.Rejected;
import upkeep.notify.Delivery.Retry;
import upkeep.spec.Channel;

/**
 * Writes to the system log, one datagram for each line of a notice, in the form that syslog(3) has on Linux: that of RFC 3164 without a
 * host name, which the one who reads the socket adds. Never waits. Native code is loaded by the first one. Safe for use by many threads.
 */
final class SyslogSender {

    /** By their numbers; what has no number of its own in RFC 3164 cannot be named. */
    static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "",
            "",
            "",
            "",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final int NOTICE = 5;

    /** RFC 3164 section 4.1 promises no more. */
    private static final int LARGEST = 1_024;

    private final String socket;
    private final ZoneId zone;

    SyslogSender(String socket, ZoneId zone) {
        this.socket = socket;
        this.zone = zone;
    }

    Delivery send(Channel.Syslog syslog, Draft draft) {
        int facility = syslog.facility().isEmpty() ? -1 : FACILITIES.indexOf(syslog.facility());
        if (facility < 0) {
            return new Rejected("there is no facility " + Clear.line(syslog.facility(), 40) + " of the system log");
        }
        List<byte[]> datagrams = datagrams(facility, draft);
        try (UnixDatagramChannel channel = UnixDatagramChannel.open()) {
            channel.configureBlocking(false);
            UnixSocketAddress address = new UnixSocketAddress(socket);
            for (byte[] datagram : datagrams) {
                if (channel.send(ByteBuffer.wrap(datagram), address) != datagram.length) {
                    return new Retry("the system log has no room (" + socket + ")");
                }
            }
            return new Delivered("written to " + socket);
        } catch (IOException failed) {
            return new Retry("cannot write to " + socket + ": " + Clear.line(String.valueOf(failed.getMessage()), 200));
        }
    }

    private List<byte[]> datagrams(int facility, Draft draft) {
        List<byte[]> datagrams = new ArrayList<>();
        Notice notice = draft.notice();
        String time = notice.message().at().atZone(zone).format(TIME);
        if (notice.isTest()) {
            datagrams.add(datagram(facility, NOTICE, time, draft.text("syslog")));
            return datagrams;
        }
        for (Line line : notice.message().lines()) {
            boolean isLoud = Wording.isWrong(line) || line.reason() == Reason.NEWS;
            int priority = isLoud ? priority(line.severity()) : NOTICE;
            datagrams.add(datagram(facility, priority, time, draft.text("syslog", line)));
        }
        return datagrams;
    }

    private static byte[] datagram(int facility, int priority, String time, String text) {
        String whole = "<" + (facility * 8 + priority) + ">" + time + " upkeep: " + text;
        return Clear.within(whole, LARGEST).getBytes(StandardCharsets.UTF_8);
    }

    private static int priority(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 2;
            case ERROR -> 3;
            case WARNING -> 4;
            case NOTICE -> NOTICE;
            case INFORMATION -> 6;
        };
    }
}
