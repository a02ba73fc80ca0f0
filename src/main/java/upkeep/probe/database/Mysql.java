package upkeep.probe.database;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.Speaker;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;

/**
 * Speaks with MySQL, MariaDB and what speaks like them: their greeting, TLS, a login, PING, the role in replication and
 * one query (MySQL Internals, "Client/Server Protocol").
 */
public final class Mysql implements Speaker {

    private static final int QUIT = 0x01;
    private static final int STATISTICS = 0x09;
    private static final int PING = 0x0e;

    private static final int HOST_IS_BLOCKED = 1129;
    private static final int HOST_NOT_PRIVILEGED = 1130;
    private static final int PARSE_ERROR = 1064;
    private static final int ACCESS_DENIED_FOR_WANT_OF = 1227;

    /** Rows of a replica, one for each source. */
    private static final int MOST_SOURCES = 64;

    private static final Pattern THREADS = Pattern.compile("\\bThreads: ([0-9]{1,9})\\b");

    private final Secrets secrets;

    public Mysql(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        MysqlPackets packets = new MysqlPackets(channel);
        try {
            channel.await("the greeting");
            ByteReader first = packets.read();
            if (first.peek() == MysqlError.MARK) {
                return turnedAway(MysqlError.read(first), target, channel);
            }
            MysqlGreeting greeting = MysqlGreeting.read(first);
            channel.findings().found("version", greeting.version());
            channel.findings().reached(Depth.BANNER);
            String version = "is version " + Words.printable(greeting.version(), 80);
            MysqlLogin login = new MysqlLogin(target, packets, greeting);
            login.secure();
            Optional<Login> account = target.login();
            if (account.isEmpty()) {
                login.knock();
                return version;
            }
            login.as(account.get().user(), secrets.text(account.get().password()));
            channel.findings().reached(Depth.LOGIN);
            return version + " and " + ask(target, packets);
        } catch (Malformed wrong) {
            throw channel.sick(FailureKind.PROTOCOL, wrong.text());
        }
    }

    /** An error instead of a greeting. A server that does not let this machine in is there all the same. */
    private static String turnedAway(MysqlError error, ProtocolTarget target, Channel channel) throws Stop {
        if (error.code() == HOST_NOT_PRIVILEGED && target.login().isEmpty()) {
            channel.findings().reached(Depth.BANNER);
            return "is there, but turns this machine away";
        }
        if (error.code() == HOST_IS_BLOCKED) {
            throw new Stop.Unasked("cannot ask " + channel.peer() + ": " + error.text()
                    + "; the server counted too many broken connections of this machine");
        }
        throw channel.sick(FailureKind.STATUS, "turns connections away: " + error.text());
    }

    private static String ask(ProtocolTarget target, MysqlPackets packets) throws IOException, Malformed {
        Channel channel = packets.channel();
        channel.await("the answer to PING");
        packets.command(PING, "");
        ByteReader answer = packets.read();
        if (answer.peek() == MysqlError.MARK) {
            throw channel.sick(
                    FailureKind.STATUS,
                    "answered PING with " + MysqlError.read(answer).text());
        }
        if (answer.octet() != 0) {
            throw new Malformed("answered PING with something else than OK");
        }
        channel.findings().reached(Depth.QUERY);
        countConnections(packets);
        Optional<String> role = target.option("role");
        if (role.isPresent()) {
            judgeRole(role.get(), packets);
        }
        String found = "answered PING";
        Optional<String> query = target.option("query");
        if (query.isPresent()) {
            // The last thing asked, since rows after the first are not waited for.
            channel.await("the answer to the query");
            List<MysqlRows.Row> rows = rows(query.get(), 1, packets);
            found = rows.isEmpty()
                    ? FirstField.none().judge(target, channel)
                    : rows.getFirst().first().judge(target, channel);
        }
        leave(packets);
        return found;
    }

    private static void leave(MysqlPackets packets) {
        try {
            packets.command(QUIT, "");
        } catch (IOException gone) {
            packets.channel().findings().steps().add(() -> "could not say goodbye: " + gone.getMessage());
        }
    }

