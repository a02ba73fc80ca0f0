package upkeep.base;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Moments that come again: an expression of systemd.time(7) such as {@code Mon..Fri *-*-* 02:30}, or the five fields of
 * crontab(5). Whole seconds; years from 1970 to 2199. Immutable.
 *
 * @param text as it was written
 * @param weekdays Monday is bit 0
 * @param months January is bit 1
 * @param days of the month, bits 1 to 31
 * @param lastDays counted from the end of the month, whose last day is bit 1
 * @param eitherDay whether the weekday or the day of the month must fit, as in crontab(5) where both are written; else both
 * @param zone whose clock is meant; absent for that of the machine
 */
public record Calendar(
        String text,
        int weekdays,
        Years years,
        int months,
        int days,
        int lastDays,
        int hours,
        long minutes,
        long seconds,
        boolean eitherDay,
        Optional<ZoneId> zone) {

    static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2199;
    static final int EVERY_WEEKDAY = 0x7f;

    /**
     * A set of years.
     *
     * @param only empty for all
     */
    public record Years(Set<Integer> only) {
        public Years {
            only = Set.copyOf(only);
        }

        boolean fits(int year) {
            return year >= FIRST_YEAR && year <= LAST_YEAR && (only.isEmpty() || only.contains(year));
        }
    }

    /** What the text means, or nothing if it is neither a calendar expression nor five fields of crontab(5). */
    public static Optional<Calendar> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > 200) {
            return Optional.empty();
        }
        Optional<Calendar> read =
                CronFields.looksLike(trimmed) ? CronFields.parse(trimmed) : CalendarParser.parse(trimmed);
        return read.filter(Calendar::everComes);
    }

    /**
     * What five fields of crontab(5) mean, or one of its words such as {@code @daily}; nothing for anything else, and for
     * {@code @reboot}, which is no moment.
     */
    public static Optional<Calendar> parseCron(String text) {
        String fields = CronFields.written(text.strip());
        return fields.length() <= 200 && CronFields.looksLike(fields)
                ? CronFields.parse(fields).filter(Calendar::everComes)
                : Optional.empty();
    }

    /** Whether it was written as the five fields of crontab(5). */
    public boolean isCron() {
        return CronFields.looksLike(text);
    }

    /**
     * Expressions of systemd.time(7) that have the same moments together: what was written, or what five fields of crontab(5)
     * become, which are two where either of two days fits.
     */
    public List<String> expressions() {
        return isCron() ? CronExpressions.of(this) : List.of(text);
    }

    private boolean everComes() {
        ZonedDateTime begin = ZonedDateTime.of(LocalDate.of(FIRST_YEAR, 1, 1), LocalTime.MIN, ZoneId.of("UTC"));
        return nextDay(begin.toLocalDate()).isPresent();
    }

    /**
     * The first such moment after {@code moment}, in the zone of the expression or that of {@code moment}. A time of day that
     * a change of the clock leaves out comes as much later as the clock was set ahead; one that comes twice counts once.
     */
    public Optional<ZonedDateTime> next(ZonedDateTime moment) {
        ZonedDateTime after = zone.map(moment::withZoneSameInstant).orElse(moment);
        LocalDate day = after.toLocalDate();
        Optional<LocalDate> fitting = nextDay(day);
        while (fitting.isPresent()) {
            Optional<ZonedDateTime> found = firstOf(fitting.get(), after);
            if (found.isPresent()) {
                return found;
            }
            fitting = nextDay(fitting.get().plusDays(1));
        }
        return Optional.empty();
    }

    private Optional<ZonedDateTime> firstOf(LocalDate day, ZonedDateTime after) {
        // A clock set back can bring an hour again whose time of day is over; so it is the instants that are compared.
        int from = day.equals(after.toLocalDate()) ? after.toLocalTime().toSecondOfDay() : 0;
        OptionalInt second = nextSecond(from);
        while (second.isPresent()) {
            ZonedDateTime found =
                    day.atTime(LocalTime.ofSecondOfDay(second.getAsInt())).atZone(after.getZone());
            if (found.isAfter(after)) {
                return Optional.of(found);
            }
            second = nextSecond(second.getAsInt() + 1);
        }
        return Optional.empty();
    }

    /** The first fitting second of a day that is not before {@code from}. */
    private OptionalInt nextSecond(int from) {
        for (int hour = from / 3_600; hour < 24; hour++) {
            if ((hours >> hour & 1) == 0) {
                continue;
            }
            int firstMinute = hour == from / 3_600 ? from / 60 % 60 : 0;
            for (int minute = firstMinute; minute < 60; minute++) {
                if ((minutes >> minute & 1) == 0) {
                    continue;
                }
                boolean same = hour == from / 3_600 && minute == from / 60 % 60;
                long left = same ? seconds >>> (from % 60) << (from % 60) : seconds;
                if (left != 0) {
                    return OptionalInt.of(hour * 3_600 + minute * 60 + Long.numberOfTrailingZeros(left));
                }
            }
        }
        return OptionalInt.empty();
    }

    private Optional<LocalDate> nextDay(LocalDate from) {
        LocalDate day = from.getYear() < FIRST_YEAR ? LocalDate.of(FIRST_YEAR, 1, 1) : from;
        while (day.getYear() <= LAST_YEAR) {
            if (!years.fits(day.getYear())) {
                day = LocalDate.of(day.getYear() + 1, 1, 1);
            } else if ((months >> day.getMonthValue() & 1) == 0) {
                day = day.withDayOfMonth(1).plusMonths(1);
            } else if (fits(day)) {
                return Optional.of(day);
            } else {
                day = day.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private boolean fits(LocalDate day) {
        boolean weekday = (weekdays >> (day.getDayOfWeek().getValue() - 1) & 1) != 0;
        int fromEnd = day.lengthOfMonth() - day.getDayOfMonth() + 1;
        boolean date = (days >> day.getDayOfMonth() & 1) != 0 || (lastDays >> fromEnd & 1) != 0;
        return eitherDay ? weekday || date : weekday && date;
    }

    /** Whether the minute in which {@code moment} lies has such a moment. */
    public boolean matches(ZonedDateTime moment) {
        ZonedDateTime at = zone.map(moment::withZoneSameInstant).orElse(moment);
        return years.fits(at.getYear())
                && (months >> at.getMonthValue() & 1) != 0
                && fits(at.toLocalDate())
                && (hours >> at.getHour() & 1) != 0
                && (minutes >> at.getMinute() & 1) != 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
