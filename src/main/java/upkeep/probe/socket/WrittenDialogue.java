package upkeep.probe.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.TextSearch;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.target.Turn;

/** Says and hears over one connection what the spec has written down. */
final class WrittenDialogue {

    private static final int LONGEST_MESSAGE = 65_536;
    private static final int SHOWN = 200;

    private final Channel channel;
    private byte[] last = {};
    private int heard;
    private int sent;

    WrittenDialogue(Channel channel) {
        this.channel = channel;
    }

    String speak(List<Turn> turns) throws IOException {
        for (Turn turn : turns) {
            switch (turn) {
                case Turn.Send send -> send(send);
                case Turn.Expect expect -> expect(expect);
            }
        }
        return heard == 0
                ? "took " + Words.bytes(sent)
                : "answered \"" + Words.printable(last, last.length, SHOWN) + "\"";
    }

    private void send(Turn.Send send) throws IOException {
        byte[] bytes = send.octets().getBytes(StandardCharsets.ISO_8859_1);
        channel.send(bytes, () -> List.of(Words.printable(bytes, bytes.length, SHOWN)));
        sent += bytes.length;
    }

    private void expect(Turn.Expect expect) throws IOException {
        channel.await("answer " + (heard + 1));
        byte[] message = switch (expect.end()) {
            case Turn.End.Length length -> channel.bytes(length.bytes());
            case Turn.End.Until until -> until(until.octets().getBytes(StandardCharsets.ISO_8859_1));
        };
        last = message;
        heard++;
        String shown = Words.printable(message, message.length, SHOWN);
        channel.findings().found("answer", new String(message, StandardCharsets.UTF_8));
        if (!new OctetPattern(expect.pattern()).isFoundIn(message)) {
            throw channel.sick(
                    FailureKind.CONTENT,
                    "answered \"" + shown + "\", which does not match " + Words.printable(pattern(expect), SHOWN));
        }
        channel.findings().reached(sent == 0 ? Depth.BANNER : Depth.QUERY);
    }

    /** The pattern as it was written. */
    private static String pattern(Turn.Expect expect) {
        return new String(expect.pattern().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private byte[] until(byte[] end) throws IOException {
        TextSearch search = new TextSearch(end);
        byte[] bytes = new byte[128];
        byte[] one = new byte[1];
        int length = 0;
        while (!search.isFound()) {
            if (length == LONGEST_MESSAGE) {
                throw channel.sick(
                        FailureKind.PROTOCOL,
                        "sent more than " + LONGEST_MESSAGE + " bytes and not the end of answer " + (heard + 1));
            }
            int next = channel.read();
            if (next < 0) {
                throw channel.ended();
            }
            one[0] = (byte) next;
            search.feed(one, 1);
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = one[0];
        }
        byte[] message = Arrays.copyOf(bytes, length - end.length);
        channel.findings()
                .steps()
                .add(
                        () -> "received answer " + (heard + 1),
                        () -> List.of(Words.printable(message, message.length, SHOWN)));
        return message;
    }
}
