package upkeep.probe.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.tls.ServedChain;

/**
 * One connection with a server, by which bytes are sent and expected. Whatever is read is bounded, in time by the
 * probe's deadline and in size by {@link #MOST}. Used by the probe's thread alone.
 */
public final class Channel {

    /** The bytes of all answers together. */
    public static final long MOST = 1 << 20;

    private static final int LONGEST_LINE = 8_192;
    private static final int LONGEST_TEXT = 65_536;
    private static final int SHOWN = 500;

    /** Goes over to TLS on the same connection. */
    @FunctionalInterface
    public interface Upgrade {
        Secured secured() throws IOException;
    }

    /** The two directions of a connection under TLS, what the server showed, and which protocol it chose, if any. */
    public record Secured(Line line, ServedChain chain, String applicationProtocol) {}

    /** Takes leave of the other side. */
    @FunctionalInterface
    public interface Farewell {
        /** What it throws changes nothing. */
        void say() throws IOException;
    }

    private final String peer;
    private final Deadline deadline;
    private final Findings findings;
    private final Upgrade upgrade;
    private Line line;
    private ServedChain chain = new ServedChain(List.of());
    private String applicationProtocol = "";
    private long before;
    private String awaited = "an answer";
    private Optional<Farewell> farewell = Optional.empty();

    public Channel(Line line, Upgrade upgrade, String peer, Deadline deadline, Findings findings) {
        this.line = line;
        this.upgrade = upgrade;
        this.peer = peer;
        this.deadline = deadline;
        this.findings = findings;
    }

    /** The other side, as the beginning of a sentence. */
    public String peer() {
        return peer;
    }

    public Deadline deadline() {
        return deadline;
    }

    public Findings findings() {
        return findings;
    }

    /** What is waited for from now on, for people: {@code "the greeting"}, {@code "the answer to EHLO"}. */
    public void await(String what) {
        awaited = what;
    }

    /** What is said once the verdict is made and good; a second is left for it. */
    public void atTheEnd(Farewell last) {
        farewell = Optional.of(last);
    }

    /** Whether there is anything to be said at the end. */
    boolean takesLeave() {
        return farewell.isPresent();
    }

    /** Takes leave as the protocol wants it, so that the server's log does not fill with broken connections. */
    void leave() {
        try {
            if (farewell.isPresent()) {
                farewell.get().say();
            }
        } catch (IOException error) {
            findings.steps().add(() -> "the goodbye had no answer: " + error.getMessage());
        }
    }

