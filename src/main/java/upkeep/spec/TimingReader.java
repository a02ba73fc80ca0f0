package upkeep.spec;

import java.util.List;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.spec.Timing.Cadence;

/** Reads when a check is run: {@code every}, {@code not-every} and {@code jitter}. */
final class TimingReader {

    private static final int MOST_WINDOWS = 32;
    private final Fields fields;

    TimingReader(Fields fields) {
        this.fields = fields;
    }

    Timing read(TimeSpan usual) {
        Cadence cadence = fields.read(CheckKeys.EVERY, new Cadence.Every(usual));
        List<Calendar> never =
                fields.list(CheckKeys.NOT_EVERY).stream().map(Located::value).toList();
        if (never.size() > MOST_WINDOWS) {
            fields.report()
                    .error(
                            fields.at(CheckKeys.NOT_EVERY),
                            "cannot use " + never.size() + " windows in not-every: the most are " + MOST_WINDOWS);
        }
        return new Timing(cadence, never, jitter(cadence));
    }

    private TimeSpan jitter(Cadence cadence) {
        TimeSpan jitter = fields.get(CheckKeys.JITTER);
        boolean tooLong = cadence instanceof Cadence.Every every && jitter.compareTo(every.span()) > 0;
        if (tooLong) {
            fields.report()
                    .error(
                            fields.at(CheckKeys.JITTER),
                            "cannot use jitter " + jitter + ": it is longer than every " + cadence,
                            "write a shorter jitter:");
        }
        return tooLong ? TimeSpan.ZERO : jitter;
    }
}
