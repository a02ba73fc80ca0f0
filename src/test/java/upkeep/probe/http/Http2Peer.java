package upkeep.probe.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.wire.OctetWriter;

/** The server's side of HTTP/2, frame by frame, for tests. */
final class Http2Peer {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;

    private static final int PREFACE = 24;

    private final Socket socket;
    private final DataInputStream in;
    private final Hpack hpack = new Hpack();

    @SuppressWarnings("ArrayRecordComponent") // Frames are not compared.
    record Frame(int type, int flags, int stream, byte[] payload) {}

    /** Reads the preface of the client, and says which settings hold. */
    Http2Peer(Socket socket, byte[] settings) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        in.readFully(new byte[PREFACE]);
        send(frame(SETTINGS, 0, 0, settings));
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        OctetWriter out = new OctetWriter().octet(payload.length >> 16).pair(payload.length);
        return out.octet(type).octet(flags).quad(stream).bytes(payload).toBytes();
    }

    /** A header on our stream, in one frame. */
    static byte[] header(int flags, String... fields) {
        List<Field> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(new Field(fields[i], fields[i + 1]));
        }
        return frame(HEADERS, END_HEADERS | flags, 1, Hpack.encode(all));
    }

    static byte[] quad(int value) {
        return new OctetWriter().quad(value).toBytes();
    }

    static byte[] setting(int key, int value) {
        return new OctetWriter().pair(key).quad(value).toBytes();
    }

    void send(byte[]... frames) throws IOException {
        for (byte[] frame : frames) {
            socket.getOutputStream().write(frame);
        }
        socket.getOutputStream().flush();
    }

    Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), new byte[length]);
        in.readFully(frame.payload());
        return frame;
    }

    /** The next frame of a type; what comes before it is dropped. */
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    /** The header of the request, one field a line. */
    String request() throws IOException {
        Frame frame = next(HEADERS);
        OctetWriter block = new OctetWriter().bytes(frame.payload());
        while ((frame.flags() & END_HEADERS) == 0) {
            frame = next(CONTINUATION);
            block.bytes(frame.payload());
        }
        StringBuilder lines = new StringBuilder();
        for (Field field : hpack.decode(block.toBytes()).orElseThrow(IOException::new)) {
            lines.append(field.name()).append(": ").append(field.value()).append('\n');
        }
        return lines.toString();
    }

    /** The body of the request, up to its end. */
    byte[] body() throws IOException {
        OctetWriter body = new OctetWriter();
        Frame frame = next(DATA);
        body.bytes(frame.payload());
        while ((frame.flags() & END_STREAM) == 0) {
            frame = next(DATA);
            body.bytes(frame.payload());
        }
        return body.toBytes();
    }
}
