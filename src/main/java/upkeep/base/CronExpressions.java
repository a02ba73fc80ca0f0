package upkeep.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Writes what five fields of crontab(5) mean as expressions of systemd.time(7). */
final class CronExpressions {

    private static final List<String> WEEKDAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private CronExpressions() {}

    /** One, or two where a day of the month and a weekday are both written: cron goes by either, systemd by both at once. */
    static List<String> of(Calendar cron) {
        String months = list(cron.months(), 1, 12, CronExpressions::twoDigits);
        String days = list(cron.days(), 1, 31, CronExpressions::twoDigits);
        String weekdays = list(cron.weekdays(), 0, 6, WEEKDAYS::get);
        String time = " " + list(cron.hours(), 0, 23, CronExpressions::twoDigits) + ":"
                + list(cron.minutes(), 0, 59, CronExpressions::twoDigits) + ":00";
        String onWeekdays = weekdays.equals("*") ? "" : weekdays + " ";
        return cron.eitherDay()
                ? List.of(onWeekdays + "*-" + months + "-*" + time, "*-" + months + "-" + days + time)
                : List.of(onWeekdays + "*-" + months + "-" + days + time);
    }

    private static String twoDigits(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /** The numbers whose bits are set, neighbours as a range; {@code *} for all that there are. */
    private static String list(long bits, int least, int most, IntFunction<String> text) {
        List<String> items = new ArrayList<>();
        int number = least;
        while (number <= most) {
            int end = number;
            while (end <= most && (bits >> end & 1) != 0) {
                end++;
            }
            if (end > number) {
                items.add(range(number, end - 1, text));
            }
            number = end + 1;
        }
        return items.equals(List.of(range(least, most, text))) ? "*" : String.join(",", items);
    }

    private static String range(int first, int last, IntFunction<String> text) {
        return first == last ? text.apply(first) : text.apply(first) + ".." + text.apply(last);
    }
}
