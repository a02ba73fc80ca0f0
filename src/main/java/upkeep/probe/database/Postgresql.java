package upkeep.probe.database;

import java.io.IOException;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.Speaker;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;

/**
 * Speaks with PostgreSQL and what speaks like it: TLS, a login, the role in replication and one query (PostgreSQL manual,
 * "Frontend/Backend Protocol", version 3.0).
 */
public final class Postgresql implements Speaker {

    /** Whom a stranger says to be; that there is no such user is an answer. */
    private static final String STRANGER = "upkeep";

    private static final String CONNECTIONS = "SELECT sum(numbackends) FROM pg_stat_database";

    private static final String IN_RECOVERY = "SELECT pg_is_in_recovery()";

    /**
     * Seconds since what was replayed last happened, 0 where all that came in was replayed; without a receiver, nothing
     * that came in says how far the primary is by now.
     */
    private static final String LAG = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN 'primary'"
            + " WHEN EXISTS (SELECT FROM pg_stat_wal_receiver)"
            + " AND pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN '0'"
            + " ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp())::text, 'nothing') END";

    private final Secrets secrets;

    public Postgresql(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        PostgresqlMessages messages = new PostgresqlMessages(channel);
        try {
            if (target.tls().isPresent()) {
                PostgresqlLogin.secure(messages);
            }
            Optional<Login> account = target.login();
            if (account.isEmpty()) {
                return knock(messages, channel, target.tls().isPresent());
            }
            String user = account.get().user();
            String password = secrets.text(account.get().password());
            new PostgresqlLogin(target, messages, user, password).run();
            channel.findings().reached(Depth.LOGIN);
            return ask(target, messages);
        } catch (Malformed wrong) {
            throw channel.sick(FailureKind.PROTOCOL, wrong.text());
        }
    }

    /** Whatever the server says to a stranger shows that it is there, unless it says that it is not ready. */
    private static String knock(PostgresqlMessages messages, Channel channel, boolean secured)
            throws IOException, Malformed {
        channel.await("the answer to the first message");
        messages.start(STRANGER, STRANGER);
        PostgresqlMessages.Message answer = messages.next();
        if (answer.type() == 'E') {
            PostgresqlError error = PostgresqlError.read(answer.body());
            if (error.isOwnTrouble()) {
                throw channel.sick(FailureKind.STATUS, "turns connections away: " + error.text());
            }
        } else if (answer.type() != 'R') {
            throw new Malformed("answered the first message with something that is no answer to it");
        }
        if (!secured) {
            channel.findings().reached(Depth.BANNER);
        }
        messages.leave();
        return "answers as PostgreSQL does";
    }

    private static String ask(ProtocolTarget target, PostgresqlMessages messages) throws IOException, Malformed {
        Channel channel = messages.channel();
        channel.await("the number of connections");
        // What only speaks like PostgreSQL may not have that view, and has answered all the same.
        messages.ask(CONNECTIONS)
                .text()
                .filter(count -> count.matches("[0-9]{1,9}"))
                .ifPresent(count -> channel.findings().measure("connections", Integer.parseInt(count)));
        channel.findings().reached(Depth.QUERY);
        Optional<String> role = target.option("role");
        if (role.isPresent()) {
            channel.await("its role");
            judgeRole(role.get(), messages);
        }
        String found = "accepted the login of "
                + Words.printable(target.login().map(Login::user).orElse(""), 80);
        Optional<String> query = target.option("query");
        if (query.isPresent()) {
            channel.await("the answer to the query");
            found = answered(messages.ask(query.get()), channel).judge(target, channel);
        }
        messages.leave();
        return found;
    }

    private static void judgeRole(String role, PostgresqlMessages messages) throws IOException, Malformed {
        Channel channel = messages.channel();
        String answer = answered(messages.ask(role.equals("primary") ? IN_RECOVERY : LAG), channel)
                .text()
                .orElse("");
        if (role.equals("primary")) {
            if (!answer.equals("f")) {
                throw channel.sick(FailureKind.CONTENT, "is a replica where a primary was wanted");
            }
            return;
        }
        if (answer.equals("primary")) {
            throw channel.sick(FailureKind.CONTENT, "is no replica");
        }
        if (!answer.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
            throw channel.sick(FailureKind.CONTENT, "is a replica that has replayed nothing and receives nothing");
        }
        channel.findings().measure("replication-lag", Math.max(0, Double.parseDouble(answer)));
    }

    private static FirstField answered(PostgresqlMessages.Answer answer, Channel channel) throws Stop {
        if (answer.error().isPresent()) {
            throw channel.sick(
                    FailureKind.STATUS,
                    "answered the query with an error: " + answer.error().get().text());
        }
        return answer.field();
    }
}
