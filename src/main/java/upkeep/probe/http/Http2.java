package upkeep.probe.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.http.Http2Connection.Data;
import upkeep.probe.http.Http2Connection.Header;
import upkeep.probe.http.Http2Connection.Part;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.OctetWriter;

/**
 * One request over HTTP/2 and its answer, on a connection of its own, the server being known to speak it. The answer is
 * taken as it comes, or by {@link #ask} as a whole. Used by one thread.
 */
final class Http2 {

    static final int MOST_DATA = 32_768;

    private final Channel channel;
    private final Http2Connection connection;
    private Optional<Part> early = Optional.empty();
    private boolean hasEnded;

    Http2(Channel channel) {
        this.channel = channel;
        this.connection = new Http2Connection(channel);
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

    /** Sends the request and waits for the whole answer, at most {@value #MOST_DATA} bytes of data. */
    Answer ask(List<Field> header, byte[] body) throws IOException {
        send(header, body);
        List<Field> fields = new ArrayList<>();
        OctetWriter data = new OctetWriter();
        while (!hasEnded) {
            switch (next()) {
                case Header part -> fields.addAll(part.fields());
                case Data part -> data.bytes(part.bytes());
            }
            if (data.size() > MOST_DATA || fields.size() > HttpHead.MOST_FIELDS) {
                throw wrong("sent a longer answer than was to be expected");
            }
        }
        channel.findings()
                .steps()
                .add(
                        () -> "answered, " + Words.bytes(data.size()),
                        () -> HttpRequest.shown(fields.stream()
                                .map(field -> field.name() + ": " + field.value())
                                .toList()));
        return new Answer(fields, data.toBytes());
    }

    /** Sends the request. The rest of a body is kept back once the server answers without having waited for it. */
    void send(List<Field> header, byte[] body) throws IOException {
        channel.await("its first frame");
        connection.begin(header, body.length == 0);
        int sent = 0;
        while (sent < body.length && early.isEmpty()) {
            int count = connection.sendable(body.length - sent);
            if (count == 0) {
                early = connection.receive().filter(part -> !isInterim(part));
            } else {
                connection.send(body, sent, count, sent + count == body.length);
                sent += count;
            }
        }
    }

    private static boolean isInterim(Part part) {
        return part instanceof Header header
                && header.fields().stream()
                        .anyMatch(field ->
                                field.name().equals(":status") && field.value().startsWith("1"));
    }

    /** The next header of the answer. */
    List<Field> header() throws IOException {
        return switch (next()) {
            case Header header -> header.fields();
            case Data _ -> throw wrong("sent data before the header of its answer");
        };
    }

    /** The next data of the body; none where a trailer came. */
    byte[] data() throws IOException {
        return switch (next()) {
            case Data data -> data.bytes();
            case Header trailer when trailer.isLast() -> new byte[0];
            case Header _ -> throw wrong("sent a header in the middle of the body");
        };
    }

    /** Whether the answer is complete. */
    boolean hasEnded() {
        return hasEnded;
    }

    private Part next() throws IOException {
        Optional<Part> part = early;
        early = Optional.empty();
        while (part.isEmpty()) {
            part = connection.receive();
        }
        hasEnded = part.get().isLast();
        return part.get();
    }

    private Stop wrong(String what) {
        return channel.sick(FailureKind.PROTOCOL, what);
    }
}