    private static List<MysqlRows.Row> rows(String query, int most, MysqlPackets packets)
            throws IOException, Malformed {
        try {
            return MysqlRows.asked(query, most, packets);
        } catch (MysqlRows.Refused refused) {
            throw refused.in(packets.channel());
        }
    }

    /** How many connections there are, which the server tells everybody who is logged in. */
    private static void countConnections(MysqlPackets packets) throws IOException, Malformed {
        packets.channel().await("its statistics");
        packets.command(STATISTICS, "");
        ByteReader answer = packets.read();
        if (answer.peek() != MysqlError.MARK) {
            Matcher threads = THREADS.matcher(answer.text());
            if (threads.find()) {
                packets.channel().findings().measure("connections", Integer.parseInt(threads.group(1)));
            }
        }
    }

    private static void judgeRole(String role, MysqlPackets packets) throws IOException, Malformed {
        Channel channel = packets.channel();
        channel.await("its role");
        if (role.equals("replica")) {
            channel.findings().measure("replication-lag", lag(packets));
            return;
        }
        List<MysqlRows.Row> rows = rows("SELECT @@global.read_only", 2, packets);
        String readOnly = rows.isEmpty() ? "" : rows.getFirst().first().text().orElse("");
        if (!List.of("0", "OFF").contains(readOnly.toUpperCase(Locale.ROOT))) {
            throw channel.sick(FailureKind.CONTENT, "is read-only where a primary was wanted");
        }
    }

    /** Seconds behind the source; of several sources, behind the one that is farthest ahead. */
    private static double lag(MysqlPackets packets) throws IOException, Malformed {
        Channel channel = packets.channel();
        List<MysqlRows.Row> rows;
        try {
            rows = MysqlRows.asked("SHOW REPLICA STATUS", MOST_SOURCES, packets);
        } catch (MysqlRows.Refused refused) {
            if (refused.code() != PARSE_ERROR) {
                throw notAllowed(refused, channel);
            }
            try {
                rows = MysqlRows.asked("SHOW SLAVE STATUS", MOST_SOURCES, packets);
            } catch (MysqlRows.Refused again) {
                throw notAllowed(again, channel);
            }
        }
        if (rows.isEmpty()) {
            throw channel.sick(FailureKind.CONTENT, "is no replica");
        }
        double most = 0;
        for (MysqlRows.Row row : rows) {
            most = Math.max(most, lag(row, channel));
        }
        return most;
    }

    private static Stop notAllowed(MysqlRows.Refused refused, Channel channel) {
        return refused.code() == ACCESS_DENIED_FOR_WANT_OF
                ? new Stop.Unasked("cannot ask " + channel.peer() + " for its replication: " + refused.error()
                        + "; grant REPLICATION CLIENT (in MariaDB REPLICA MONITOR) to the user of the check")
                : refused.in(channel);
    }

    private static double lag(MysqlRows.Row row, Channel channel) throws Stop {
        Map<String, String> status = row.texts();
        String receives = either(status, "Replica_IO_Running", "Slave_IO_Running");
        String applies = either(status, "Replica_SQL_Running", "Slave_SQL_Running");
        String seconds = either(status, "Seconds_Behind_Source", "Seconds_Behind_Master");
        OptionalDouble lag = seconds.matches("[0-9]{1,15}")
                ? OptionalDouble.of(Double.parseDouble(seconds))
                : OptionalDouble.empty();
        if (!receives.equals("Yes") || !applies.equals("Yes") || lag.isEmpty()) {
            String why = status.getOrDefault("Last_IO_Error", "") + " " + status.getOrDefault("Last_SQL_Error", "");
            throw channel.sick(
                    FailureKind.CONTENT,
                    ("does not replicate: receiving " + Words.printable(receives, 20) + ", applying "
                                    + Words.printable(applies, 20) + " " + Words.printable(why.strip(), 200))
                            .strip());
        }
        return lag.getAsDouble();
    }

    private static String either(Map<String, String> status, String name, String olderName) {
        return status.getOrDefault(name, status.getOrDefault(olderName, "unknown"));
    }
}
