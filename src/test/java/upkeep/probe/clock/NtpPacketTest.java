package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.core.Observation.FailureKind;

class NtpPacketTest {

    private static final long COOKIE = 0x0123_4567_89ab_cdefL;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static NtpAnswer judge(byte[] bytes, Instant sent, Instant arrived) {
        return NtpAnswer.judge(
                "ntp1", NtpPacket.parse(bytes, bytes.length), COOKIE, NtpTime.of(sent), NtpTime.of(arrived));
    }

    private static NtpAnswer judge(NtpReply reply) {
        return judge(reply.bytes(COOKIE, NOON), NOON.minusMillis(10), NOON.plusMillis(10));
    }

    @Test
    void questionGivesNothingAwayButTheCookie() {
        byte[] question = NtpPacket.question(COOKIE);
        NtpPacket packet = NtpPacket.parse(question, question.length).orElseThrow();
        assertEquals(new NtpPacket(0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0, COOKIE), packet);
    }

    @Test
    void offsetAndDelayFollowFromFourTimestamps() {
        Instant ours = NOON.minusSeconds(2);
        NtpAnswer.Sample sample = assertInstanceOf(
                NtpAnswer.Sample.class,
                judge(new NtpReply().bytes(COOKIE, NOON), ours.minusMillis(30), ours.plusMillis(10)));
        assertEquals(2.01, sample.offset(), 1e-6);
        assertEquals(0.04, sample.delay(), 1e-6);
        assertEquals(2, sample.stratum());
        assertEquals(0.03 + (0.0625 + 0.04) / 2, sample.rootDistance(), 1e-4);
        assertEquals("source 192.0.2.9", sample.source());
    }

    @ParameterizedTest
    @CsvSource({
        "2036-02-07T06:28:10Z, 2036-02-07T06:28:20Z, 10",
        "2036-02-07T06:28:20Z, 2036-02-07T06:28:10Z, -10",
        "1970-01-01T00:00:00Z, 2026-11-22T12:00:00Z, 1795348800",
        "2090-01-01T00:00:00Z, 2100-01-01T00:00:00Z, 315532800",
    })
    void offsetIsRightAcrossEras(Instant ours, Instant theirs, double offset) {
        NtpAnswer.Sample sample =
                assertInstanceOf(NtpAnswer.Sample.class, judge(new NtpReply().bytes(COOKIE, theirs), ours, ours));
        assertEquals(offset, sample.offset(), 1e-3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 47})
    void shortPacketsAreBogus(int length) {
        assertEquals(Optional.empty(), NtpPacket.parse(new byte[48], length));
        assertInstanceOf(NtpAnswer.Bogus.class, judge(new byte[length], NOON, NOON));
    }

    @Test
    void packetsThatAnswerNothingAreBogus() {
        assertInstanceOf(NtpAnswer.Bogus.class, judge(new byte[48], NOON, NOON));
        for (int mode : new int[] {0, 1, 2, 3, 5, 6, 7}) {
            assertInstanceOf(NtpAnswer.Bogus.class, judge(new NtpReply().mode(mode)));
        }
        assertInstanceOf(NtpAnswer.Bogus.class, judge(new NtpReply().version(0)));
        assertInstanceOf(NtpAnswer.Bogus.class, judge(new NtpReply().version(7)));
        assertInstanceOf(
                NtpAnswer.Bogus.class, judge(new NtpReply().bytes(COOKIE + 1, NOON), NOON, NOON.plusMillis(1)));
        assertInstanceOf(
                NtpAnswer.Bogus.class,
                judge(new NtpReply().stratum(0).code("DENY").bytes(COOKIE + 1, NOON), NOON, NOON));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, INIT, NOT_SYNCHRONISED, INIT: it has not yet synchronised",
        "3, 0, INIT, NOT_SYNCHRONISED, INIT: it has not yet synchronised",
        "3, 0, STEP, NOT_SYNCHRONISED, STEP: its clock was just stepped",
        "3, 0, '', NOT_SYNCHRONISED, (stratum 0)",
        "0, 0, XYZ, NOT_SYNCHRONISED, code XYZ",
        "3, 16, INIT, NOT_SYNCHRONISED, INIT: it has not yet synchronised",
        "0, 16, '', NOT_SYNCHRONISED, stratum 16",
        "0, 255, '', NOT_SYNCHRONISED, stratum 255",
        "3, 2, '', NOT_SYNCHRONISED, leap indicator 3",
        "0, 0, DENY, REFUSED, DENY: it denies access",
        "0, 0, RSTR, REFUSED, RSTR: its local policy",
        "0, 0, CRYP, PROTOCOL, CRYP: cryptographic",
    })
    void serversWithoutTime(int leap, int stratum, String code, FailureKind kind, String text) {
        NtpAnswer answer = judge(new NtpReply().leap(leap).stratum(stratum).code(code));
        NtpAnswer.Sick sick = assertInstanceOf(NtpAnswer.Sick.class, answer);
        assertEquals(kind, sick.kind());
        assertTrue(sick.text().contains(text), sick.text());
    }

    @Test
    void beingAskedToSlowDownIsNoFailureOfTheServer() {
        NtpAnswer answer = judge(new NtpReply().stratum(0).code("RATE"));
        NtpAnswer.Unasked unasked = assertInstanceOf(NtpAnswer.Unasked.class, answer);
        assertTrue(unasked.text().contains("RATE: asked too often"), unasked.text());
    }

    @Test
    void impossibleTimesAreAgainstTheProtocol() {
        byte[] noTransmit = new NtpReply().bytes(COOKIE, NOON);
        java.util.Arrays.fill(noTransmit, 40, 48, (byte) 0);
        byte[] noReceive = new NtpReply().bytes(COOKIE, NOON);
        java.util.Arrays.fill(noReceive, 32, 40, (byte) 0);
        byte[] backwards = new NtpReply().bytes(COOKIE, NOON);
        backwards[35]++;
        byte[] setInFuture = new NtpReply().bytes(COOKIE, NOON);
        setInFuture[18]++;
        for (byte[] bytes : new byte[][] {noTransmit, noReceive, backwards, setInFuture}) {
            NtpAnswer.Sick sick =
                    assertInstanceOf(NtpAnswer.Sick.class, judge(bytes, NOON.minusMillis(10), NOON.plusMillis(10)));
            assertEquals(FailureKind.PROTOCOL, sick.kind());
        }
    }

    @Test
    void serverTooFarFromItsReferenceIsNotSynchronised() {
        NtpAnswer.Sick sick = assertInstanceOf(NtpAnswer.Sick.class, judge(new NtpReply().rootDispersion(2)));
        assertEquals(FailureKind.NOT_SYNCHRONISED, sick.kind());
        assertTrue(sick.text().contains("root distance 2.0"), sick.text());
    }

    @Test
    void primaryServersNameTheirClock() {
        NtpAnswer.Sample sample = assertInstanceOf(
                NtpAnswer.Sample.class, judge(new NtpReply().stratum(1).code("GPS")));
        assertEquals("reference clock GPS", sample.source());
    }
}
