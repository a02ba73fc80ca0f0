package upkeep.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import upkeep.alert.Message;
import upkeep.alert.Message.Line;
import upkeep.base.UnitName;
import upkeep.control.EntrySource;
import upkeep.control.WhyText;
import upkeep.notify.Notice.Background;
import upkeep.spec.Alerting;

/** Gathers what people want to know of what they are told. What cannot be had in time is left out: the alert goes first. */
final class Backgrounds {

    /** For so many lines of a message at most; who is told of more wants to know which, first of all. */
    private static final int MOST = 5;

    private static final int STORY_LINES = 25;
    private static final int LOG_LINES = 10;
    private static final Duration LOG_DEADLINE = Duration.ofSeconds(2);

    /** The date and the zone are those of the message. */
    private static final Pattern LOG_TIME =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT(\\d\\d:\\d\\d:\\d\\d)[+-]\\d\\d:?\\d\\d ");

    private final EntrySource entries;
    private final Log log;
    private final Function<String, Optional<UnitName>> units;
    private final ZoneId zone;

    /** The log of a unit. */
    @FunctionalInterface
    interface Log {
        List<String> last(UnitName unit, int lines, Duration deadline) throws IOException, InterruptedException;
    }

    /** @param units of services, by their names */
    Backgrounds(EntrySource entries, Log log, Function<String, Optional<UnitName>> units, ZoneId zone) {
        this.entries = entries;
        this.log = log;
        this.units = units;
        this.zone = zone;
    }

    /** By the numbers of the incidents. */
    Map<Long, Background> of(Message message, Alerting alerting, Instant now) throws InterruptedException {
        Map<Long, Background> all = new HashMap<>();
        for (Line line : message.lines()) {
            if (line.incident() > 0 && all.size() < MOST && !all.containsKey(line.incident())) {
                all.put(line.incident(), of(line, alerting, now));
            }
        }
        return all;
    }

    private Background of(Line line, Alerting alerting, Instant now) throws InterruptedException {
        boolean isWrong = switch (line.reason()) {
            case FIRING, WORSE, REMINDER, UNSTABLE -> true;
            case RESOLVED, HEALED, NEWS -> false;
        };
        return new Background(
                story(line, now),
                isWrong ? log(line) : List.of(),
                Optional.of(line.subject().isEmpty() ? "upkeep status" : "upkeep why " + line.subject()),
                isWrong ? alerting.concern(line.subject()).runbook() : Optional.empty());
    }

    private List<String> story(Line line, Instant now) {
        try {
            List<String> lines = WhyText.incident(line.incident(), line.subject(), entries, now, zone);
            return lines.subList(Math.max(0, lines.size() - STORY_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private List<String> log(Line line) throws InterruptedException {
        Optional<UnitName> unit = units.apply(line.subject());
        try {
            List<String> lines = unit.isPresent() ? log.last(unit.get(), LOG_LINES, LOG_DEADLINE) : List.of();
            return lines.stream()
                    .map(each -> LOG_TIME.matcher(each).replaceFirst("$1 "))
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
