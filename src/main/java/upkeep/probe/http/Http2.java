package upkeep.probe.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.OctetWriter;

/**
 * One request over HTTP/2 (RFC 9113) on a connection of its own, the server being known to speak it. The answer has at
 * most {@value #MOST_DATA} bytes of data, which no flow control holds up, and comes in at most {@value #MOST_FRAMES}
 * frames. Used by one thread.
 */
final class Http2 {

    static final int MOST_DATA = 32_768;
    static final int MOST_FRAMES = 1_000;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_FRAME = 16_384;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PUSH_PROMISE = 5;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;

    private static final int END_STREAM = 0x1;
    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;

    private static final int ENABLE_PUSH = 2;
    private static final int MAX_HEADER_LIST_SIZE = 6;
    private static final int OURS = 1;

    private final Channel channel;
    private final Hpack hpack = new Hpack();
    private int frames;

    Http2(Channel channel) {
        this.channel = channel;
    }

    /**
     * What came back.
     *
     * @param header all fields, those of a trailer behind those of the header
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
    record Answer(List<Field> header, byte[] data) {
        Answer {
            header = List.copyOf(header);
        }

        /** The last field of a name. */
        Optional<String> field(String name) {
            return header.stream()
                    .filter(field -> field.name().equals(name))
                    .map(Field::value)
                    .reduce((_, later) -> later);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Frame(int type, int flags, int stream, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /** Sends the request and waits for the whole answer. */
    Answer ask(List<Field> header, byte[] body) throws IOException {
        OctetWriter settings = new OctetWriter()
                .pair(ENABLE_PUSH)
                .quad(0)
                .pair(MAX_HEADER_LIST_SIZE)
                .quad(Hpack.MOST_OCTETS);
        byte[] request = new OctetWriter()
                .bytes(PREFACE)
                .bytes(frame(SETTINGS, 0, 0, settings.toBytes()))
                .bytes(frame(HEADERS, END_HEADERS, OURS, Hpack.encode(header)))
                .bytes(frame(DATA, END_STREAM, OURS, body))
                .toBytes();
        channel.await("its first frame");
        channel.send(
                request,
                () -> header.stream()
                        .map(field -> Words.printable(field.name() + ": " + field.value(), 500))
                        .toList());
        Frame first = frame(beginning());
        if (first.type() != SETTINGS || first.has(ACK)) {
            throw wrong("began with a frame of type " + first.type() + " instead of its settings");
        }
        acknowledge(first);
        channel.await("the answer");
        return answer();
    }

    private Answer answer() throws IOException {
        List<Field> header = new ArrayList<>();
        OctetWriter data = new OctetWriter();
        while (true) {
            Frame frame = frame(channel.bytes(9));
            switch (frame.type()) {
                case SETTINGS -> acknowledge(frame);
                case PING -> {
                    if (!frame.has(ACK)) {
                        channel.send(frame(PING, ACK, 0, frame.payload()), () -> List.of("PING, acknowledged"));
                    }
                }
                case GOAWAY -> leave(frame);
                case PUSH_PROMISE, CONTINUATION -> throw wrong("sent a frame of type " + frame.type());
                case HEADERS, DATA, RST_STREAM -> {
                    if (frame.stream() != OURS) {
                        throw wrong("answered on stream " + frame.stream() + ", which was never opened");
                    }
                    if (frame.type() == RST_STREAM) {
                        throw channel.sick(FailureKind.PROTOCOL, "gave up the answer: " + error(frame, 0));
                    }
                    if (frame.type() == HEADERS) {
                        header.addAll(fields(frame));
                    } else {
                        data.bytes(content(frame, 0));
                    }
                    if (data.size() > MOST_DATA || header.size() > HttpHead.MOST_FIELDS) {
                        throw wrong("sent a longer answer than was to be expected");
                    }
                    if (frame.has(END_STREAM)) {
                        channel.findings()
                                .steps()
                                .add(
                                        () -> "answered, " + Words.bytes(data.size()),
                                        () -> HttpRequest.shown(header.stream()
                                                .map(field -> field.name() + ": " + field.value())
                                                .toList()));
                        return new Answer(header, data.toBytes());
                    }
                }
                default -> {
                    // Frames of other types are to be passed over (section 4.1).
                }
            }
        }
    }

    /** The first octets, told from an answer in HTTP/1. */
    private byte[] beginning() throws IOException {
        byte[] start = channel.bytes(9);
        if (new String(start, StandardCharsets.ISO_8859_1).startsWith("HTTP/")) {
            throw channel.sick(FailureKind.PROTOCOL, "answers in HTTP/1, but HTTP/2 is wanted");
        }
        return start;
    }

    private Frame frame(byte[] start) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(start);
        int length = (in.getShort() & 0xffff) << 8 | (in.get() & 0xff);
        int type = in.get() & 0xff;
        int flags = in.get() & 0xff;
        int stream = in.getInt() & 0x7fff_ffff;
        if (length > LARGEST_FRAME) {
            throw wrong("announced a frame of " + length + " bytes");
        }
        if (++frames > MOST_FRAMES) {
            throw wrong("sent more than " + MOST_FRAMES + " frames");
        }
        return new Frame(type, flags, stream, channel.bytes(length));
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

    private void acknowledge(Frame settings) throws IOException {
        if (!settings.has(ACK)) {
            channel.send(frame(SETTINGS, ACK, 0, new byte[0]), () -> List.of("SETTINGS, acknowledged"));
        }
    }

    /** The fields of a header that may go on in further frames, with nothing between (section 6.10). */
    private List<Field> fields(Frame first) throws IOException {
        OctetWriter block = new OctetWriter().bytes(content(first, first.has(PRIORITY) ? 5 : 0));
        Frame last = first;
        while (!last.has(END_HEADERS)) {
            last = frame(channel.bytes(9));
            if (last.type() != CONTINUATION || last.stream() != OURS) {
                throw wrong("broke off in the middle of a header");
            }
            block.bytes(last.payload());
            if (block.size() > Hpack.MOST_OCTETS) {
                throw wrong("sent more than " + Hpack.MOST_OCTETS + " bytes of header");
            }
        }
        return hpack.decode(block.toBytes()).orElseThrow(() -> wrong("sent a header that cannot be decoded"));
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
