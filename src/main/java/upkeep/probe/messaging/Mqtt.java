package upkeep.probe.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.OctetWriter;
import upkeep.probe.wire.Speaker;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;

/**
 * Connects to an MQTT server, 3.1.1 or 5.0, with a clean session. With {@code topic} it subscribes, publishes a random
 * payload there, and waits until that comes back.
 */
public final class Mqtt implements Speaker {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LEVEL_3_1_1 = 4;
    private static final int LEVEL_5 = 5;
    private static final int CLEAN = 0x02;
    private static final int WITH_PASSWORD = 0x40;
    private static final int WITH_USER = 0x80;
    private static final int SUBSCRIPTION = 1;
    private static final int PUBLICATION = 2;

    private final Secrets secrets;

    public Mqtt(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        boolean five = target.option("version").equals(Optional.of("5.0"));
        Optional<byte[]> password = target.login().isPresent()
                ? Optional.of(secrets.bytes(target.login().get().password()))
                : Optional.empty();
        Session session = new Session(channel, five);
        MqttPacket.Outcome connected =
                session.connect(target.option("client-id").orElse("upkeep-" + random(8)), target.login(), password);
        String text = "accepted the connection, MQTT " + (five ? "5.0" : "3.1.1");
        Optional<String> topic = target.option("topic");
        if (topic.isPresent()) {
            double seconds =
                    session.roundTrip(topic.get(), connected.maximumQos().orElse(1));
            text = "carried a message through " + Words.printable(topic.get(), 100) + " in " + Words.seconds(seconds)
                    + ", MQTT " + (five ? "5.0" : "3.1.1");
        }
        session.send("DISCONNECT", new MqttPacket(MqttPacket.DISCONNECT, 0, new byte[0]));
        return text;
    }

    private static String random(int octets) {
        byte[] bytes = new byte[octets];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The packets of one connection. */
    private record Session(Channel channel, boolean five) {

        MqttPacket.Outcome connect(String client, Optional<Login> login, Optional<byte[]> password) throws IOException {
            // The server lets the connection go soon after the probe's deadline if we vanish.
            long keepAlive = Math.clamp(channel.deadline().remainingNanos() / 1_000_000_000L + 1, 1, 65_535);
            OctetWriter body = new OctetWriter();
            text(body, "MQTT");
            body.octet(five ? LEVEL_5 : LEVEL_3_1_1)
                    .octet(CLEAN | (login.isPresent() ? WITH_USER | WITH_PASSWORD : 0))
                    .pair((int) keepAlive);
            noProperties(body);
            text(body, client);
            login.ifPresent(it -> text(body, it.user()));
            password.ifPresent(it -> body.pair(it.length).bytes(it));
            channel.await("CONNACK");
            send(
                    "CONNECT as " + Words.printable(client, 60)
                            + login.map(it -> ", user " + it.user()).orElse(""),
                    new MqttPacket(MqttPacket.CONNECT, 0, body.toBytes()));
            MqttPacket packet = receive();
            if (packet.type() != MqttPacket.CONNACK) {
                throw channel.sick(FailureKind.PROTOCOL, "answered CONNECT with a packet of type " + packet.type());
            }
            MqttPacket.Outcome outcome = packet.connectOutcome(five).orElseThrow(this::malformed);
            if (outcome.code() != 0) {
                throw refused("refused the connection", outcome);
            }
            channel.findings().reached(Depth.LOGIN);
            return outcome;
        }

        /** Seconds from publishing to the message's return. */
        double roundTrip(String topic, int maximumQos) throws IOException {
            OctetWriter subscription = new OctetWriter().pair(SUBSCRIPTION);
            noProperties(subscription);
            text(subscription, topic);
            subscription.octet(0);
            channel.await("SUBACK");
            send("SUBSCRIBE to " + topic, new MqttPacket(MqttPacket.SUBSCRIBE, 0b0010, subscription.toBytes()));
            MqttPacket answer = receive();
            while (answer.type() != MqttPacket.SUBACK) {
                answer = receive();
            }
            succeed("refused to let us subscribe to " + topic, answer, SUBSCRIPTION);

            byte[] payload = ("upkeep " + random(16)).getBytes(StandardCharsets.US_ASCII);
            OctetWriter publication = new OctetWriter();
            text(publication, topic);
            // With an acknowledgement, since that may say why the message never comes back.
            int qos = Math.min(maximumQos, 1);
            if (qos > 0) {
                publication.pair(PUBLICATION);
            }
            noProperties(publication);
            publication.bytes(payload);
            channel.await("the message just published");
            long sent = System.nanoTime();
            send("PUBLISH on " + topic, new MqttPacket(MqttPacket.PUBLISH, qos << 1, publication.toBytes()));
            while (true) {
                MqttPacket packet = receive();
                if (packet.type() == MqttPacket.PUBACK) {
                    succeed("refused to let us publish on " + topic, packet, PUBLICATION);
                    channel.await("the message just published, which it had acknowledged");
                }
                if (packet.type() == MqttPacket.PUBLISH) {
                    MqttPacket.Message message = packet.message(five).orElseThrow(this::malformed);
                    // Others may publish there as well.
                    if (message.topic().equals(topic) && Arrays.equals(message.payload(), payload)) {
                        double seconds = (System.nanoTime() - sent) / 1e9;
                        channel.findings().measure("round-trip", seconds);
                        channel.findings().reached(Depth.VALUE);
                        return seconds;
                    }
                }
            }
        }

        private void succeed(String refusal, MqttPacket answer, int identifier) throws IOException {
            MqttPacket.Outcome outcome = answer.answerTo(identifier, five).orElseThrow(this::malformed);
            if (outcome.code() >= 0x80) {
                throw refused(refusal, outcome);
            }
        }

        void send(String what, MqttPacket packet) throws IOException {
            channel.send(packet.bytes(), () -> List.of(Words.printable(what, 300)));
        }

        /** The next packet; a server's farewell ends the probe. */
        private MqttPacket receive() throws IOException {
            byte[] start = channel.bytes(2);
            int type = (start[0] & 0xf0) >> 4;
            int length = start[1] & 0x7f;
            int digit = start[1];
            for (int shift = 7; digit < 0; shift += 7) {
                if (shift > 21) {
                    throw malformed();
                }
                digit = channel.bytes(1)[0];
                length |= (digit & 0x7f) << shift;
            }
            if (type == 0) {
                throw malformed();
            }
            MqttPacket packet = new MqttPacket(type, start[0] & 0x0f, channel.bytes(length));
            if (type == MqttPacket.DISCONNECT) {
                throw refused("ended the connection", packet.disconnectOutcome().orElseThrow(this::malformed));
            }
            return packet;
        }

        private Stop refused(String what, MqttPacket.Outcome outcome) {
            String reason = outcome.reason()
                    .map(text -> ", \"" + Words.printable(text, 200) + "\"")
                    .orElse("");
            return channel.sick(FailureKind.STATUS, what + ": " + MqttCode.words(outcome.code()) + reason);
        }

        private Stop malformed() {
            return channel.sick(FailureKind.PROTOCOL, "sent a packet that is not MQTT");
        }

        private void noProperties(OctetWriter body) {
            if (five) {
                body.octet(0);
            }
        }

        private static void text(OctetWriter body, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            body.pair(bytes.length).bytes(bytes);
        }
    }
}
