package upkeep.base;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads calendar expressions of systemd.time(7): {@code [WEEKDAYS] [[YEAR-]MONTH-DAY] [HOUR:MINUTE[:SECOND]] [ZONE]}. */
final class CalendarParser {

    private static final Map<String, String> SHORTHANDS = Map.of(
            "minutely", "*-*-* *:*:00",
            "hourly", "*-*-* *:00:00",
            "daily", "*-*-* 00:00:00",
            "weekly", "Mon *-*-* 00:00:00",
            "monthly", "*-*-01 00:00:00",
            "quarterly", "*-01,04,07,10-01 00:00:00",
            "semiannually", "*-01,07-01 00:00:00",
            "yearly", "*-01-01 00:00:00",
            "annually", "*-01-01 00:00:00");

    private static final List<String> WEEKDAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final Pattern WEEKDAY = Pattern.compile("[A-Za-z]+(?:(?:\\.\\.|-|,)[A-Za-z]+)*,?");
    private static final Pattern DATE = Pattern.compile("(?:([0-9*,./]+)-)?([0-9*,./]+)([-~])([0-9*,./]+)");
    private static final Pattern TIME = Pattern.compile("([0-9*,./]+):([0-9*,./]+)(?::([0-9*,./]+))?");
    private static final Pattern ITEM =
            Pattern.compile("(?:\\*|([0-9]{1,4})(?:\\.\\.([0-9]{1,4}))?)(?:/([0-9]{1,4}))?");

    private CalendarParser() {}

    static Optional<Calendar> parse(String text) {
        String[] words =
                SHORTHANDS.getOrDefault(text.toLowerCase(Locale.ROOT), text).split("\\s+", -1);
        int at = 0;
        int weekdays = Calendar.EVERY_WEEKDAY;
        if (WEEKDAY.matcher(words[at]).matches()) {
            Optional<Integer> read = weekdays(words[at++]);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            weekdays = read.get();
        }
        Optional<Matcher> date = matcher(DATE, words, at);
        at += date.isPresent() ? 1 : 0;
        Optional<Matcher> time = matcher(TIME, words, at);
        at += time.isPresent() ? 1 : 0;
        if (at == 0 || words.length > at + 1) {
            return Optional.empty();
        }
        Optional<ZoneId> zone = at < words.length ? zone(words[at]) : Optional.empty();
        boolean allRead = at == words.length || zone.isPresent();
        return allRead ? build(text, weekdays, date, time, zone) : Optional.empty();
    }

    private static Optional<Matcher> matcher(Pattern pattern, String[] words, int at) {
        return at < words.length ? Optional.of(pattern.matcher(words[at])).filter(Matcher::matches) : Optional.empty();
    }

    private static Optional<Calendar> build(
            String text, int weekdays, Optional<Matcher> date, Optional<Matcher> time, Optional<ZoneId> zone) {
        boolean fromEnd = date.filter(it -> it.group(3).equals("~")).isPresent();
        Optional<Set<Integer>> years = values(part(date, 1, "*"), Calendar.FIRST_YEAR, Calendar.LAST_YEAR);
        Optional<Set<Integer>> months = values(part(date, 2, "*"), 1, 12);
        Optional<Set<Integer>> days = values(part(date, 4, "*"), 1, 31);
        Optional<Set<Integer>> hours = values(part(time, 1, "0"), 0, 23);
        Optional<Set<Integer>> minutes = values(part(time, 2, "0"), 0, 59);
        Optional<Set<Integer>> seconds = values(part(time, 3, "0"), 0, 59);
        if (years.isEmpty()
                || months.isEmpty()
                || days.isEmpty()
                || hours.isEmpty()
                || minutes.isEmpty()
                || seconds.isEmpty()) {
            return Optional.empty();
        }
        boolean everyYear = part(date, 1, "*").equals("*");
        return Optional.of(new Calendar(
                text,
                weekdays,
                new Calendar.Years(everyYear ? Set.of() : years.get()),
                (int) bits(months.get()),
                fromEnd ? 0 : (int) bits(days.get()),
                fromEnd ? (int) bits(days.get()) : 0,
                (int) bits(hours.get()),
                bits(minutes.get()),
                bits(seconds.get()),
                false,
                zone));
    }

    private static String part(Optional<Matcher> found, int group, String otherwise) {
        return found.map(it -> it.group(group)).orElse(otherwise);
    }

    /** What a list of values, ranges and repetitions stands for; nothing if one of them is out of range. */
    static Optional<Set<Integer>> values(String list, int least, int most) {
        Set<Integer> values = new HashSet<>();
        for (String item : list.split(",", -1)) {
            Matcher matcher = ITEM.matcher(item);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            boolean star = item.startsWith("*");
            int from = star ? least : Integer.parseInt(matcher.group(1));
            boolean repeats = matcher.group(3) != null;
            int to = star || (repeats && matcher.group(2) == null)
                    ? most
                    : matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            int step = repeats ? Integer.parseInt(matcher.group(3)) : 1;
            if (from < least || to > most || from > to || step < 1) {
                return Optional.empty();
            }
            IntStream.iterate(from, value -> value <= to, value -> value + step).forEach(values::add);
        }
        return Optional.of(values);
    }

    static long bits(Set<Integer> values) {
        return values.stream().mapToLong(value -> 1L << value).reduce(0, (a, b) -> a | b);
    }

    private static Optional<Integer> weekdays(String text) {
        int bits = 0;
        String list = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
        for (String item : list.split(",", -1)) {
            String[] ends = item.split("\\.\\.|-", -1);
            int from = weekday(ends[0]);
            int to = ends.length == 2 ? weekday(ends[1]) : from;
            if (ends.length > 2 || from < 0 || to < from) {
                return Optional.empty();
            }
            for (int day = from; day <= to; day++) {
                bits |= 1 << day;
            }
        }
        return Optional.of(bits);
    }

    private static int weekday(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int day = 0; day < 7; day++) {
            String name = WEEKDAYS.get(day);
            if (lower.equals(name) || lower.equals(name.substring(0, 3))) {
                return day;
            }
        }
        return -1;
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return text.matches("UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+") ? Optional.of(ZoneId.of(text)) : Optional.empty();
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
