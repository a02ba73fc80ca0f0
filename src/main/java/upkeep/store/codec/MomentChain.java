package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;

/**
 * Writes each moment as its distance from the one before, which takes a third of the room. Two clocks that run alike
 * leave one number, the nanoseconds between; if the wall clock differs from what that promises, {@code [nanoseconds,
 * deviation of the wall clock in nanoseconds]}. The first moment, and one too far away, is whole: {@code [nanoseconds
 * since boot, "wall clock"]}. What is written in one chain must be read in one, in the same order. Not thread-safe.
 */
public final class MomentChain {

    /** Longer ways than this, a hundred years, are written whole, so that no sum runs over. */
    private static final long FAR = 100L * 365 * 86_400 * 1_000_000_000;

    private @Nullable Moment last;

    public MomentChain() {}

    /** The moment from which the next one counts; nothing before the first. */
    public Optional<Moment> last() {
        return Optional.ofNullable(last);
    }

    void write(JsonGenerator json, Moment moment) throws IOException {
        Moment before = last;
        last = moment;
        if (before == null || isFar(before, moment)) {
            json.writeStartArray();
            json.writeNumber(moment.monotonicNanos());
            json.writeString(moment.wall().toString());
            json.writeEndArray();
            return;
        }
        long passed = moment.monotonicNanos() - before.monotonicNanos();
        long deviation =
                Duration.between(expected(before, passed), moment.wall()).toNanos();
        if (deviation == 0) {
            json.writeNumber(passed);
        } else {
            json.writeStartArray();
            json.writeNumber(passed);
            json.writeNumber(deviation);
            json.writeEndArray();
        }
    }

    private static boolean isFar(Moment a, Moment b) {
        double passed = (double) b.monotonicNanos() - (double) a.monotonicNanos();
        double onTheWall =
                (double) b.wall().getEpochSecond() - (double) a.wall().getEpochSecond();
        return Math.abs(passed) > FAR || Math.abs(onTheWall) * 1e9 > FAR || isAtAnEndOfTime(a.wall());
    }

    /** Where a hundred years more, or less, are no instant. */
    private static boolean isAtAnEndOfTime(Instant wall) {
        Duration far = Duration.ofNanos(FAR);
        return wall.isBefore(Instant.MIN.plus(far)) || wall.isAfter(Instant.MAX.minus(far));
    }

    /** Wall clock times are as fine as microseconds, as upkeepd reads them. */
    private static Instant expected(Moment before, long passed) {
        return before.wall().plusNanos(passed).truncatedTo(ChronoUnit.MICROS);
    }

    Moment read(JsonParser json) throws IOException {
        Moment moment =
                json.currentToken() == JsonToken.VALUE_NUMBER_INT ? after(json.getLongValue(), 0) : readPair(json);
        last = moment;
        return moment;
    }

    private Moment readPair(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY || json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new CodecException("no moment");
        }
        long nanos = json.getLongValue();
        Moment moment = switch (json.nextToken()) {
            case VALUE_NUMBER_INT -> after(nanos, json.getLongValue());
            case VALUE_STRING -> new Moment(nanos, instant(json.getText()));
            case null, default -> throw new CodecException("no moment");
        };
        if (json.nextToken() != JsonToken.END_ARRAY) {
            throw new CodecException("no moment");
        }
        return moment;
    }

    private Moment after(long passed, long deviation) throws CodecException {
        Moment before = last;
        if (before == null || Math.abs((double) passed) > FAR || Math.abs((double) deviation) > 2.0 * FAR) {
            throw new CodecException("a moment that hangs in the air");
        }
        try {
            return new Moment(
                    before.monotonicNanos() + passed, expected(before, passed).plusNanos(deviation));
        } catch (DateTimeException | ArithmeticException e) {
            throw new CodecException("no moment", e);
        }
    }

    private static Instant instant(String text) throws CodecException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CodecException("no time: " + text, e);
        }
    }
}
