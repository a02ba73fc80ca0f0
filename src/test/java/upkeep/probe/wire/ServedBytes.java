package upkeep.probe.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import upkeep.core.Observation;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.probe.run.Words;
import upkeep.probe.tls.ServedChain;
import upkeep.target.Target;

/**
 * A server that is nothing but the bytes it sends. What comes of a conversation with it is held to what must be true of
 * every observation: texts that can be shown, within their limits, and figures under the names that the target tells.
 */
public final class ServedBytes {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_LINE = 2_048;

    private ServedBytes() {}

    /** What the server sends, once the other side has said something. */
    @FunctionalInterface
    public interface Server {
        InputStream answering(ByteArrayOutputStream said);
    }

    /**
     * Speaks with a server that sends these bytes.
     *
     * @param inPieces whether bytes come one by one, so that nothing has come before it is asked for
     */
    public static Observation hold(
            byte[] served, boolean inPieces, Target target, Conversations.Conversation conversation) {
        InputStream bytes = new ByteArrayInputStream(served);
        return hold(_ -> bytes, inPieces, target, conversation);
    }

    public static Observation hold(
            Server server, boolean inPieces, Target target, Conversations.Conversation conversation) {
        Deadline deadline = Deadline.in(LONG);
        Findings findings = new Findings(new Steps(Trace.to(ServedBytes::check), deadline), Asked.nothing());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        InputStream in = new Lazy(server, said, inPieces);
        Channel.Upgrade upgrade = () -> new Channel.Secured(line(in, said), new ServedChain(List.of()), "");
        Channel channel = new Channel(line(in, said), upgrade, "127.0.0.1:2525", deadline, findings);
        Observation observation = observed(channel, conversation);
        check(observation, target);
        return observation;
    }

    private static Line line(InputStream in, ByteArrayOutputStream out) {
        return new Line(new Wire(in), out);
    }

    private static Observation observed(Channel channel, Conversations.Conversation conversation) {
        try {
            String found = channel.peer() + " " + conversation.with(channel);
            channel.leave();
            return channel.findings().passed(found);
        } catch (Stop stop) {
            return channel.findings().stopped(stop);
        } catch (IOException raw) {
            throw new AssertionError("memory has no errors, so this is one of the probe", raw);
        }
    }

    private static void check(Trace.Step step) {
        printable(step.what(), LONGEST_LINE);
        step.lines().forEach(line -> printable(line, LONGEST_LINE));
    }

    private static void check(Observation observation, Target target) {
        printable(observation.text(), LONGEST_TEXT);
        for (Map.Entry<String, Double> measured : observation.measurements().entrySet()) {
            if (!target.measurements().contains(measured.getKey()) || !Double.isFinite(measured.getValue())) {
                throw new AssertionError("measured: " + measured);
            }
        }
        for (Map.Entry<String, String> found : observation.texts().entrySet()) {
            printable(found.getValue(), Observation.LONGEST_TEXT);
            if (!target.texts().contains(found.getKey())) {
                throw new AssertionError("found: " + found);
            }
        }
    }

    private static void printable(String text, int most) {
        if (!Words.printable(text, most).equals(text)) {
            throw new AssertionError("not to be shown: " + text);
        }
    }

    /** The stream of the server, which is made when something is read of it. */
    private static final class Lazy extends InputStream {
        private final Server server;
        private final ByteArrayOutputStream said;
        private final int most;
        private InputStream in = InputStream.nullInputStream();
        private boolean begun;

        Lazy(Server server, ByteArrayOutputStream said, boolean inPieces) {
            this.server = server;
            this.said = said;
            this.most = inPieces ? 1 : Integer.MAX_VALUE;
        }

        private InputStream in() {
            if (!begun) {
                begun = true;
                in = server.answering(said);
            }
            return in;
        }

        @Override
        public int read() throws IOException {
            return in().read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in().read(into, offset, Math.min(length, most));
        }
    }
}
