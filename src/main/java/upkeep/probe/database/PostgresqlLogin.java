package upkeep.probe.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.PlainPassword;
import upkeep.target.ProtocolTarget;

/** Logs in at a PostgreSQL server, by whatever method the server asks for. */
final class PostgresqlLogin {

    private static final int OK = 0;
    private static final int PLAIN = 3;
    private static final int MD5 = 5;
    private static final int SASL = 10;
    private static final int SASL_GOES_ON = 11;
    private static final int SASL_ENDS = 12;

    private final ProtocolTarget target;
    private final PostgresqlMessages messages;
    private final Channel channel;
    private final String user;
    private final String password;
    private Optional<Scram> scram = Optional.empty();
    private boolean proven;

    PostgresqlLogin(ProtocolTarget target, PostgresqlMessages messages, String user, String password) {
        this.target = target;
        this.messages = messages;
        this.channel = messages.channel();
        this.user = user;
        this.password = password;
    }

    static void secure(PostgresqlMessages messages) throws IOException {
        messages.channel().await("the answer to the request for TLS");
        if (!messages.askForTls()) {
            throw messages.channel().sick(FailureKind.TLS, "does not offer TLS");
        }
        messages.channel().secure();
    }

    /** Until the server waits for a query. */
    void run() throws IOException, Malformed {
        channel.await("the answer to the login of " + Words.printable(user, 80));
        messages.start(user, target.option("database").orElse(user));
        boolean accepted = false;
        while (true) {
            PostgresqlMessages.Message message = messages.next();
            if (target.tls().isEmpty()) {
                channel.findings().reached(Depth.BANNER);
            }
            switch (message.type()) {
                case 'E' ->
                    throw channel.sick(
                            FailureKind.STATUS,
                            "refused the login of " + Words.printable(user, 80) + ": "
                                    + PostgresqlError.read(message.body()).text());
                case 'R' -> accepted = answer(message.body());
                case 'K' -> {
                    // The key by which a query could be cancelled.
                }
                case 'Z' -> {
                    if (!accepted) {
                        throw new Malformed("waits for a query before it has let anybody in");
                    }
                    return;
                }
                default -> throw new Malformed("answered a login with something that is no answer to it");
            }
        }
    }

    /** Answers a question for a proof; whether the server said that it is content. */
    private boolean answer(ByteReader body) throws IOException, Malformed {
        int method = (int) body.big(4);
        switch (method) {
            case OK -> {
                if (scram.isPresent() && !proven) {
                    throw new Malformed("let the user in without the proof that it knows the password");
                }
                return true;
            }
            case PLAIN -> {
                PlainPassword.need(target, channel, target.tls().isPresent(), "write tls: true");
                sendSecret(new ByteWriter().textAndZero(password), "password");
            }
            case MD5 -> sendSecret(new ByteWriter().textAndZero(hashed(user, password, body.take(4))), "password, MD5");
            case SASL -> begin(body);
            case SASL_GOES_ON ->
                sendSecret(
                        new ByteWriter().text(begun().proof(body.text(), channel.deadline())), "proof of the password");
            case SASL_ENDS -> {
                proven = begun().isGenuine(body.text());
                if (!proven) {
                    throw channel.sick(FailureKind.PROTOCOL, "did not prove that it knows the password");
                }
            }
            default ->
                throw new Stop.Unasked("cannot log in at " + channel.peer() + ": it wants method " + method
                        + " of login, which upkeep does not have; let the user of the check in by scram-sha-256");
        }
        return false;
    }

    private void begin(ByteReader body) throws IOException, Malformed {
        List<String> mechanisms = new ArrayList<>();
        while (body.peek() > 0) {
            mechanisms.add(body.textToZero());
        }
        if (!mechanisms.contains(Scram.MECHANISM)) {
            throw new Stop.Unasked("cannot log in at " + channel.peer() + ": it offers "
                    + Words.printable(String.join(", ", mechanisms), 100) + ", of which upkeep has none; let the user"
                    + " of the check in by scram-sha-256");
        }
        // The name was told in the first message, and the server goes by that.
        Scram begun = new Scram("", password, Scram.randomNonce());
        scram = Optional.of(begun);
        byte[] first = begun.first().getBytes(StandardCharsets.UTF_8);
        sendSecret(
                new ByteWriter()
                        .textAndZero(Scram.MECHANISM)
                        .big(first.length, 4)
                        .bytes(first),
                "login by " + Scram.MECHANISM);
    }

    private Scram begun() throws Malformed {
        return scram.orElseThrow(() -> new Malformed("goes on with a login that was not begun"));
    }

    private void sendSecret(ByteWriter body, String shown) throws IOException {
        messages.send('p', body, shown);
    }

    /** What is kept of a password by {@code password_encryption = md5}, hashed once more for this login. */
    private static String hashed(String user, String password, byte[] salt) {
        String kept = md5((password + user).getBytes(StandardCharsets.UTF_8));
        return "md5" + md5(kept.getBytes(StandardCharsets.US_ASCII), salt);
    }

    private static String md5(byte[]... parts) {
        return HexFormat.of().formatHex(Digests.of("MD5", parts));
    }
}
