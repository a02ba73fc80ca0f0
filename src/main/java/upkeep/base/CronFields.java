package upkeep.base;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the five time fields of crontab(5): minute, hour, day of the month, month, weekday. */
final class CronFields {

    private static final Pattern FIELD = Pattern.compile("[0-9*,/A-Za-z-]+");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** The words of crontab(5) that stand for five fields. */
    private static final Map<String, String> WORDS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private CronFields() {}

    /** The five fields that a word stands for; any other text as it is. */
    static String written(String text) {
        return WORDS.getOrDefault(text.toLowerCase(Locale.ROOT), text);
    }

    /** Five fields without the signs that only calendar expressions have. */
    static boolean looksLike(String text) {
        String[] fields = text.split("\\s+", -1);
        return fields.length == 5
                && Arrays.stream(fields).allMatch(field -> FIELD.matcher(field).matches());
    }

    static Optional<Calendar> parse(String text) {
        String[] fields = text.split("\\s+", -1);
        Optional<Set<Integer>> minutes = values(fields[0], 0, 59, List.of());
        Optional<Set<Integer>> hours = values(fields[1], 0, 23, List.of());
        Optional<Set<Integer>> days = values(fields[2], 1, 31, List.of());
        Optional<Set<Integer>> months = values(fields[3], 1, 12, MONTHS);
        Optional<Set<Integer>> weekdays = values(fields[4], 0, 7, WEEKDAYS);
        if (minutes.isEmpty() || hours.isEmpty() || days.isEmpty() || months.isEmpty() || weekdays.isEmpty()) {
            return Optional.empty();
        }
        int week = 0;
        for (int day : weekdays.get()) {
            week |= 1 << ((day + 6) % 7);
        }
        boolean bothWritten = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        return Optional.of(new Calendar(
                text,
                week,
                new Calendar.Years(Set.of()),
                (int) CalendarParser.bits(months.get()),
                (int) CalendarParser.bits(days.get()),
                0,
                (int) CalendarParser.bits(hours.get()),
                CalendarParser.bits(minutes.get()),
                1,
                bothWritten,
                Optional.empty()));
    }

    /** Names stand for numbers that begin at {@code least}. */
    private static Optional<Set<Integer>> values(String field, int least, int most, List<String> names) {
        Set<Integer> values = new HashSet<>();
        for (String item : field.split(",", -1)) {
            String[] parts = item.split("/", -1);
            String[] ends = parts[0].equals("*") ? new String[] {"" + least, "" + most} : parts[0].split("-", -1);
            int from = number(ends[0], least, names);
            boolean open = ends.length == 1 && parts.length == 2;
            int to = open ? most : number(ends[ends.length - 1], least, names);
            int step = parts.length == 2 ? number(parts[1], 0, List.of()) : 1;
            if (parts.length > 2 || ends.length > 2 || from < least || to > most || from > to || step < 1) {
                return Optional.empty();
            }
            for (int value = from; value <= to; value += step) {
                values.add(value);
            }
        }
        return Optional.of(values);
    }

    private static int number(String text, int first, List<String> names) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0) {
            return named + first;
        }
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }
}
