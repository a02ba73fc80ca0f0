package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-22T13:05:30Z");

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "59, 59s",
        "60, 1min",
        "61, 1min 1s",
        "3600, 1h",
        "11100, 3h 5min",
        "86400, 1d",
        "190799, 2d 4h"
    })
    void lengthsShowTheirTwoLargestUnits(long seconds, String text) {
        assertEquals(text, Times.length(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"0, +0.0s", "49, +0.0s", "50, +0.1s", "12340, +12.3s", "59949, +59.9s", "60000, +1min"})
    void offsetsShowTenths(long millis, String text) {
        assertEquals(text, Times.offset(Duration.ofMillis(millis)));
    }

    @Test
    void aPointShowsItsDateUnlessItIsToday() {
        assertEquals("14:00:00", Times.point(Instant.parse("2026-11-22T13:00:00Z"), NOW, ZONE));
        assertEquals("2026-11-21 23:59:59", Times.point(Instant.parse("2026-11-21T22:59:59Z"), NOW, ZONE));
    }

    @ParameterizedTest
    @CsvSource({
        "14:05, 2026-11-22T13:05:00.999Z",
        "14:05:30, 2026-11-22T13:05:30.999Z",
        "14:06, 2026-11-21T13:06:00.999Z",
        "9:05, 2026-11-22T08:05:00.999Z",
        "2026-07-01 09:05, 2026-07-01T07:05:00.999Z",
        "2026-07-01T09:05:10, 2026-07-01T07:05:10.999Z",
        "2026-07-01T09:05:10Z, 2026-07-01T09:05:10.999Z",
        "2026-07-01T09:05:10.5+02:00, 2026-07-01T07:05:10.999Z"
    })
    void timesAreReadAsPeopleWriteThem(String text, Instant instant) {
        assertEquals(Optional.of(instant), Times.parse(text, NOW, ZONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "25:00",
                "14",
                "2026-13-01 10:00",
                "14:05:",
                "1414141414141414141414141414141414141414141"
            })
    void whatIsNoTimeIsNone(String text) {
        assertEquals(Optional.empty(), Times.parse(text, NOW, ZONE));
    }
}
