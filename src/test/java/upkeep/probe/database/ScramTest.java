package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.probe.run.Deadline;
import upkeep.probe.wire.Malformed;

class ScramTest {

    private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private static Scram login() {
        return new Scram("user", "pencil", NONCE);
    }

    @Test
    void theExampleOfRfc7677() throws Exception {
        Scram scram = login();
        assertEquals("n,,n=user,r=" + NONCE, scram.first());
        assertEquals(
                "c=biws,r=" + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                scram.proof("r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", DEADLINE));
        assertTrue(scram.isGenuine("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertFalse(scram.isGenuine("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertFalse(scram.isGenuine("v=AAAA"));
    }

    @Test
    void aLoginIsProvenOnce() throws Exception {
        Scram scram = login();
        String message = "r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1";
        scram.proof(message, DEADLINE);
        assertThrows(Malformed.class, () -> scram.proof(message, DEADLINE));
    }

    @Test
    void nobodyIsGenuineWhoWasNotAsked() throws Exception {
        assertFalse(login().isGenuine("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    @Test
    void namesAreEscaped() {
        assertEquals("n,,n=a=2Cb=3Dc,r=" + NONCE, new Scram("a,b=c", "", NONCE).first());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e=other-error",
                "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=other" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=" + SERVER_NONCE + ",s=?,i=4096",
                "r=" + SERVER_NONCE + ",i=4096",
                "r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0",
                "r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-1",
                "r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000000",
            })
    void whatIsNoAnswer(String message) {
        assertThrows(Malformed.class, () -> login().proof(message, DEADLINE));
    }

    @Test
    void aServerThatAsksForTooMuchWorkIsGivenUpAtTheDeadline() {
        Deadline past = Deadline.in(Duration.ZERO);
        String message = "r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=999999";
        assertThrows(SocketTimeoutException.class, () -> login().proof(message, past));
    }

    @Test
    void passwordsThatLookTheSameAreTheSame() {
        assertEquals("IX", SaslPrep.prepared("I\u00adX"));
        assertEquals("user", SaslPrep.prepared("user"));
        assertEquals("a", SaslPrep.prepared("\u00aa"));
        assertEquals("IX", SaslPrep.prepared("\u2168"));
        assertEquals("p\u00e4 ss", SaslPrep.prepared("pa\u0308\u00a0ss"));
        assertEquals("\u00e4\u0007", SaslPrep.prepared("\u00e4\u0007"));
    }
}
