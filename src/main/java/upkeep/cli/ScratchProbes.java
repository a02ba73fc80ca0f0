package upkeep.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.spec.Check;
import upkeep.target.ApacheStatusTarget;
import upkeep.target.DirectoryTarget;
import upkeep.target.DnsTarget;
import upkeep.target.Endpoint;
import upkeep.target.FifoTarget;
import upkeep.target.FileTarget;
import upkeep.target.FilesystemTarget;
import upkeep.target.HeartbeatTarget;
import upkeep.target.HttpTarget;
import upkeep.target.NagiosTarget;
import upkeep.target.NetworkTarget;
import upkeep.target.NtpTarget;
import upkeep.target.PingTarget;
import upkeep.target.ProcessTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.PrometheusTarget;
import upkeep.target.ProtocolTarget;
import upkeep.target.RadiusTarget;
import upkeep.target.RaidTarget;
import upkeep.target.SipTarget;
import upkeep.target.SocketsTarget;
import upkeep.target.SystemTarget;
import upkeep.target.Target;
import upkeep.target.TcpTarget;
import upkeep.target.TimeDaemonTarget;
import upkeep.target.TimerTarget;
import upkeep.target.TlsTarget;
import upkeep.target.UdpTarget;
import upkeep.target.UnitTarget;
import upkeep.target.WebSocketTarget;

/**
 * The probes of a copy. Its network is another than that of this process, so a second one of the same command line runs them there:
 * for each line on its standard input it looks once, and answers with a line for each check that does not pass, then an empty one.
 */
final class ScratchProbes implements AutoCloseable {

    /** Tells the second process what it is. */
    static final String OPTION = "--look";

    private static final int LONGEST_LINE = 1_000;

    private final Process process;
    private final BufferedWriter ask;
    private final BufferedReader answer;

    private ScratchProbes(Process process) {
        this.process = process;
        this.ask = process.outputWriter(StandardCharsets.UTF_8);
        this.answer = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the second process: the command that runs it there, and the command line of this one, which has the verb. */
    static ScratchProbes start(List<String> there, String verb) {
        try {
            String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
            List<String> own = new ArrayList<>(Arrays.asList(line.split("\0")));
            // Directly behind the verb, for what stands behind "--" is no option.
            own.add(own.indexOf(verb) + 1, OPTION);
            List<String> command = new ArrayList<>(there);
            command.addAll(own);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            return new ScratchProbes(builder.start());
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot start what looks at the copy: " + e.getMessage(), "nsenter(1) has to be there");
        }
    }

    /** Looks once; what does not pass, a line each. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        try {
            ask.write("look\n");
            ask.flush();
            String line = answer.readLine();
            while (line != null && !line.isEmpty()) {
                failures.add(line);
                line = answer.readLine();
            }
            if (line != null) {
                return failures;
            }
        } catch (IOException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
        throw Failure.failed(
                "cannot look at the copy: what looks has ended " + String.join(", ", failures), "try it again");
    }

    /** What the second process does, until nobody asks any more. */
    static void serve(Shell shell, List<Check> checks, InputStream in) throws IOException {
        BufferedReader asked = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            for (Check check : checks) {
                Observation seen = TriedCheck.report(check, false).observation();
                if (!(seen instanceof Observation.Passed)) {
                    shell.say(line(check.id().text() + ": " + seen.text()));
                }
            }
            shell.say("");
            shell.out().flush();
        }
    }

    private static String line(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST_LINE ? plain : plain.substring(0, LONGEST_LINE);
    }

    /** Why a check cannot tell how a copy does; nothing if it can. */
    static Optional<String> unfit(Check check) {
        return unfit(check.target());
    }

    private static Optional<String> unfit(Target target) {
        return switch (target) {
            case ApacheStatusTarget _,
                    DnsTarget _,
                    HttpTarget _,
                    NtpTarget _,
                    PrometheusTarget _,
                    RadiusTarget _,
                    SipTarget _,
                    TcpTarget _,
                    TlsTarget _,
                    UdpTarget _,
                    WebSocketTarget _ -> Optional.empty();
            case ProtocolTarget protocol ->
                protocol.endpoint() instanceof Endpoint.Local
                        ? Optional.of("it looks at a local socket, where the service itself would answer")
                        : Optional.empty();
            case ProgramTarget program ->
                program.runAs().map(_ -> "it runs a program as another user, which only upkeepd can");
            case NagiosTarget plugin ->
                plugin.runAs().map(_ -> "it runs a plug-in as another user, which only upkeepd can");
            case DirectoryTarget _,
                    FifoTarget _,
                    FileTarget _,
                    FilesystemTarget _,
                    HeartbeatTarget _,
                    NetworkTarget _,
                    PingTarget _,
                    ProcessTarget _,
                    RaidTarget _,
                    SocketsTarget _,
                    SystemTarget _,
                    TimeDaemonTarget _,
                    TimerTarget _,
                    UnitTarget _ -> Optional.of("it looks at the machine, not at what the service answers");
        };
    }

    @Override
    public void close() {
        process.destroy();
    }
}
