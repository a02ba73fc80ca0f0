package upkeep.probe.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import upkeep.core.Observation.FailureKind;
import upkeep.host.Descriptors;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Watchdog;
import upkeep.target.RunAs;

/**
 * Programs that run as other users. systemd runs them, and nothing else, for a connection to a socket that {@code apply} had
 * made; the connection is its output, and ending it ends the program. Safe for use by many threads.
 */
final class UserPrograms {

    private final Path folder;
    private final Watchdog watchdog = new Watchdog();

    /** Programs whose sockets are in {@code folder}. */
    UserPrograms(Path folder) {
        this.folder = folder;
    }

    /** Runs a program to its end; what goes wrong on the way to it says nothing of what it looks at. */
    Programs.Result run(RunAs runAs, String program, Deadline deadline) throws Stop {
        String what = program + " " + runAs.text();
        RunReport report = new RunReport();
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                Watchdog.Guard _ = watchdog.over(socket, deadline)) {
            connect(socket, runAs, what, deadline);
            read(Channels.newInputStream(socket), report);
        } catch (IOException failed) {
            throw explained(failed, report, what, deadline);
        }
        return result(report.ending(), runAs, what);
    }

    private void connect(SocketChannel socket, RunAs runAs, String what, Deadline deadline) throws IOException {
        Path place = folder.resolve(runAs.subject());
        try {
            socket.connect(UnixDomainSocketAddress.of(place));
        } catch (IOException failed) {
            if (deadline.hasPassed()
                    || Thread.currentThread().isInterrupted()
                    || Descriptors.noneIsLeft(failed.getMessage())) {
                throw failed;
            }
            throw new Stop.Unasked("cannot run " + what + ": " + place + " does not answer ("
                    + Words.printable(String.valueOf(failed.getMessage()), 200) + "); upkeep apply makes it, systemctl"
                    + " start " + runAs.socket() + " has systemd listen there");
        }
    }

    /** Reads to the end, also what is beyond the limit, so that the program is not held up. */
    private static void read(InputStream in, RunReport report) throws IOException {
        byte[] portion = new byte[8_192];
        int count;
        while ((count = in.read(portion)) >= 0) {
            report.add(portion, count);
        }
    }

    private static Stop explained(IOException failed, RunReport report, String what, Deadline deadline) {
        if (failed instanceof Stop stop) {
            return stop;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new Stop.Unasked("the probe was interrupted");
        }
        if (!deadline.hasPassed()) {
            return new Stop.Unasked("cannot run " + what + ": "
                    + (Descriptors.noneIsLeft(failed.getMessage())
                            ? Descriptors.NONE_LEFT
                            : Words.printable(String.valueOf(failed.getMessage()), 200)));
        }
        return switch (report.ending()) {
            case RunReport.Ending.NotBegun _ ->
                new Stop.Unasked("cannot run " + what + ": systemd did not begin within " + deadline.text()
                        + "; systemctl list-jobs shows what it does");
            case RunReport.Ending.Untold _ ->
                new Stop.Sick(
                        FailureKind.TIMEOUT, what + " did not end within " + deadline.text() + ", and was killed");
            case RunReport.Ending.Missing _, RunReport.Ending.Forbidden _, RunReport.Ending.Ended _ ->
                new Stop.Unasked("cannot read what " + what + " wrote: something keeps the connection open");
        };
    }

    private static Programs.Result result(RunReport.Ending ending, RunAs runAs, String what) throws Stop {
        String journal = "journalctl --unit='upkeep-check-" + runAs.subject() + "[.@]*' tells why";
        return switch (ending) {
            case RunReport.Ending.Ended ended -> new Programs.Result(ended.status(), ended.output());
            case RunReport.Ending.NotBegun _ ->
                throw new Stop.Unasked("cannot run " + what + ": systemd did not begin it; " + journal);
            case RunReport.Ending.Untold _ ->
                throw new Stop.Unasked("cannot tell how " + what + " ended: it was cut off, or a process that it left"
                        + " wrote on; " + journal);
            case RunReport.Ending.Missing _ ->
                throw new Stop.Unasked("cannot run " + what + ": there is no such program, or it is out of this user's"
                        + " reach; install its package, or correct the path in the spec");
            case RunReport.Ending.Forbidden _ ->
                throw new Stop.Unasked(
                        "cannot run " + what + ": this user may not execute it; give the right with chmod");
        };
    }
}
