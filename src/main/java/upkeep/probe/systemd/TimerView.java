package upkeep.probe.systemd;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Calendar;
import upkeep.base.Moment;
import upkeep.probe.bus.BusValues;

/**
 * A timer as systemd shows it, org.freedesktop.systemd1(5).
 *
 * @param unit what all units have
 * @param starts the unit that it starts
 * @param lastRun when it last did; over boots only if the timer is persistent
 * @param activeSince when it was last started itself
 * @param next when it will, by the wall clock; systemd tells nothing while the unit that it starts is active
 * @param nextMonotonic the same in microseconds since boot, for what counts from other events
 * @param calendar what the timer says of the calendar
 * @param slack by how much it may be late by its own settings
 */
record TimerView(
        UnitView unit,
        String starts,
        Optional<Instant> lastRun,
        Optional<Instant> activeSince,
        Optional<Instant> next,
        OptionalLong nextMonotonic,
        List<Entry> calendar,
        Duration slack) {

    /** What is asked for. */
    static final Set<String> PROPERTIES = Stream.concat(
                    UnitView.PROPERTIES.stream(),
                    Stream.of(
                            "Unit",
                            "LastTriggerUSec",
                            "ActiveEnterTimestamp",
                            "NextElapseUSecRealtime",
                            "NextElapseUSecMonotonic",
                            "TimersCalendar",
                            "AccuracyUSec",
                            "RandomizedDelayUSec"))
            .collect(Collectors.toUnmodifiableSet());

    /** Longer than any delay that makes sense. */
    private static final long LONGEST_DELAY = Duration.ofDays(366).toNanos() / 1_000;

    TimerView {
        calendar = List.copyOf(calendar);
    }

    /**
     * One {@code OnCalendar=}.
     *
     * @param expression as systemd writes it
     * @param computed the moment that systemd worked out last, which may be over
     */
    record Entry(String expression, Optional<Instant> computed) {

        /** The first moment after that; absent if there is none, or only systemd can tell. */
        Optional<Instant> after(Instant moment, ZoneId zone) {
            return computed.filter(moment::isBefore)
                    .or(() -> Calendar.parse(expression)
                            .flatMap(calendar -> calendar.next(moment.atZone(zone)))
                            .map(ZonedDateTime::toInstant));
        }
    }

    static TimerView of(BusValues values) {
        long accuracy = values.number("AccuracyUSec").orElse(0);
        long randomized = values.number("RandomizedDelayUSec").orElse(0);
        return new TimerView(
                UnitView.of(values),
                values.text("Unit"),
                instant(values.number("LastTriggerUSec")),
                instant(values.number("ActiveEnterTimestamp")),
                instant(values.number("NextElapseUSecRealtime")),
                values.number("NextElapseUSecMonotonic").stream()
                        .filter(microseconds -> microseconds > 0 && microseconds < UnitView.LATEST)
                        .findFirst(),
                values.list("TimersCalendar").stream()
                        .map(TimerView::entry)
                        .flatMap(Optional::stream)
                        .toList(),
                Duration.ofNanos(1_000 * (Math.min(accuracy, LONGEST_DELAY) + Math.min(randomized, LONGEST_DELAY))));
    }

    private static Optional<Entry> entry(Object item) {
        return item instanceof List<?> parts
                ? BusValues.text(parts, 1).map(expression -> new Entry(expression, instant(BusValues.number(parts, 2))))
                : Optional.empty();
    }

    /** Of microseconds since 1970; 0 stands for never, and so does what no clock will show. */
    private static Optional<Instant> instant(OptionalLong microseconds) {
        return microseconds.stream()
                .filter(value -> value > 0 && value < UnitView.LATEST)
                .mapToObj(value -> Instant.EPOCH.plus(value, ChronoUnit.MICROS))
                .findFirst();
    }

    /**
     * When it is due, or was. While the unit that it starts is active, the timer waits for its end, and systemd says nothing;
     * then it is the first moment of its calendar after the last run.
     */
    Optional<Instant> due(Moment now, ZoneId zone) {
        if (!unit.subState().equals("running")) {
            return Stream.concat(
                            next.stream(),
                            nextMonotonic.stream()
                                    .mapToObj(microseconds ->
                                            now.wall().plusNanos(1_000 * microseconds - now.monotonicNanos())))
                    .min(Instant::compareTo);
        }
        return lastRun.or(() -> activeSince)
                .flatMap(last -> calendar.stream()
                        .flatMap(entry -> entry.after(last, zone).stream())
                        .min(Instant::compareTo));
    }

    /** By how much the next run is late, beyond what the timer's own settings allow. */
    Duration overdue(Moment now, ZoneId zone) {
        return due(now, zone)
                .map(due -> Duration.between(due, now.wall()).minus(slack))
                .filter(late -> !late.isNegative())
                .orElse(Duration.ZERO);
    }
}
