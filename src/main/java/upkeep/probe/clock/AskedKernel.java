package upkeep.probe.clock;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.LibC;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Watchdog;

/**
 * Asks the kernel by adjtimex(2), or, where the sandbox forbids that as upkeepd's does, by the socket for which systemd runs
 * {@code upkeep-clock}. Safe for use by many threads.
 */
final class AskedKernel implements TimeDaemonProber.Kernel {

    private static final Path SOCKET = Path.of("/run/upkeep-clock");

    /** For systemd to begin a small program. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int LONGEST = 200;
    private static final int UNSYNCHRONISED = 0x40;
    private static final Pattern ANSWER =
            Pattern.compile("synchronised=([01]) max-error=(\\d{1,18}) estimated-error=(\\d{1,18})\n");

    private final Path socket;
    private final Watchdog watchdog = new Watchdog();

    AskedKernel() {
        this(SOCKET);
    }

    AskedKernel(Path socket) {
        this.socket = socket;
    }

    @Override
    public KernelClock read() throws Stop {
        try {
            return bySystemCall();
        } catch (LibC.ErrnoException refused) {
            return bySocket(String.valueOf(refused.getMessage()));
        }
    }

    private static KernelClock bySystemCall() throws LibC.ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            // struct timex: modes, offset, freq, maxerror, esterror, status, …
            MemorySegment timex = arena.allocate(256, 8);
            LibC.adjtimex(timex);
            int status = timex.get(LibC.INT, 40);
            return KernelClock.ofMicroseconds(
                    (status & UNSYNCHRONISED) == 0, timex.get(LibC.LONG, 24), timex.get(LibC.LONG, 32));
        }
    }

    /** @param refusal why the system call was of no use */
    KernelClock bySocket(String refusal) throws Stop {
        Deadline deadline = Deadline.in(PATIENCE);
        ByteBuffer answer = ByteBuffer.allocate(LONGEST);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Watchdog.Guard _ = watchdog.over(channel, deadline)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // On to the end.
            }
        } catch (IOException failed) {
            throw new Stop.Unasked("cannot ask the kernel for the state of its clock: " + refusal + ", and " + socket
                    + " does not answer (" + Words.printable(String.valueOf(failed.getMessage()), LONGEST)
                    + "); systemctl start upkeep-clock.socket has systemd listen there");
        }
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        Matcher told = ANSWER.matcher(text);
        if (!told.matches()) {
            throw new Stop.Unasked("cannot ask the kernel for the state of its clock: " + refusal + ", and " + socket
                    + " says \"" + Words.printable(text, LONGEST)
                    + "\"; journalctl --unit='upkeep-clock@*' tells why");
        }
        return KernelClock.ofMicroseconds(
                told.group(1).equals("1"), Long.parseLong(told.group(2)), Long.parseLong(told.group(3)));
    }
}
