package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.run.Words;

/** Packets of NTP, of ntpd's control messages, and of chronyd. */
public final class ClockFuzzTargets {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final long COOKIE = 0x0123_4567_89ab_cdefL;

    private ClockFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of("ntp-packet", ClockFuzzTargets::packet, NtpPacket.class, NtpAnswer.class)
                        .from(
                                new NtpReply().bytes(COOKIE, NOW),
                                new NtpReply().stratum(0).code("RATE").bytes(COOKIE, NOW),
                                new NtpReply().leap(3).stratum(16).code("INIT").bytes(COOKIE, NOW)),
                FuzzTarget.of("ntp-control", ClockFuzzTargets::control, NtpControl.class)
                        .from(
                                NtpControlTest.STATUS,
                                NtpControlTest.SILENT,
                                NtpControlTest.SELECTED,
                                NtpControlTest.SYSTEM),
                FuzzTarget.of("chrony-reply", ClockFuzzTargets::reply, ChronyReply.class, ChronyFloat.class)
                        .from(
                                ChronyReplyTest.COUNT,
                                ChronyReplyTest.SELECTED,
                                ChronyReplyTest.SILENT,
                                ChronyReplyTest.TRACKING));
    }

    /** As it came, and with our cookie, without which it counts for nothing. */
    private static void packet(byte[] bytes) {
        judge(NtpPacket.parse(bytes, bytes.length));
        if (bytes.length >= NtpPacket.SIZE) {
            judge(NtpPacket.parse(
                    ByteBuffer.wrap(bytes.clone()).putLong(24, COOKIE).array(), bytes.length));
        }
    }

    private static void judge(Optional<NtpPacket> packet) {
        long sent = NtpTime.of(NOW);
        switch (NtpAnswer.judge("127.0.0.1", packet, COOKIE, sent, sent + (1L << 24))) {
            case NtpAnswer.Sample sample -> {
                assertTrue(Double.isFinite(sample.offset()) && sample.rootDistance() > 0, sample::toString);
                assertTrue(sample.low() <= sample.high() && sample.delay() > 0, sample::toString);
                printable(sample.source());
                NtpSelection.select(List.of(sample, sample));
            }
            case NtpAnswer.Sick sick -> printable(sick.text());
            case NtpAnswer.Unasked unasked -> printable(unasked.text());
            case NtpAnswer.Bogus bogus -> printable(bogus.text());
        }
    }

    /** The answer to whatever question it says to be the answer to. */
    private static void control(byte[] bytes) {
        if (bytes.length < 12) {
            assertEquals(Optional.empty(), NtpControl.parse(bytes, 1, 0, 0));
            return;
        }
        ByteBuffer read = ByteBuffer.wrap(bytes);
        NtpControl.parse(bytes, bytes[1] & 0x1f, read.getShort(2) & 0xffff, read.getShort(6) & 0xffff)
                .ifPresent(part -> {
                    NtpControl.error(part.error());
                    NtpControl.associations(part.data()).forEach(NtpControl.Association::condition);
                    NtpControl.variables(part.data()).forEach((name, _) -> printable(name));
                });
    }

    private static void reply(byte[] bytes) {
        for (int command : new int[] {ChronyReply.TRACKING, ChronyReply.SOURCE, ChronyReply.SOURCE_COUNT}) {
            try {
                int sequence = bytes.length < 20 ? 0 : ByteBuffer.wrap(bytes).getInt(16);
                Optional<ByteBuffer> body = ChronyReply.body(bytes, command, sequence);
                if (body.isPresent()) {
                    printable(text(command, body.get()));
                }
            } catch (IOException refused) {
                printable(String.valueOf(refused.getMessage()));
            }
        }
    }

    private static String text(int command, ByteBuffer body) throws IOException {
        return switch (command) {
            case ChronyReply.TRACKING -> ChronyReply.tracking(body, List.of()).daemon();
            case ChronyReply.SOURCE -> ChronyReply.source(body).text();
            default -> "" + ChronyReply.sourceCount(body);
        };
    }

    private static void printable(String text) {
        assertEquals(text, Words.printable(text, 1_000));
    }
}