    /** Sends a text as it is, line ends included, and shows it in the trace. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8), () -> List.of(Words.printable(text.strip(), SHOWN)));
    }

    /** Sends what must not be shown: the trace gets {@code shown} instead. */
    public void sendSecret(String text, String shown) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8), () -> List.of(shown));
    }

    /** Sends bytes; {@code shown} puts them into words for the trace. */
    public void send(byte[] bytes, Supplier<List<String>> shown) throws IOException {
        findings.steps().add(() -> "sent " + Words.bytes(bytes.length), shown);
        line.out().write(bytes);
        line.out().flush();
    }

    /**
     * One line without its end, which is a line feed with or without a carriage return before it. Bytes beyond ASCII are
     * taken for UTF-8.
     *
     * @throws Stop.Sick if the connection ends before the line does, or the line is longer than 8 KiB
     */
    public String line() throws IOException {
        byte[] bytes = new byte[128];
        int length = 0;
        int next = read();
        while (next != '\n') {
            if (next < 0) {
                throw ended();
            }
            if (length == LONGEST_LINE) {
                throw sick(FailureKind.PROTOCOL, "sent a line of more than " + LONGEST_LINE + " bytes for " + awaited);
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            bytes[length++] = (byte) next;
            next = read();
        }
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        findings.steps().add(() -> "received a line", () -> List.of(Words.printable(text, SHOWN)));
        return text;
    }

    /** All bytes before a mark, each taken for one character; at most 64 KiB. */
    public String upTo(String mark) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < mark.length() || text.indexOf(mark, text.length() - mark.length()) < 0) {
            int next = read();
            if (next < 0) {
                throw ended();
            }
            if (text.length() == LONGEST_TEXT) {
                throw sick(FailureKind.PROTOCOL, "sent more than " + LONGEST_TEXT + " bytes for " + awaited);
            }
            text.append((char) next);
        }
        text.setLength(text.length() - mark.length());
        findings.steps()
                .add(
                        () -> "received " + Words.bytes(text.length()) + " and " + mark,
                        () -> List.of(Words.printable(text.toString(), SHOWN)));
        return text.toString();
    }

    /** Exactly so many bytes. */
    public byte[] bytes(int count) throws IOException {
        if (count < 0 || count > MOST) {
            throw sick(FailureKind.PROTOCOL, "announced " + count + " bytes for " + awaited + ", which is too much");
        }
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int next = read();
            if (next < 0) {
                throw ended();
            }
            bytes[i] = (byte) next;
        }
        findings.steps()
                .add(() -> "received " + Words.bytes(count), () -> List.of(Hexadecimal.dump(bytes, SHOWN / 10)));
        return bytes;
    }

    /** One byte, or -1 at the end of the connection. */
    public int read() throws IOException {
        if (before + line.in().received() > MOST) {
            throw sick(FailureKind.PROTOCOL, "sent more than " + MOST + " bytes");
        }
        return line.in().read();
    }

    /** Goes on over TLS, as was agreed with the server just now. */
    public void secure() throws IOException {
        if (line.in().hasBuffered()) {
            // Whoever sits on the line could have put it there before the keys were agreed upon.
            throw sick(FailureKind.TLS, "said more in the clear after it had agreed to speak TLS");
        }
        before += line.in().received();
        Secured secured = upgrade.secured();
        line = secured.line();
        chain = secured.chain();
        applicationProtocol = secured.applicationProtocol();
    }

    /** The certificates that the server showed; none before {@link #secure}. */
    public ServedChain chain() {
        return chain;
    }

    /** What the server chose to speak over TLS, of what was offered to it (ALPN); empty for nothing. */
    public String applicationProtocol() {
        return applicationProtocol;
    }

    /** The connection as it is, for a protocol that has limits of its own. */
    public Line open() {
        return line;
    }

    /** What is wrong with the other side; the text goes on where "127.0.0.1:25 " ends. */
    public Stop sick(FailureKind kind, String what) {
        return new Stop.Sick(kind, peer + " " + what);
    }

    /** The answer was not what it must be. */
    public Stop unexpected(String answer, String wanted) {
        return sick(
                FailureKind.PROTOCOL,
                "answered \"" + Words.printable(answer, 100) + "\" where " + awaited + " was expected: " + wanted);
    }

    /** The connection is over, and should not be. */
    public Stop ended() {
        long received = before + line.in().received();
        return sick(
                FailureKind.CLOSED,
                "closed the connection where " + awaited + " was expected"
                        + (received == 0 ? "" : " (" + Words.bytes(received) + " received)"));
    }

    /** What an error on the connection says. */
    Stop explain(IOException error) {
        if (error instanceof Stop stop) {
            return stop;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        long received = before + line.in().received();
        if (!interrupted && deadline.explains(error)) {
            String sent = received == 0 ? "sent nothing" : "did not send all of " + awaited;
            return sick(
                    FailureKind.TIMEOUT,
                    "accepted the connection but " + sent + " within " + deadline.text()
                            + (received == 0 ? "" : " (" + Words.bytes(received) + " received)"));
        }
        if (!interrupted && error instanceof SSLException broken && !(broken.getCause() instanceof IOException)) {
            return sick(
                    FailureKind.TLS,
                    "broke the TLS connection: " + Words.printable(String.valueOf(broken.getMessage()), 200));
        }
        return SocketFaults.of(error, peer, deadline);
    }
}
