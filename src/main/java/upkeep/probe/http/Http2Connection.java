package upkeep.probe.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.OctetWriter;
import upkeep.probe.wire.Wire;

/**
 * The frames of HTTP/2 (RFC 9113) on a connection that is for one request: settings, windows and pings are dealt with,
 * what belongs to the answer is handed out. At most {@value #MOST_FRAMES} frames are read, and one more for every {@value
 * #DATA_FOR_A_FRAME} bytes of data that they bring. How much data that is, is for the caller to bound. Used by one thread.
 */
final class Http2Connection {

    static final int MOST_FRAMES = 1_000;
    static final int DATA_FOR_A_FRAME = 64;
    static final int LARGEST_FRAME = 16_384;

    /** How many bytes of data the server may send before it hears from us again. */
    static final int WINDOW = 1 << 20;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int USUAL_WINDOW = 65_535;
    private static final int START = 9;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PUSH_PROMISE = 5;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;

    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;

    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_HEADER_LIST_SIZE = 6;
    private static final int OURS = 1;

    private final Channel channel;
    private final Wire in;
    private final Hpack hpack = new Hpack();
    private int frames;
    private long received;
    private int room = WINDOW;
    private long ofStream = USUAL_WINDOW;
    private long ofConnection = USUAL_WINDOW;
    private long ofNewStreams = USUAL_WINDOW;

    Http2Connection(Channel channel) {
        this.channel = channel;
        this.in = channel.open().in();
    }

    /** What belongs to the answer. */
    sealed interface Part {
        /** Whether nothing comes after it. */
        boolean isLast();
    }

