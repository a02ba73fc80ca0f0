package upkeep.probe.http;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Conversations;
import upkeep.probe.wire.OctetWriter;
import upkeep.target.WebSocketTarget;

/**
 * Opens a WebSocket over HTTP/1.1, checks that the server has understood, sends a ping with a random payload that must
 * come back, and closes properly (RFC 6455).
 */
public final class WebSocketProber implements Prober<WebSocketTarget> {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTROL = 8;
    private static final int LONGEST_CONTROL = 125;
    private static final int NORMAL_CLOSURE = 1_000;

    private final Conversations conversations;
    private final String userAgent;

    public WebSocketProber(Conversations conversations, String userAgent) {
        this.conversations = conversations;
        this.userAgent = userAgent;
    }

    @Override
    public Observation probe(WebSocketTarget target, Deadline deadline, Findings findings) throws Stop {
        String found = conversations.hold(
                target.endpoint(), target.tls(), deadline, findings, channel -> speak(target, channel));
        return findings.passed(found + " in " + Words.seconds(deadline.elapsedNanos() / 1e9));
    }

    String speak(WebSocketTarget target, Channel channel) throws IOException {
        String key = Base64.getEncoder().encodeToString(random(16));
        channel.await("the answer to the upgrade");
        List<String> request = request(target, key);
        byte[] bytes = (String.join("\r\n", request) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        channel.send(bytes, () -> HttpRequest.shown(request));
        HttpHead head = HttpHead.of(channel);
        channel.findings().measure("status", head.status());
        check(head, key, channel);
        channel.findings().reached(Depth.HANDSHAKE);

        byte[] payload = random(8);
        channel.await("the pong");
        long asked = System.nanoTime();
        send(channel, PING, payload);
        Frame frame = next(channel);
        while (frame.type() != PONG || !Arrays.equals(frame.payload(), payload)) {
            if (frame.type() == CLOSE) {
                throw channel.sick(FailureKind.CLOSED, "closed instead of answering the ping" + reason(frame));
            }
            frame = next(channel);
        }
        double seconds = (System.nanoTime() - asked) / 1e9;
        channel.findings().measure("round-trip", seconds);
        channel.findings().reached(Depth.VALUE);

        channel.await("the closing frame");
        send(channel, CLOSE, new OctetWriter().pair(NORMAL_CLOSURE).toBytes());
        while (next(channel).type() != CLOSE) {
            // What was on its way before the server heard of the end.
        }
        return "answered a ping in " + Words.seconds(seconds) + " and closed";
    }

    private List<String> request(WebSocketTarget target, String key) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int usual = target.tls().isPresent() ? 443 : 80;
        String endpoint = target.endpoint().text();
        headers.put("User-Agent", userAgent);
        headers.put("Host", endpoint.endsWith(":" + usual) ? endpoint.replaceFirst(":" + usual + "$", "") : endpoint);
        headers.putAll(target.headers());
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", key);
        List<String> lines = new ArrayList<>();
        lines.add("GET " + URI.create(target.path()).toASCIIString() + " HTTP/1.1");
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }

    /** What the server must answer so that a WebSocket is open (section 4.1). */
    private static void check(HttpHead head, String key, Channel channel) throws Stop {
        if (head.status() != 101) {
            throw channel.sick(FailureKind.STATUS, "answered " + head.statusText() + ", wanted 101");
        }
        if (!head.values("Upgrade").contains("websocket")
                || !head.values("Connection").contains("upgrade")) {
            throw channel.sick(FailureKind.PROTOCOL, "answered 101, but did not change to websocket");
        }
        if (!head.first("Sec-WebSocket-Accept").equals(Optional.of(accept(key)))) {
            throw channel.sick(FailureKind.PROTOCOL, "answered with a Sec-WebSocket-Accept that does not fit the key");
        }
        if (head.first("Sec-WebSocket-Extensions").isPresent()) {
            throw channel.sick(FailureKind.PROTOCOL, "uses an extension that was not asked for");
        }
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
    private record Frame(int type, byte[] payload) {}

    /** The next frame; pings are answered. */
    private static Frame next(Channel channel) throws IOException {
        byte[] start = channel.bytes(2);
        int type = start[0] & 0x0f;
        boolean control = (type & CONTROL) != 0;
        long length = start[1] & 0x7f;
        if ((start[0] & 0x70) != 0 || (start[1] & MASKED) != 0) {
            throw channel.sick(FailureKind.PROTOCOL, "sent a frame with bits that no server sets");
        }
        if (control && ((start[0] & FINAL) == 0 || length > LONGEST_CONTROL)) {
            throw channel.sick(FailureKind.PROTOCOL, "sent a control frame in parts or of more than 125 bytes");
        }
        if (length == 126) {
            length = ByteBuffer.wrap(channel.bytes(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = ByteBuffer.wrap(channel.bytes(8)).getLong();
        }
        if (length < 0 || length > Channel.MOST) {
            throw channel.sick(
                    FailureKind.PROTOCOL, "announced a frame of " + Long.toUnsignedString(length) + " bytes");
        }
        Frame frame = new Frame(type, channel.bytes((int) length));
        if (type == PING) {
            send(channel, PONG, frame.payload());
        }
        return frame;
    }

    /** Sends a control frame, masked as those of a client are (section 5.3). */
    private static void send(Channel channel, int type, byte[] payload) throws IOException {
        byte[] mask = random(4);
        OctetWriter frame = new OctetWriter()
                .octet(FINAL | type)
                .octet(MASKED | payload.length)
                .bytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.octet(payload[i] ^ mask[i % 4]);
        }
        channel.send(
                frame.toBytes(),
                () -> List.of(
                        switch (type) {
                            case PING -> "ping";
                            case PONG -> "pong";
                            default -> "close";
                        }));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String reason(Frame close) {
        if (close.payload().length < 2) {
            return "";
        }
        int code = ByteBuffer.wrap(close.payload()).getShort() & 0xffff;
        String text = new String(close.payload(), 2, close.payload().length - 2, StandardCharsets.UTF_8);
        String words = switch (code) {
            case 1000 -> "normal closure";
            case 1001 -> "going away";
            case 1002 -> "protocol error";
            case 1003 -> "unsupported data";
            case 1007 -> "invalid text";
            case 1008 -> "against its policy";
            case 1009 -> "message too big";
            case 1010 -> "an extension is missing";
            case 1011 -> "internal error";
            case 1012 -> "service restart";
            case 1013 -> "try again later";
            case 1014 -> "bad gateway";
            default -> "no known code";
        };
        return ": " + words + " (" + code + ")" + (text.isEmpty() ? "" : ", \"" + Words.printable(text, 120) + "\"");
    }
}
