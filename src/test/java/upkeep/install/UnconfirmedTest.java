package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnconfirmedTest {

    private static final Unconfirmed ONE = new Unconfirmed(6, true, false, new FakeReversion().in(300));

    @Test
    void itIsLinesThatAShellReads() {
        assertEquals("""
                base=6
                start=yes
                restart_adopted=no
                within=300
                boot=6d1c3a0e-0000-4000-8000-000000000001
                uptime=1300
                time=1764150300
                """, ONE.text());
        assertEquals(Optional.of(ONE), Unconfirmed.parse(ONE.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "base=6\n", "base=x\n", "nothing"})
    void whatWeDidNotWriteIsNone(String text) {
        assertEquals(Optional.empty(), Unconfirmed.parse(text));
        assertEquals(Optional.empty(), Unconfirmed.parse(ONE.text() + text + "more=1\n"));
    }
}
