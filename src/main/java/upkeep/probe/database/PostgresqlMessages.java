package upkeep.probe.database;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;

/** The messages of a connection with a PostgreSQL server: a letter, four bytes of length, and what is said. */
final class PostgresqlMessages {

    private static final int VERSION_3 = 3 << 16;
    private static final int TLS_WANTED = 80_877_103;

    private final Channel channel;

    PostgresqlMessages(Channel channel) {
        this.channel = channel;
    }

    /** One message of the server. */
    record Message(int type, ByteReader body) {}

    /** What a query was answered with. */
    record Answer(FirstField field, Optional<PostgresqlError> error) {
        Optional<String> text() {
            return field.text();
        }
    }

    Channel channel() {
        return channel;
    }

    /** The next message that is not merely a notice. */
    Message next() throws IOException, Malformed {
        while (true) {
            ByteReader head = new ByteReader(channel.bytes(5));
            int type = head.octet();
            long length = head.big(4) - 4;
            if (length < 0) {
                throw new Malformed("announced a message of " + length + " bytes: it is no PostgreSQL server");
            }
            ByteReader body = new ByteReader(channel.bytes((int) Math.min(length, Integer.MAX_VALUE)));
            if (type == 'S') {
                note(body);
            } else if (type != 'N' && type != 'v') {
                return new Message(type, body);
            }
        }
    }

    /** The server tells one of its settings. */
    private void note(ByteReader body) throws Malformed {
        String name = body.textToZero();
        if (name.equals("server_version")) {
            channel.findings().found("version", body.textToZero());
        }
    }

    void send(char type, ByteWriter body, String shown) throws IOException {
        byte[] message = new ByteWriter()
                .octet(type)
                .big(body.size() + 4L, 4)
                .bytes(body.toBytes())
                .toBytes();
        channel.send(message, () -> List.of(shown));
    }

    /** Says that there is nothing more; whether that arrives changes nothing. */
    void leave() {
        try {
            send('X', new ByteWriter(), "end");
        } catch (IOException gone) {
            channel.findings().steps().add(() -> "could not say goodbye: " + gone.getMessage());
        }
    }

    /** The first message, which has no letter. */
    void start(String user, String database) throws IOException {
        ByteWriter body = new ByteWriter()
                .big(VERSION_3, 4)
                .textAndZero("user")
                .textAndZero(user)
                .textAndZero("database")
                .textAndZero(database)
                .textAndZero("application_name")
                .textAndZero("upkeep")
                .octet(0);
        byte[] message =
                new ByteWriter().big(body.size() + 4L, 4).bytes(body.toBytes()).toBytes();
        channel.send(message, () -> List.of("user " + Words.printable(user, 80)));
    }

    /** Asks for TLS; whether the server has it. */
    boolean askForTls() throws IOException {
        channel.send(new ByteWriter().big(8, 4).big(TLS_WANTED, 4).toBytes(), () -> List.of("request for TLS"));
        byte[] answer = channel.bytes(1);
        return switch (answer[0]) {
            case 'S' -> true;
            case 'N' -> false;
            default -> throw channel.sick(FailureKind.PROTOCOL, "answered the request for TLS with neither yes nor no");
        };
    }

    /** Asks for one row at most, so that the server does not look for more. */
    Answer ask(String query) throws IOException, Malformed {
        send('P', new ByteWriter().octet(0).textAndZero(query).big(0, 2), "query " + Words.printable(query, 500));
        send('B', new ByteWriter().octet(0).octet(0).big(0, 6), "without parameters");
        send('E', new ByteWriter().octet(0).big(1, 4), "one row");
        send('S', new ByteWriter(), "end of the query");
        FirstField field = FirstField.none();
        Optional<PostgresqlError> error = Optional.empty();
        while (true) {
            Message message = next();
            switch (message.type()) {
                case 'D' -> field = first(message.body());
                case 'E' -> error = Optional.of(PostgresqlError.read(message.body()));
                case 'G', 'H', 'W' -> throw new Malformed("began to copy data for the query");
                case 'Z' -> {
                    return new Answer(field, error);
                }
                default -> {
                    // Steps on the way: parsed, bound, done, and what others notify.
                }
            }
        }
    }

    private static FirstField first(ByteReader row) throws Malformed {
        if (row.big(2) == 0) {
            return FirstField.none();
        }
        int length = (int) row.big(4);
        return length < 0 ? FirstField.none() : FirstField.of(row.take(length));
    }
}
