package upkeep.probe.database;

import java.io.IOException;
import java.util.List;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;

/** The messages of a connection with an LDAP server (RFC 4511 section 4.1.1). */
public final class LdapMessages {

    static final int EXTENDED_RESPONSE = 0x78;

    private static final int UNBIND = 0x42;

    private final Channel channel;
    private int number;

    LdapMessages(Channel channel) {
        this.channel = channel;
    }

    /** How an operation ended. */
    public record Result(int code, String diagnosis) {

        public static Result read(ByteReader content) throws Malformed {
            int code = Ber.number(Ber.next(content, Ber.ENUMERATED));
            Ber.next(content, Ber.TEXT);
            return new Result(code, Ber.next(content, Ber.TEXT).text());
        }

        /** For people. */
        String text() {
            String name = LdapResultCodes.name(code);
            return name + " (" + code + ")" + (diagnosis.isEmpty() ? "" : ", " + Words.printable(diagnosis, 200));
        }
    }

    Channel channel() {
        return channel;
    }

    /** Sends an operation; {@code shown} is what the trace gets. */
    void send(byte[] operation, String shown) throws IOException {
        number++;
        byte[] message = Ber.of(Ber.SEQUENCE, Ber.small(Ber.INTEGER, number), operation);
        channel.send(message, () -> List.of(shown));
    }

    /** Unbinds; whether that arrives changes nothing. */
    void leave() {
        try {
            send(Ber.of(UNBIND), "unbind");
        } catch (IOException gone) {
            channel.findings().steps().add(() -> "could not say goodbye: " + gone.getMessage());
        }
    }

    /** The next part of the answer to what was sent last. */
    Ber.Element next() throws IOException, Malformed {
        ByteReader head = new ByteReader(channel.bytes(2));
        int tag = head.octet();
        int first = head.octet();
        if (tag != Ber.SEQUENCE) {
            throw new Malformed("answered with something that is no message of LDAP");
        }
        long length = first;
        if (first >= 0x80) {
            int size = Ber.sizeOfLength(first);
            length = new ByteReader(channel.bytes(size)).big(size);
        }
        if (length > Channel.MOST) {
            throw new Malformed("announced a message of " + length + " bytes, which is too much");
        }
        ByteReader message = new ByteReader(channel.bytes((int) length));
        int answered = Ber.number(Ber.next(message, Ber.INTEGER));
        Ber.Element operation = Ber.next(message);
        if (answered == 0 && operation.tag() == EXTENDED_RESPONSE) {
            throw channel.sick(
                    FailureKind.STATUS,
                    "ended the connection: " + Result.read(operation.content()).text());
        }
        if (answered != number) {
            throw new Malformed("answered a question that was not asked");
        }
        return operation;
    }

    /** The whole answer, which must have that tag. */
    Result result(int tag) throws IOException, Malformed {
        Ber.Element answer = next();
        if (answer.tag() != tag) {
            throw new Malformed("sent an answer with the tag " + answer.tag() + " in the place of " + tag);
        }
        return Result.read(answer.content());
    }
}
