package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.spec.Timing.Cadence;

/** Reads when a check is run: {@code every}, {@code not-every} and {@code jitter}. */
final class TimingReader {

    private static final int MOST_WINDOWS = 32;
    private static final String HINT =
            "write a time span such as 10s, a calendar such as Mon..Fri 02:30, or five fields as in crontab";

    /** From one probe to the next, as a period. */
    static final Kind<TimeSpan> PERIOD =
            Kinds.FINITE.where(TimingReader::isPeriod, "it must be from 100ms to 30d", "write a time span such as 10s");

    private static final Kind<Cadence> CADENCE = new Kind<>(
            TimingReader::cadence,
            text -> TimeSpan.parse(text).isPresent()
                    ? PERIOD.why().apply(text)
                    : "it is neither a time span nor a calendar expression that ever comes",
            text -> TimeSpan.parse(text).isPresent() ? PERIOD.hint().apply(text) : HINT,
            String::valueOf);

    private static final Kind<Calendar> WINDOW =
            Kind.of("a calendar expression", "write such as \"* 0-3 * * 0\", or Sun *-*-* 00..03:*", Calendar::parse);

    private static final Kind<TimeSpan> JITTER = Kinds.TIME_SPAN.where(
            span -> !span.isInfinite() && span.microseconds() <= 86_400_000_000L,
            "it must be at most 1d",
            "write a time span such as 10s");

    private final Fields fields;

    TimingReader(Fields fields) {
        this.fields = fields;
    }

    private static boolean isPeriod(TimeSpan span) {
        return span.microseconds() >= 100_000 && span.microseconds() <= 30L * 86_400_000_000L;
    }

    private static Optional<Cadence> cadence(String text) {
        Optional<TimeSpan> span = TimeSpan.parse(text);
        if (span.isPresent()) {
            return span.filter(TimingReader::isPeriod).map(Cadence.Every::new);
        }
        return Calendar.parse(text).map(Cadence.At::new);
    }

    Timing read(TimeSpan usual) {
        Cadence cadence = fields.read("every", CADENCE, new Cadence.Every(usual));
        List<Calendar> never =
                fields.list("not-every", WINDOW).stream().map(Located::value).toList();
        if (never.size() > MOST_WINDOWS) {
            fields.report()
                    .error(
                            fields.at("not-every"),
                            "cannot use " + never.size() + " windows in not-every: the most are " + MOST_WINDOWS);
        }
        return new Timing(cadence, never, jitter(cadence));
    }

    private TimeSpan jitter(Cadence cadence) {
        TimeSpan jitter = fields.read("jitter", JITTER, TimeSpan.ZERO);
        boolean tooLong = cadence instanceof Cadence.Every every && jitter.compareTo(every.span()) > 0;
        if (tooLong) {
            fields.report()
                    .error(
                            fields.at("jitter"),
                            "cannot use jitter " + jitter + ": it is longer than every " + cadence,
                            "write a shorter jitter:");
        }
        return tooLong ? TimeSpan.ZERO : jitter;
    }
}
