package upkeep.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;

/** What administrators write as one value. */
public final class BaseFuzzTargets {

    private static final ZonedDateTime BERLIN = ZonedDateTime.of(2026, 3, 29, 1, 59, 59, 0, ZoneId.of("Europe/Berlin"));

    private BaseFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("time-span", BaseFuzzTargets::timeSpan, TimeSpan.class)
                        .from("90s", "5min 20s", "1h30min", "infinity", "0.5", "1y 2month 3w", "12us 3µs"),
                FuzzTarget.ofText("byte-size", BaseFuzzTargets::byteSize, ByteSize.class)
                        .from("512M", "1.5G", "infinity", "0", "7EB"),
                FuzzTarget.ofText("exposure", BaseFuzzTargets::exposure, Exposure.class)
                        .from("2.5", "0.0", "10.0", "3"),
                FuzzTarget.ofText("unit-name", BaseFuzzTargets::unitName, UnitName.class)
                        .from("web.service", "getty@tty1.service", "a\\x2db.mount"),
                FuzzTarget.ofText(
                                "calendar",
                                BaseFuzzTargets::calendar,
                                Calendar.class,
                                CalendarParser.class,
                                CronFields.class)
                        .from(
                                "Mon..Fri *-*-* 02:30",
                                "*-02-29 00:00:00 UTC",
                                "*-*~01 04:00 Europe/Berlin",
                                "Sat,Sun 2026..2030/2-1,7-1..7 *:0/15:30",
                                "*/5 0-6,22 * * 1-5",
                                "@daily",
                                "weekly",
                                "30 2 1 jan sun"));
    }

    private static void timeSpan(String text) {
        TimeSpan.parse(text).ifPresent(span -> {
            assertEquals(Optional.of(span), TimeSpan.parse(span.toString()));
            assertTrue(!span.toDuration().isNegative() && !Humane.duration(span).isEmpty());
        });
    }

    private static void byteSize(String text) {
        ByteSize.parse(text).ifPresent(size -> {
            assertEquals(Optional.of(size), ByteSize.parse(size.toString()));
            assertTrue(!Humane.size(size).isEmpty());
        });
    }

    private static void exposure(String text) {
        Exposure.parse(text)
                .ifPresent(exposure -> assertEquals(Optional.of(exposure), Exposure.parse(exposure.toString())));
    }

    private static void unitName(String text) {
        UnitName.parse(text).ifPresent(unit -> {
            assertEquals(unit.text(), unit.stem() + "." + unit.type());
            assertTrue(unit.objectPath().matches("/org/freedesktop/systemd1/unit/[A-Za-z0-9_]+"), unit.objectPath());
        });
    }

    private static void calendar(String text) {
        Calendar.parse(text).ifPresent(calendar -> {
            Optional<ZonedDateTime> next = calendar.next(BERLIN);
            next.ifPresent(moment -> {
                assertTrue(moment.isAfter(BERLIN), moment.toString());
                assertTrue(calendar.next(moment)
                        .map(later -> later.isAfter(moment))
                        .orElse(true));
            });
            calendar.matches(BERLIN);
        });
    }
}
