package upkeep.probe.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.PlainPassword;
import upkeep.target.Endpoint;
import upkeep.target.ProtocolTarget;

/** Logs in at a MySQL server that has sent its greeting, by whatever method the server asks for. */
final class MysqlLogin {

    private static final int OK = 0x00;
    private static final int MORE = 0x01;
    private static final int OTHER_METHOD = 0xfe;

    private static final int CACHED = 3;
    private static final int NOT_CACHED = 4;
    private static final int KEY_WANTED = 2;

    private static final int MOST_TURNS = 8;
    private static final long LARGEST_PACKET = 1 << 24;
    private static final int UTF8MB4 = 45;

    private static final String NATIVE = "mysql_native_password";
    private static final String CACHING_SHA2 = "caching_sha2_password";
    private static final String ED25519 = "client_ed25519";
    private static final String CLEAR = "mysql_clear_password";

    private final ProtocolTarget target;
    private final MysqlPackets packets;
    private final MysqlGreeting greeting;
    private final Channel channel;
    private boolean secured;
    private String method;
    private byte[] nonce;

    MysqlLogin(ProtocolTarget target, MysqlPackets packets, MysqlGreeting greeting) {
        this.target = target;
        this.packets = packets;
        this.greeting = greeting;
        this.channel = packets.channel();
        this.method = greeting.plugin().equals(CACHING_SHA2) ? CACHING_SHA2 : NATIVE;
        this.nonce = greeting.nonce();
    }

    /** Goes over to TLS if that is wanted. */
    void secure() throws IOException {
        if (target.tls().isEmpty()) {
            return;
        }
        if (!greeting.offers(MysqlGreeting.TLS)) {
            throw channel.sick(FailureKind.TLS, "does not offer TLS");
        }
        packets.send(head(MysqlGreeting.TLS).toBytes(), "request for TLS");
        channel.secure();
        secured = true;
    }

    /**
     * Ends the login of a stranger properly: a server counts connections that break off before, and after some of them
     * lets nobody of this machine in any more.
     */
    void knock() throws IOException, Malformed {
        channel.await("the answer to a login without a password");
        sendResponse("upkeep", "");
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            if (packets.read().peek() != OTHER_METHOD) {
                return;
            }
            packets.send(new byte[0], "no password");
        }
        throw new Malformed("never came to an end with a login");
    }

    void as(String user, String password) throws IOException, Malformed {
        channel.await("the answer to the login of " + Words.printable(user, 80));
        sendResponse(user, password);
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            ByteReader answer = packets.read();
            switch (answer.peek()) {
                case OK -> {
                    return;
                }
                case MysqlError.MARK ->
                    throw channel.sick(
                            FailureKind.STATUS,
                            "refused the login of " + Words.printable(user, 80) + ": "
                                    + MysqlError.read(answer).text());
                case OTHER_METHOD -> change(answer, password);
                case MORE -> goOn(answer, password);
                default -> throw new Malformed("answered a login with something that is no answer to it");
            }
        }
        throw new Malformed("never came to an end with a login");
    }

    /** What the request for TLS and the login begin with. */
    private ByteWriter head(long more) {
        long capabilities = MysqlGreeting.PROTOCOL_41 | MysqlGreeting.SECURE_CONNECTION | MysqlGreeting.PLUGIN | more;
        return new ByteWriter()
                .little(capabilities, 4)
                .little(LARGEST_PACKET, 4)
                .octet(UTF8MB4)
                .bytes(new byte[23]);
    }

    private void sendResponse(String user, String password) throws IOException {
        Optional<String> database = target.option("database");
        byte[] proof = method.equals(CACHING_SHA2)
                ? MysqlPasswords.byCachingSha2(password, nonce)
                : MysqlPasswords.byNative(password, nonce);
        ByteWriter response = head((secured ? MysqlGreeting.TLS : 0)
                        | (database.isPresent() ? MysqlGreeting.CONNECT_WITH_DATABASE : 0))
                .textAndZero(user)
                .octet(proof.length)
                .bytes(proof);
        database.ifPresent(response::textAndZero);
        packets.send(response.textAndZero(method).toBytes(), "login of " + Words.printable(user, 80) + " by " + method);
    }

    private void change(ByteReader answer, String password) throws IOException, Malformed {
        answer.skip(1);
        method = answer.isEmpty() ? "mysql_old_password" : answer.textToZero();
        byte[] data = answer.take(answer.remaining());
        byte[] proof = switch (method) {
            case NATIVE -> MysqlPasswords.byNative(password, nonce(data, 20));
            case CACHING_SHA2 -> MysqlPasswords.byCachingSha2(password, nonce(data, 20));
            case ED25519 -> Ed25519Password.signature(password, nonce(data, 32));
            case CLEAR -> {
                PlainPassword.need(target, channel, secured, "write tls: true");
                yield MysqlPasswords.plain(password);
            }
            default ->
                throw new Stop.Unasked("cannot log in at " + channel.peer() + ": it wants the method "
                        + Words.printable(method, 80) + ", which upkeep does not have; use an account of another"
                        + " method, such as " + NATIVE + " or " + CACHING_SHA2);
        };
        packets.send(proof, "password by " + method);
    }

    private byte[] nonce(byte[] data, int length) throws Malformed {
        if (data.length < length) {
            throw new Malformed("sent too few bytes to hash a password with");
        }
        nonce = Arrays.copyOf(data, length);
        return nonce;
    }

    private void goOn(ByteReader answer, String password) throws IOException, Malformed {
        answer.skip(1);
        int state = method.equals(CACHING_SHA2) ? answer.octet() : -1;
        switch (state) {
            case CACHED -> channel.findings().steps().add(() -> "the server had the account in its cache");
            case NOT_CACHED -> sendWhole(password);
            default -> throw new Malformed("said more about a login than was asked");
        }
    }

    /** The server needs the password itself: over TLS or a local socket as it is, else encrypted for its RSA key. */
    private void sendWhole(String password) throws IOException, Malformed {
        if (secured || target.endpoint() instanceof Endpoint.Local) {
            packets.send(MysqlPasswords.plain(password), "password");
            return;
        }
        Optional<String> fingerprint = target.option("server-key");
        if (fingerprint.isEmpty()) {
            PlainPassword.need(target, channel, false, "write tls: true, or server-key");
        }
        packets.send(new byte[] {KEY_WANTED}, "request for the server's public key");
        ByteReader answer = packets.read();
        if (answer.octet() != MORE) {
            throw new Malformed("has no public key to encrypt a password for");
        }
        byte[] pem = answer.take(answer.remaining());
        String seen = HexFormat.of().formatHex(Digests.of("SHA-256", pem));
        if (fingerprint.isPresent() && !fingerprint.get().equalsIgnoreCase(seen)) {
            throw channel.sick(
                    FailureKind.CONTENT, "has another public key than server-key says, with the digest " + seen);
        }
        packets.send(
                MysqlPasswords.encrypted(password, nonce, new String(pem, StandardCharsets.US_ASCII)),
                "password, encrypted");
    }
}
