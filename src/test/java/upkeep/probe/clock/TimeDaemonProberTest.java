package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Moment;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.bus.SystemBus;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.target.TimeDaemonTarget;
import upkeep.target.TimeDaemonTarget.Daemon;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeDaemonProberTest {

    private static final TimeSpan SECOND = TimeSpan.ofSeconds(1);
    private static final Moment NOW = new Moment(0, Instant.ofEpochSecond(1_795_660_351));

    @TempDir
    private Path proc;

    private final List<DatagramSocket> sockets = new ArrayList<>();

    /** What a daemon answers to a question, which it may change. */
    @FunctionalInterface
    private interface Script {
        byte[] answer(byte[] question);
    }

    @AfterEach
    void closeServers() {
        sockets.forEach(DatagramSocket::close);
    }

    private int server(Script script) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        sockets.add(socket);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[600], 600);
                    socket.receive(packet);
                    byte[] answer = script.answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        return socket.getLocalPort();
    }

    /** chronyd, with that reply to the question for the clock. */
    private int chrony(byte[] tracking) throws IOException {
        return server(question -> {
            ByteBuffer asked = ByteBuffer.wrap(question);
            byte[] answer = switch (asked.getShort(4)) {
                case ChronyReply.SOURCE_COUNT -> ChronyReplyTest.COUNT.clone();
                case ChronyReply.SOURCE ->
                    (asked.getInt(20) == 0 ? ChronyReplyTest.SELECTED : ChronyReplyTest.SILENT).clone();
                default -> tracking.clone();
            };
            ByteBuffer.wrap(answer).putInt(16, asked.getInt(8));
            return answer;
        });
    }

    private int ntpd(byte[] system) throws IOException {
        return server(question -> {
            byte[] answer = (question[1] == NtpControl.READ_STATUS
                            ? ByteBuffer.wrap(NtpControlTest.STATUS)
                                    .putShort(4, ByteBuffer.wrap(system).getShort(4))
                                    .array()
                            : switch (ByteBuffer.wrap(question).getShort(6)) {
                                case 0x4567 -> NtpControlTest.SELECTED;
                                case 0x4568 -> NtpControlTest.SILENT;
                                default -> system;
                            })
                    .clone();
            System.arraycopy(question, 2, answer, 2, 2);
            return answer;
        });
    }

    private Observation probe(Daemon daemon, int port, TimeSpan maxOffset, int maxStratum, int minReach) {
        TimeDaemonTarget target = new TimeDaemonTarget(
                daemon, Optional.of(port), maxOffset, SECOND, maxStratum, minReach, TimeSpan.ofSeconds(60));
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        Findings findings = new Findings(new Steps(Trace.NONE, deadline));
        try {
            return new TimeDaemonProber(SystemBus.NONE, new DaemonAge(proc), new AskedKernel(), () -> NOW)
                    .probe(target, deadline, findings);
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    private Observation probe(Daemon daemon, int port) {
        return probe(daemon, port, SECOND, 15, 1);
    }

    private static double measured(Observation observation, String name) {
        return Optional.ofNullable(observation.measurements().get(name)).orElseThrow();
    }

    private static String failed(Observation observation, FailureKind kind) {
        Observation.Failed failed = assertInstanceOf(Observation.Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed.text();
    }

    @Test
    void chronyIsAskedForClockAndSources() throws IOException {
        Observation observation = probe(Daemon.CHRONY, chrony(ChronyReplyTest.TRACKING));
        Passed passed = assertInstanceOf(Passed.class, observation, observation.text());
        assertEquals(Depth.VALUE, passed.depth());
        assertEquals("chronyd", passed.texts().get("daemon"));
        assertEquals("10.9.0.2", passed.texts().get("source"));
        assertEquals(8.0, passed.measurements().get("reach"));
        assertEquals(2.0, passed.measurements().get("sources"));
        assertEquals(4.0, passed.measurements().get("stratum"));
    }

    @Test
    void ntpdIsAskedForClockAndSources() throws IOException {
        Observation observation = probe(Daemon.NTPSEC, ntpd(NtpControlTest.SYSTEM));
        Passed passed = assertInstanceOf(Passed.class, observation, observation.text());
        assertEquals("ntpd", passed.texts().get("daemon"));
        assertEquals(12.669e-6, measured(passed, "offset"), 1e-12);
        assertEquals(7.0, passed.measurements().get("reach"));
        assertEquals(0.065e-3 / 2 + 1.105e-3, measured(passed, "root-distance"), 1e-12);
    }

    @Test
    void eachLimitFails() throws IOException {
        int port = ntpd(NtpControlTest.SYSTEM);
        failed(probe(Daemon.NTPSEC, port, TimeSpan.parse("12us").orElseThrow(), 15, 1), FailureKind.OFFSET);
        assertTrue(failed(probe(Daemon.NTPSEC, port, SECOND, 3, 1), FailureKind.NOT_SYNCHRONISED)
                .startsWith(
                        "ntpd is at stratum 4, wanted at most 3; its sources: 10.9.0.3 (rejected, reach 0; .INIT.:"));
        assertTrue(failed(probe(Daemon.NTPSEC, port, SECOND, 15, 8), FailureKind.NOT_SYNCHRONISED)
                .endsWith("which answered 7 of the last 8 polls, wanted 8"));
    }

    @Test
    void aDaemonThatBeganJustNowIsUnknownAndLaterFailed() throws IOException {
        byte[] system = NtpControlTest.SYSTEM.clone();
        // Leap indicator 3.
        system[4] |= (byte) 0xc0;
        int port = ntpd(system);
        String text = failed(probe(Daemon.NTPSEC, port), FailureKind.NOT_SYNCHRONISED);
        assertTrue(text.startsWith("ntpd has not synchronised the clock; its sources: 10.9.0.3"), text);
        Files.writeString(proc.resolve("uptime"), "1000.00 1.00\n");
        Files.createDirectory(proc.resolve("7"));
        Files.writeString(proc.resolve("7/stat"), "7 (ntpd) S" + " 0".repeat(18) + " 99000 0\n");
        Observation early = probe(Daemon.NTPSEC, port);
        assertInstanceOf(Observation.Unknown.class, early, early.text());
        assertTrue(early.text().endsWith("; it began 10 s ago, and has 1min for it"), early.text());
        Files.writeString(proc.resolve("uptime"), "1061.00 1.00\n");
        failed(probe(Daemon.NTPSEC, port), FailureKind.NOT_SYNCHRONISED);
    }

    @Test
    void aClosedPortIsRefusedAndAnErrorOfTheDaemonShown() throws IOException {
        DatagramSocket closed = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        int port = closed.getLocalPort();
        closed.close();
        failed(probe(Daemon.CHRONY, port), FailureKind.REFUSED);
        failed(probe(Daemon.NTPSEC, port), FailureKind.REFUSED);
        byte[] refused = ChronyReplyTest.TRACKING.clone();
        refused[9] = 2;
        assertTrue(failed(probe(Daemon.CHRONY, chrony(refused)), FailureKind.PROTOCOL)
                .endsWith("it refused the question with status 2"));
    }

    /** A bus with systemd-timesyncd on it, or without. */
    private record Bus(Optional<Map<String, Object>> values) implements SystemBus {
        @Override
        public Map<String, Object> unit(UnitName unit, Set<String> wanted, Duration within) {
            throw new AssertionError(unit.text());
        }

        @Override
        public Optional<Map<String, Object>> timesyncd(Set<String> wanted, Duration within) {
            return values;
        }
    }

    private Observation timesyncd(SystemBus bus, boolean isHeld, long microseconds) {
        TimeDaemonTarget target =
                new TimeDaemonTarget(Daemon.TIMESYNCD, Optional.empty(), SECOND, SECOND, 15, 1, TimeSpan.ofSeconds(60));
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        Findings findings = new Findings(new Steps(Trace.NONE, deadline));
        Moment now = new Moment(0, Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS));
        TimeDaemonProber prober =
                new TimeDaemonProber(bus, new DaemonAge(proc), () -> new KernelClock(isHeld, 0.25, 0.5), () -> now);
        try {
            return prober.probe(target, deadline, findings);
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    @Test
    void timesyncdIsAskedOverTheBus() {
        Bus bus = new Bus(Optional.of(TimesyncdTest.recorded("answered")));
        Observation observation = timesyncd(bus, true, 1_795_660_351_091_143L);
        Passed passed = assertInstanceOf(Passed.class, observation, observation.text());
        assertEquals(
                "the local clock is 0.5 µs ahead of what systemd-timesyncd takes for right, stratum 8, by 127.0.0.1 (in use,"
                        + " reach 1, stratum 8, offset -0.5 µs); the kernel holds the clock for synchronised (error at most"
                        + " 250 ms, estimated 500 ms)",
                passed.text());
        assertEquals("systemd-timesyncd", passed.texts().get("daemon"));
        assertEquals("127.0.0.1", passed.texts().get("source"));
        assertEquals(1.0, passed.measurements().get("reach"));
        assertEquals(0.25, passed.measurements().get("max-error"));
        assertEquals(
                "systemd-timesyncd goes by 127.0.0.1 (in use, reach 0; no answer; look at the firewall for UDP port 123),"
                        + " which answered 0 of the last 8 polls, wanted 1",
                failed(timesyncd(bus, true, 1_795_660_650_350_590L), FailureKind.NOT_SYNCHRONISED));
        assertEquals(
                "systemd-timesyncd has not synchronised the clock; its sources: 127.0.0.1 (in use, reach 1, stratum 8,"
                        + " offset -0.5 µs); the kernel holds the clock for not synchronised (error at most 250 ms,"
                        + " estimated 500 ms)",
                failed(timesyncd(bus, false, 1_795_660_351_091_143L), FailureKind.NOT_SYNCHRONISED));
    }

    @Test
    void timesyncdThatDoesNotRunIsRefusedAndWithoutABusUnknown() throws IOException {
        assertEquals(
                "systemd-timesyncd does not run",
                failed(timesyncd(new Bus(Optional.empty()), true, 0), FailureKind.REFUSED));
        Observation noBus = timesyncd(SystemBus.NONE, true, 0);
        assertEquals(
                "cannot ask systemd-timesyncd: there is no connection to the system bus here; let upkeepd ask, by `upkeep check`",
                assertInstanceOf(Observation.Unknown.class, noBus).text());
        // It has its time, as the others have.
        Files.writeString(proc.resolve("uptime"), "1000.00 1.00\n");
        Files.createDirectory(proc.resolve("7"));
        Files.writeString(proc.resolve("7/stat"), "7 (systemd-timesyn) S" + " 0".repeat(18) + " 99000 0\n");
        Observation early = timesyncd(new Bus(Optional.of(TimesyncdTest.recorded("starting"))), false, 0);
        assertInstanceOf(Observation.Unknown.class, early, early.text());
    }
}
