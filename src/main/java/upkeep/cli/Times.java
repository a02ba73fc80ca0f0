package upkeep.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of day as people read them here. */
final class Times {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Times() {}

    static String text(Instant time) {
        return FORMAT.format(time);
    }

    /** The same of seconds since 1970. */
    static String text(long seconds) {
        return text(Instant.ofEpochSecond(seconds));
    }
}