    /** Fields of a header, or of a trailer. */
    record Header(List<Field> fields, boolean isLast) implements Part {
        Header {
            fields = List.copyOf(fields);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
    record Data(byte[] bytes, boolean isLast) implements Part {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Frame(int type, int flags, int stream, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /** Says who we are, and the header of the request. */
    void begin(List<Field> header, boolean isLast) throws IOException {
        byte[] settings = new OctetWriter()
                .pair(ENABLE_PUSH)
                .quad(0)
                .pair(INITIAL_WINDOW_SIZE)
                .quad(WINDOW)
                .pair(MAX_HEADER_LIST_SIZE)
                .quad(Hpack.MOST_OCTETS)
                .toBytes();
        OctetWriter out = new OctetWriter()
                .bytes(PREFACE)
                .bytes(frame(SETTINGS, 0, 0, settings))
                .bytes(frame(WINDOW_UPDATE, 0, 0, number(WINDOW - USUAL_WINDOW)));
        byte[] block = Hpack.encode(header);
        int type = HEADERS;
        int flags = isLast ? END_STREAM : 0;
        int at = 0;
        while (block.length - at > LARGEST_FRAME) {
            out.bytes(frame(type, flags, OURS, Arrays.copyOfRange(block, at, at + LARGEST_FRAME)));
            at += LARGEST_FRAME;
            type = CONTINUATION;
            flags = 0;
        }
        out.bytes(frame(type, flags | END_HEADERS, OURS, Arrays.copyOfRange(block, at, block.length)));
        channel.send(
                out.toBytes(),
                () -> HttpRequest.shown(header.stream()
                        .map(field -> field.name() + ": " + field.value())
                        .toList()));
        channel.atTheEnd(() -> channel.send(frame(GOAWAY, 0, 0, new byte[8]), () -> List.of("GOAWAY")));
    }

    /** How many bytes of body can be sent now, of so many; the server's window may have room for none. */
    int sendable(int wanted) {
        return Math.clamp(Math.min(ofStream, ofConnection), 0, Math.min(wanted, LARGEST_FRAME));
    }

    /** Sends some of the body. */
    void send(byte[] body, int from, int count, boolean isLast) throws IOException {
        byte[] part = Arrays.copyOfRange(body, from, from + count);
        channel.send(
                frame(DATA, isLast ? END_STREAM : 0, OURS, part), () -> List.of(Words.bytes(count) + " of the body"));
        ofStream -= count;
        ofConnection -= count;
    }

    /** Reads one frame; nothing if it was about the connection. */
    Optional<Part> receive() throws IOException {
        Frame frame = next();
        switch (frame.type()) {
            case SETTINGS -> settings(frame);
            case PING -> {
                if (!frame.has(ACK)) {
                    channel.send(frame(PING, ACK, 0, frame.payload()), () -> List.of("PING, acknowledged"));
                }
            }
            case WINDOW_UPDATE -> widen(frame);
            case GOAWAY -> leave(frame);
            case PUSH_PROMISE, CONTINUATION -> throw wrong("sent a frame of type " + frame.type());
            case RST_STREAM -> {
                checkStream(frame);
                throw channel.sick(FailureKind.PROTOCOL, "gave up the answer: " + error(frame, 0));
            }
            case HEADERS -> {
                checkStream(frame);
                return Optional.of(new Header(fields(frame), frame.has(END_STREAM)));
            }
            case DATA -> {
                checkStream(frame);
                return Optional.of(new Data(data(frame), frame.has(END_STREAM)));
            }
            default -> {
                // Frames of other types are to be passed over (section 4.1).
            }
        }
        return Optional.empty();
    }

    private Frame next() throws IOException {
        byte[] start = bytes(START);
        boolean isFirst = frames == 0;
        if (isFirst && new String(start, StandardCharsets.ISO_8859_1).startsWith("HTTP/")) {
            throw channel.sick(FailureKind.PROTOCOL, "answers in HTTP/1, but HTTP/2 is wanted");
        }
        ByteBuffer fields = ByteBuffer.wrap(start);
        int length = (fields.getShort() & 0xffff) << 8 | (fields.get() & 0xff);
        int type = fields.get() & 0xff;
        int flags = fields.get() & 0xff;
        int stream = fields.getInt() & 0x7fff_ffff;
        if (length > LARGEST_FRAME) {
            throw wrong("announced a frame of " + length + " bytes");
        }
        long most = MOST_FRAMES + received / DATA_FOR_A_FRAME;
        if (++frames > most) {
            throw wrong("sent more than " + most + " frames");
        }
        Frame frame = new Frame(type, flags, stream, bytes(length));
        if (isFirst && (type != SETTINGS || frame.has(ACK))) {
            throw wrong("began with a frame of type " + type + " instead of its settings");
        }
        if (isFirst) {
            channel.await("the answer");
        }
        return frame;
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int next = in.read();
            if (next < 0) {
                throw channel.ended();
            }
            bytes[i] = (byte) next;
        }
        return bytes;
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return new OctetWriter()
                .octet(payload.length >> 16)
                .pair(payload.length)
                .octet(type)
                .octet(flags)
                .quad(stream)
                .bytes(payload)
                .toBytes();
    }

    private static byte[] number(int value) {
        return new OctetWriter().quad(value).toBytes();
    }

    private void checkStream(Frame frame) throws IOException {
        if (frame.stream() != OURS) {
            throw wrong("answered on stream " + frame.stream() + ", which was never opened");
        }
    }

    /** Of the server's settings only its window is of interest: it holds for what we have sent already, too. */
    private void settings(Frame frame) throws IOException {
        if (frame.has(ACK)) {
            return;
        }
        if (frame.payload().length % 6 != 0) {
            throw wrong("sent settings that are cut short");
        }
        ByteBuffer settings = ByteBuffer.wrap(frame.payload());
        while (settings.hasRemaining()) {
            int key = settings.getShort() & 0xffff;
            long value = settings.getInt() & 0xffff_ffffL;
            if (key == INITIAL_WINDOW_SIZE) {
                ofStream = widened(ofStream, value - ofNewStreams);
                ofNewStreams = value;
            }
        }
        channel.send(frame(SETTINGS, ACK, 0, new byte[0]), () -> List.of("SETTINGS, acknowledged"));
    }

    private void widen(Frame frame) throws IOException {
        if (frame.payload().length != 4) {
            throw wrong("sent a window of " + Words.bytes(frame.payload().length));
        }
        int more = ByteBuffer.wrap(frame.payload()).getInt() & Integer.MAX_VALUE;
        if (frame.stream() == 0) {
            ofConnection = widened(ofConnection, more);
        } else if (frame.stream() == OURS) {
            ofStream = widened(ofStream, more);
        }
    }

    private long widened(long window, long more) throws IOException {
        if (window + more > Integer.MAX_VALUE) {
            throw wrong("offered a window that is too large");
        }
        return window + more;
    }

    /** The data, for which room is made again before it runs out, so that a server can never be said to go beyond it. */
    private byte[] data(Frame frame) throws IOException {
        room -= frame.payload().length;
        byte[] data = content(frame, 0);
        received += data.length;
        if (room < WINDOW / 2 && !frame.has(END_STREAM)) {
            byte[] more = number(WINDOW - room);
            byte[] both = new OctetWriter()
                    .bytes(frame(WINDOW_UPDATE, 0, 0, more))
                    .bytes(frame(WINDOW_UPDATE, 0, OURS, more))
                    .toBytes();
            channel.send(both, () -> List.of("WINDOW_UPDATE"));
            room = WINDOW;
        }
        return data;
    }

    /** The fields of a header that may go on in further frames, with nothing between (section 6.10). */
    private List<Field> fields(Frame first) throws IOException {
        OctetWriter block = new OctetWriter().bytes(content(first, first.has(PRIORITY) ? 5 : 0));
        Frame last = first;
        while (!last.has(END_HEADERS)) {
            last = next();
            if (last.type() != CONTINUATION || last.stream() != OURS) {
                throw wrong("broke off in the middle of a header");
            }
            block.bytes(last.payload());
            if (block.size() > Hpack.MOST_OCTETS) {
                throw wrong("sent more than " + Hpack.MOST_OCTETS + " bytes of header");
            }
        }
        List<Field> fields =
                hpack.decode(block.toBytes()).orElseThrow(() -> wrong("sent a header that cannot be decoded"));
        if (fields.size() > HttpHead.MOST_FIELDS) {
            throw wrong("sent more than " + HttpHead.MOST_FIELDS + " header lines");
        }
        return fields;
    }

    /** The payload without padding, and without so many octets before it. */
    private byte[] content(Frame frame, int before) throws IOException {
        byte[] payload = frame.payload();
        int begin = before;
        int end = payload.length;
        if (frame.has(PADDED) && payload.length > 0) {
            begin++;
            end -= payload[0] & 0xff;
        }
        if (end < begin) {
            throw wrong("sent a frame that is shorter than its padding");
        }
        return Arrays.copyOfRange(payload, begin, end);
    }

    /** A server that goes away still answers what it has begun to. */
    private void leave(Frame frame) throws IOException {
        if (frame.payload().length < 8) {
            throw wrong("sent a farewell that is cut short");
        }
        int lastStream = ByteBuffer.wrap(frame.payload()).getInt() & 0x7fff_ffff;
        if (lastStream < OURS || ByteBuffer.wrap(frame.payload()).getInt(4) != 0) {
            throw channel.sick(FailureKind.CLOSED, "goes away without an answer: " + error(frame, 4));
        }
    }

    private static String error(Frame frame, int at) {
        if (frame.payload().length < at + 4) {
            return "no reason given";
        }
        int code = ByteBuffer.wrap(frame.payload()).getInt(at);
        return switch (code) {
            case 0 -> "NO_ERROR";
            case 1 -> "PROTOCOL_ERROR";
            case 2 -> "INTERNAL_ERROR";
            case 3 -> "FLOW_CONTROL_ERROR";
            case 4 -> "SETTINGS_TIMEOUT";
            case 5 -> "STREAM_CLOSED";
            case 6 -> "FRAME_SIZE_ERROR";
            case 7 -> "REFUSED_STREAM";
            case 8 -> "CANCEL";
            case 9 -> "COMPRESSION_ERROR";
            case 10 -> "CONNECT_ERROR";
            case 11 -> "ENHANCE_YOUR_CALM";
            case 12 -> "INADEQUATE_SECURITY";
            case 13 -> "HTTP_1_1_REQUIRED";
            default -> "error " + code;
        };
    }

    private Stop wrong(String what) {
        return channel.sick(FailureKind.PROTOCOL, what);
    }
}
