package upkeep.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments that come again, as systemd and cron mean them. */
class CalendarTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZonedDateTime BASE = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, UTC);
    private static final Pattern ELAPSE = Pattern.compile("(?:Next elapse|Iter\\. #\\d+): (.*)");

    private static ZonedDateTime next(String text, ZonedDateTime after) {
        return Calendar.parse(text).flatMap(it -> it.next(after)).orElseThrow();
    }

    private static ZonedDateTime at(String text) {
        return ZonedDateTime.parse(text);
    }

    @ParameterizedTest
    @CsvSource({
        "30 2 * * *, 2026-01-01T02:30Z",
        "*/15 * * * *, 2026-01-01T00:15Z",
        "0 8-9 * * 1-5, 2026-01-01T08:00Z",
        "0 0 * * sun, 2026-01-04T00:00Z",
        "0 0 * * 7, 2026-01-04T00:00Z",
        "0 0 13 * fri, 2026-01-02T00:00Z",
        "0 0 13 * *, 2026-01-13T00:00Z",
        "5/20 0 1 feb *, 2026-02-01T00:05Z",
    })
    void readsTheFieldsOfCron(String text, String expected) {
        assertEquals(at(expected).toInstant(), next(text, BASE).toInstant());
    }

    @Test
    void aDayThatIsWrittenTwiceInCronMeansEither() {
        Calendar calendar = Calendar.parse("0 0 13 * fri").orElseThrow();
        assertTrue(calendar.matches(at("2026-01-13T00:00:30Z")), "a Tuesday, but the 13th");
        assertTrue(calendar.matches(at("2026-01-16T00:00:59Z")), "a Friday");
        assertFalse(calendar.matches(at("2026-01-14T00:00Z")));
    }

    @Test
    void aMinuteMatchesAsAWhole() {
        Calendar window = Calendar.parse("* 0-3 * * 0").orElseThrow();
        assertTrue(window.matches(at("2026-01-04T03:59:59.9Z")));
        assertFalse(window.matches(at("2026-01-04T04:00:00Z")));
        assertFalse(window.matches(at("2026-01-05T01:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "never",
                "25:00",
                "Mon..Blu",
                "*-13-01",
                "*-02-30",
                "60 * * * *",
                "* * * *",
                "* 24 * * *",
                "*/0 * * * *",
                "5-1 * * * *",
                "12:00 Nowhere/City",
                "12:00 UTC UTC",
                "UTC",
                "12:00:00:00",
                "1..0:00",
                "0 0 * * fry",
                "1960-01-01"
            })
    void refusesWhatIsNone(String text) {
        assertEquals(Optional.empty(), Calendar.parse(text));
    }

    @Test
    void aTimeThatTheClockLeavesOutComesAsMuchLaterAndOneThatComesTwiceCountsOnce() {
        ZoneId vienna = ZoneId.of("Europe/Vienna");
        ZonedDateTime spring = ZonedDateTime.of(2026, 3, 28, 12, 0, 0, 0, vienna);
        assertEquals(at("2026-03-29T01:30Z").toInstant(), next("02:30", spring).toInstant());
        ZonedDateTime autumn = ZonedDateTime.of(2026, 10, 25, 0, 0, 0, 0, vienna);
        ZonedDateTime first = next("02:30", autumn);
        assertEquals(at("2026-10-25T00:30Z").toInstant(), first.toInstant());
        assertEquals(at("2026-10-26T01:30Z").toInstant(), next("02:30", first).toInstant());
    }

    @Test
    void aZoneThatIsWrittenIsTheOneThatCounts() {
        assertEquals(
                at("2026-01-01T11:00Z").toInstant(),
                next("12:00 Europe/Vienna", BASE).toInstant());
        assertEquals(
                at("2026-01-01T12:00Z").toInstant(), next("12:00 UTC", BASE).toInstant());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *|*-*-* 02:30:00",
                "*/15 8-17 * * 1-5|Mon..Fri *-*-* 08..17:00,15,30,45:00",
                "0 0 1,15 * fri|Fri *-*-* 00:00:00 + *-*-01,15 00:00:00",
                "0 0 * * 0,6|Sat..Sun *-*-* 00:00:00",
                "* * 31 1-3,dec *|*-01..03,12-31 *:*:00",
                "@weekly|Sun *-*-* 00:00:00",
                "@Daily|*-*-* 00:00:00",
                "*/7 * */2 * 1|Mon *-*-01,03,05,07,09,11,13,15,17,19,21,23,25,27,29,31"
                        + " *:00,07,14,21,28,35,42,49,56:00",
            })
    void cronIsWrittenForSystemd(String cron, String expected) {
        assertEquals(
                expected,
                String.join(" + ", Calendar.parseCron(cron).orElseThrow().expressions()));
    }

    @Test
    void whatIsWrittenForSystemdHasTheSameMoments() {
        Random random = new Random(7);
        int either = 0;
        for (int i = 0; i < 500; i++) {
            String cron = cronField(random, 0, 59) + " " + cronField(random, 0, 23) + " " + cronField(random, 1, 31)
                    + " " + cronField(random, 1, 12) + " " + cronField(random, 0, 7);
            Optional<Calendar> calendar = Calendar.parseCron(cron);
            if (calendar.isEmpty()) {
                continue;
            }
            List<Calendar> written = calendar.get().expressions().stream()
                    .map(text -> Calendar.parse(text).orElseThrow())
                    .toList();
            either += written.size() - 1;
            ZonedDateTime moment = BASE;
            for (int run = 0; run < 20; run++) {
                ZonedDateTime after = moment;
                Optional<ZonedDateTime> expected = calendar.get().next(after);
                assertEquals(
                        expected,
                        written.stream()
                                .flatMap(each -> each.next(after).stream())
                                .min(ZonedDateTime::compareTo),
                        cron + " is " + written);
                moment = expected.orElse(moment);
            }
        }
        assertTrue(either > 50, either + " with two expressions");
    }

    private static String cronField(Random random, int least, int most) {
        int first = least + random.nextInt(most - least + 1);
        int last = first + random.nextInt(most - first + 1);
        return switch (random.nextInt(5)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(10));
            case 2 -> first + "-" + last;
            case 3 -> first + "-" + last + "/" + (1 + random.nextInt(5)) + "," + least;
            default -> first + "," + last;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"@reboot", "daily", "Mon 02:30", "* * * *", "60 * * * *", "", "0 0 31 2 *"})
    void refusesWhatIsNoCron(String text) {
        assertEquals(Optional.empty(), Calendar.parseCron(text));
    }

    @Test
    void isWhatSystemdMakesOfIt() throws Exception {
        Random random = new Random(5);
        List<String> texts = new ArrayList<>(List.of(
                "minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly", "annually"));
        while (texts.size() < 150) {
            texts.add(expression(random));
        }
        int compared = 0;
        for (String text : texts) {
            List<String> expected = systemd(text);
            List<String> found = new ArrayList<>();
            Optional<ZonedDateTime> moment =
                    Calendar.parse(text).flatMap(calendar -> calendar.next(BASE.minusSeconds(1)));
            while (moment.isPresent() && found.size() < 3) {
                found.add(
                        moment.get().format(DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)));
                moment = Calendar.parse(text).orElseThrow().next(moment.get());
            }
            assertEquals(expected, found, text);
            compared += found.size();
        }
        assertTrue(compared > 300, compared + " moments compared");
    }

    private static String expression(Random random) {
        String weekday = pick(random, "", "", "Mon ", "Mon..Fri ", "Sat,Sun ", "fri..mon ", "Tue,Thu..Sat ");
        String date = pick(
                random,
                "",
                "*-*-* ",
                "*-01,07-15 ",
                "*-*-3/7 ",
                "*-*~1 ",
                "*-02~1..3 ",
                "2026..2028-3/4-* ",
                "*-*-31 ",
                "12-24..26 ");
        String time = pick(
                random, "00:00", "*:00", "*:0/15", "2,14:30:10", "8..17:0/20:00", "23:59:59", "*:*:0/30", "5/6:07");
        return (weekday + date + time).strip();
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    /** The first three times that systemd-analyze(1) tells. */
    private static List<String> systemd(String text) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "systemd-analyze", "calendar", "--base-time=2025-12-31 23:59:59 UTC", "--iterations=3", text);
        builder.environment().putAll(java.util.Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8"));
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<String> times = new ArrayList<>();
        Matcher elapse = ELAPSE.matcher(out);
        while (elapse.find()) {
            times.add(elapse.group(1).strip());
        }
        return times;
    }
}
