package upkeep.probe.messaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Hexadecimal;
import upkeep.probe.wire.OctetWriter;
import upkeep.probe.wire.Speaker;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;

/**
 * Speaks AMQP 0-9-1: goes as far as the server's greeting, with a login opens the virtual host, and with {@code queue}
 * asks how many messages and consumers that has, without creating it.
 */
public final class Amqp implements Speaker {

    private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD = 1;
    private static final int HEADER_OR_BODY_MOST = 3;
    private static final int HEARTBEAT = 8;
    private static final int FRAME_END = 0xCE;
    private static final int LARGEST_FRAME = 131_072;
    private static final int PASSIVE = 1;

    private static final int OPEN = 10;
    private static final int OPEN_OK = 11;
    private static final int CONNECTION_OPEN = 40;
    private static final int CONNECTION_OPEN_OK = 41;
    private static final int CONNECTION_CLOSE = 50;
    private static final int CONNECTION_CLOSE_OK = 51;
    private static final int CHANNEL_CLOSE = 40;
    private static final int START = 10;
    private static final int START_OK = 11;
    private static final int TUNE = 30;
    private static final int TUNE_OK = 31;
    private static final int DECLARE = 10;
    private static final int DECLARE_OK = 11;

    private final Secrets secrets;

    public Amqp(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        Optional<String> password = target.login().isPresent()
                ? Optional.of(secrets.text(target.login().get().password()))
                : Optional.empty();
        Session session = new Session(channel);
        String server = session.greeted();
        if (target.login().isEmpty() || password.isEmpty()) {
            return "offers AMQP 0-9-1, " + server;
        }
        String host = target.option("virtual-host").orElse("/");
        session.logIn(target.login().get(), password.get(), host);
        String text = "opened the virtual host " + Words.printable(host, 100) + ", " + server;
        Optional<String> queue = target.option("queue");
        if (queue.isPresent()) {
            AmqpMethod.Queue found = session.queue(queue.get());
            text = "has " + count(found.messages(), "message") + " and " + count(found.consumers(), "consumer")
                    + " on the queue " + Words.printable(queue.get(), 100);
        }
        session.close();
        return text;
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** The frames of one connection. */
    private record Session(Channel channel) {

        /** The server's name and version. */
        String greeted() throws IOException {
            channel.await("Connection.Start");
            channel.send(HEADER, () -> List.of("AMQP 0-9-1"));
            byte[] first = channel.bytes(8);
            if (Arrays.equals(first, 0, 4, HEADER, 0, 4)) {
                throw channel.sick(
                        FailureKind.PROTOCOL,
                        "does not speak AMQP 0-9-1; it offers AMQP with the header " + Hexadecimal.dump(first, 8));
            }
            AmqpMethod.Start start =
                    expect(frame(first), AmqpMethod.CONNECTION, START).start().orElseThrow(this::malformed);
            channel.findings().reached(Depth.BANNER);
            String product = start.properties().getOrDefault("product", "an unnamed server");
            String version = start.properties().getOrDefault("version", "");
            channel.findings().found("product", product);
            channel.findings().found("version", version);
            if (Arrays.stream(start.mechanisms().split(" ")).noneMatch("PLAIN"::equals)) {
                throw channel.sick(
                        FailureKind.PROTOCOL,
                        "offers no login by user and password, only " + Words.printable(start.mechanisms(), 100));
            }
            return Words.printable((product + " " + version).strip(), 100);
        }

        void logIn(Login login, String password, String virtualHost) throws IOException {
            channel.await("the answer to the login");
            OctetWriter answer = new OctetWriter();
            longBytes(answer, clientProperties());
            shortText(answer, "PLAIN");
            longBytes(answer, ("\0" + login.user() + "\0" + password).getBytes(StandardCharsets.UTF_8));
            shortText(answer, "en_US");
            send(0, AmqpMethod.CONNECTION, START_OK, answer, "Connection.Start-Ok, user " + login.user());
            AmqpMethod.Tune tune =
                    expect(next(), AmqpMethod.CONNECTION, TUNE).tune().orElseThrow(this::malformed);
            int frameMax = tune.frameMax() <= 0 ? LARGEST_FRAME : Math.min(tune.frameMax(), LARGEST_FRAME);
            // No heartbeats: the probe is over before the first.
            OctetWriter limits =
                    new OctetWriter().pair(tune.channelMax()).quad(frameMax).pair(0);
            send(0, AmqpMethod.CONNECTION, TUNE_OK, limits, "Connection.Tune-Ok");
            OctetWriter opening = new OctetWriter();
            shortText(opening, virtualHost);
            shortText(opening, "").octet(0);
            channel.await("Connection.Open-Ok");
            send(0, AmqpMethod.CONNECTION, CONNECTION_OPEN, opening, "Connection.Open " + virtualHost);
            expect(next(), AmqpMethod.CONNECTION, CONNECTION_OPEN_OK);
            channel.findings().reached(Depth.LOGIN);
        }

        /** Asks for a queue that must exist (a passive declaration). */
        AmqpMethod.Queue queue(String name) throws IOException {
            channel.await("Channel.Open-Ok");
            send(1, AmqpMethod.CHANNEL, OPEN, shortText(new OctetWriter(), ""), "Channel.Open");
            expect(next(), AmqpMethod.CHANNEL, OPEN_OK);
            channel.await("Queue.Declare-Ok");
            OctetWriter declaration = shortText(new OctetWriter().pair(0), name);
            longBytes(declaration.octet(PASSIVE), new byte[0]);
            send(1, AmqpMethod.QUEUE, DECLARE, declaration, "Queue.Declare passive " + name);
            AmqpMethod.Queue queue =
                    expect(next(), AmqpMethod.QUEUE, DECLARE_OK).queue().orElseThrow(this::malformed);
            channel.findings().measure("messages", (double) queue.messages());
            channel.findings().measure("consumers", (double) queue.consumers());
            channel.findings().reached(Depth.QUERY);
            return queue;
        }

        void close() throws IOException {
            channel.await("Connection.Close-Ok");
            OctetWriter farewell =
                    shortText(new OctetWriter().pair(200), "").pair(0).pair(0);
            send(0, AmqpMethod.CONNECTION, CONNECTION_CLOSE, farewell, "Connection.Close");
            expect(next(), AmqpMethod.CONNECTION, CONNECTION_CLOSE_OK);
        }

        private void send(int number, int type, int method, OctetWriter arguments, String shown) throws IOException {
            byte[] payload = new AmqpMethod(type, method, arguments.toBytes()).payload();
            byte[] frame = new OctetWriter()
                    .octet(METHOD)
                    .pair(number)
                    .quad(payload.length)
                    .bytes(payload)
                    .octet(FRAME_END)
                    .toBytes();
            channel.send(frame, () -> List.of(Words.printable(shown, 300)));
        }

        /** The next method; heartbeats are passed over. */
        private AmqpMethod next() throws IOException {
            return frame(channel.bytes(8));
        }

        /** The method in the frame whose first eight octets these are. */
        private AmqpMethod frame(byte[] first) throws IOException {
            byte[] start = first;
            while (true) {
                ByteBuffer in = ByteBuffer.wrap(start);
                int type = in.get();
                in.getShort();
                int length = in.getInt();
                boolean known = (type >= METHOD && type <= HEADER_OR_BODY_MOST) || type == HEARTBEAT;
                if (!known || length < 0 || length > LARGEST_FRAME) {
                    throw malformed();
                }
                // An empty payload has its end where others begin.
                byte[] rest = channel.bytes(length);
                byte[] whole = new OctetWriter().octet(start[7]).bytes(rest).toBytes();
                if ((whole[length] & 0xff) != FRAME_END) {
                    throw malformed();
                }
                if (type == METHOD) {
                    return AmqpMethod.parse(Arrays.copyOf(whole, length)).orElseThrow(this::malformed);
                }
                start = channel.bytes(8);
            }
        }

        private AmqpMethod expect(AmqpMethod method, int type, int number) throws IOException {
            if (method.is(type, number)) {
                return method;
            }
            if (method.is(AmqpMethod.CONNECTION, CONNECTION_CLOSE) || method.is(AmqpMethod.CHANNEL, CHANNEL_CLOSE)) {
                AmqpMethod.Close close = method.closing().orElseThrow(this::malformed);
                throw channel.sick(
                        FailureKind.STATUS, "refused with " + close.code() + ": " + Words.printable(close.text(), 300));
            }
            throw channel.sick(
                    FailureKind.PROTOCOL,
                    "sent method " + method.type() + "." + method.number() + " where " + type + "." + number
                            + " was expected");
        }

        private Stop malformed() {
            return channel.sick(FailureKind.PROTOCOL, "sent a frame that is not AMQP 0-9-1");
        }

        /** Asks for a reason where a login is refused; else the server would only hang up. */
        private static byte[] clientProperties() {
            OctetWriter capabilities = new OctetWriter();
            shortText(capabilities, "authentication_failure_close").octet('t').octet(1);
            OctetWriter properties = new OctetWriter();
            shortText(properties, "product").octet('S');
            longBytes(properties, "upkeep".getBytes(StandardCharsets.US_ASCII));
            shortText(properties, "capabilities").octet('F');
            longBytes(properties, capabilities.toBytes());
            return properties.toBytes();
        }

        private static OctetWriter shortText(OctetWriter out, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return out.octet(bytes.length).bytes(bytes);
        }

        private static void longBytes(OctetWriter out, byte[] bytes) {
            out.quad(bytes.length).bytes(bytes);
        }
    }
}
