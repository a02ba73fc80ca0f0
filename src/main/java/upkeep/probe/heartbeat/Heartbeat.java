package upkeep.probe.heartbeat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Words;
import upkeep.spec.CheckId;

/**
 * What a job last told of itself. Immutable; kept as a line of text among what is remembered of its check.
 *
 * @param begun since when a run is under way
 * @param end how the last run ended
 * @param succeeded when one last ended well
 */
public record Heartbeat(Optional<Instant> begun, Optional<End> end, Optional<Instant> succeeded) {

    /** The longest note that is kept, in characters. */
    public static final int LONGEST_NOTE = 200;

    /** A job that has told nothing yet. */
    public static final Heartbeat NONE = new Heartbeat(Optional.empty(), Optional.empty(), Optional.empty());

    private static final String KEY = "heartbeat";
    private static final String SINCE = "awaited-since";
    private static final String ABSENT = "-";

    /**
     * How a run ended.
     *
     * @param status as exit codes are, 0 to 255: 0 is well
     * @param took how long it ran, if that is known
     * @param note what the job says to it, on one line; may be empty
     */
    public record End(Instant at, int status, Optional<Duration> took, String note) {
        public End {
            if (status < 0 || status > 255) {
                throw new IllegalArgumentException("no exit status: " + status);
            }
            note = Words.printable(note, LONGEST_NOTE).strip();
        }

        boolean isWell() {
            return status == 0;
        }
    }

    /** A run begins; one that was under way, and never told of its end, is forgotten. */
    public Heartbeat begin(Instant now) {
        return new Heartbeat(Optional.of(now), end, succeeded);
    }

    /** A run has ended; how long it took is known if its beginning was told, or it says so itself. */
    public Heartbeat end(End ended) {
        Optional<Duration> took = ended.took()
                .or(() -> begun.map(since -> Duration.between(since, ended.at())))
                .filter(it -> !it.isNegative());
        End whole = new End(ended.at(), ended.status(), took, ended.note());
        return new Heartbeat(
                Optional.empty(), Optional.of(whole), ended.isWell() ? Optional.of(ended.at()) : succeeded);
    }

    /** What is remembered of the check's job. */
    public static Heartbeat of(Memory memory, CheckId check) {
        return memory.get(check, KEY).flatMap(Heartbeat::parse).orElse(NONE);
    }

    public void keep(Memory memory, CheckId check) {
        memory.put(check, KEY, text());
    }

    /** Since when the job is waited for: when its check was first looked at. */
    static Instant awaitedSince(Memory memory, CheckId check, Instant now) {
        Optional<Instant> known = memory.get(check, SINCE).flatMap(Heartbeat::instant);
        if (known.isEmpty()) {
            memory.put(check, SINCE, Long.toString(now.toEpochMilli()));
        }
        return known.orElse(now);
    }

    String text() {
        return String.join(
                " ",
                text(begun),
                text(end.map(End::at)),
                end.map(it -> Integer.toString(it.status())).orElse(ABSENT),
                end.flatMap(End::took).map(it -> Long.toString(it.toMillis())).orElse(ABSENT),
                text(succeeded),
                end.map(End::note).orElse(""));
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(it -> Long.toString(it.toEpochMilli())).orElse(ABSENT);
    }

    /** What {@link #text} wrote; nothing if it is something else. */
    static Optional<Heartbeat> parse(String text) {
        String[] parts = text.split(" ", 6);
        if (parts.length < 6) {
            return Optional.empty();
        }
        Optional<Instant> ended = instant(parts[1]);
        Optional<End> end = Optional.empty();
        if (ended.isPresent()) {
            if (!parts[2].matches("[0-9]{1,3}") || Integer.parseInt(parts[2]) > 255) {
                return Optional.empty();
            }
            Optional<Duration> took = number(parts[3]).map(Duration::ofMillis);
            end = Optional.of(new End(ended.get(), Integer.parseInt(parts[2]), took, parts[5]));
        }
        return Optional.of(new Heartbeat(instant(parts[0]), end, instant(parts[4])));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return number(text).map(Instant::ofEpochMilli);
        } catch (DateTimeException beyond) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
