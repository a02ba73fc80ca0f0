package upkeep.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import upkeep.alert.Message;
import upkeep.alert.Message.Line;
import upkeep.alert.Reason;
import upkeep.base.Humane;
import upkeep.base.Severity;
import upkeep.spec.Urgency;

/** What is said of incidents, in words: titles and sentences. Pure. */
final class Wording {

    /** What chat services take for a heading. */
    static final int LONGEST_TITLE = 150;

    static final int LONGEST_WHAT = 400;

    private static final int MOST_NAMES = 3;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Notice notice;
    private final ZoneId zone;

    Wording(Notice notice, ZoneId zone) {
        this.notice = notice;
        this.zone = zone;
    }

    static boolean isWrong(Line line) {
        return switch (line.reason()) {
            case FIRING, WORSE, REMINDER, UNSTABLE -> true;
            case RESOLVED, HEALED, NEWS -> false;
        };
    }

    /** The service or check; an incident without one is of the machine. */
    static String name(Line line) {
        String subject = Clear.line(line.subject(), LONGEST_TITLE);
        return subject.isEmpty() ? "the machine" : subject;
    }

    private static String what(Line line) {
        return Clear.line(line.what(), LONGEST_WHAT);
    }

    /** What it all amounts to, in a word for programs. */
    String state() {
        if (notice.isTest()) {
            return "test";
        }
        boolean isNews = notice.message().lines().stream().allMatch(line -> line.reason() == Reason.NEWS);
        return loudest().isPresent() ? "firing" : isNews ? "news" : "resolved";
    }

    /** The loudest of what is wrong, if anything is. */
    Optional<Severity> loudest() {
        return notice.message().lines().stream()
                .filter(Wording::isWrong)
                .map(Line::severity)
                .min(Comparator.naturalOrder());
    }

    /** The most urgent of what is wrong. */
    Optional<Urgency> mostUrgent() {
        return notice.message().lines().stream()
                .filter(Wording::isWrong)
                .map(Line::urgency)
                .min(Comparator.naturalOrder());
    }

    /** What the whole message says, in one line. */
    String title() {
        Message message = notice.message();
        if (notice.isTest()) {
            return "test: nothing is wrong";
        }
        return Clear.line(
                switch (message.kind()) {
                    case DIGEST -> digest();
                    case ALERT, SUMMARY, TEST -> several();
                },
                LONGEST_TITLE);
    }

    private String digest() {
        long faults = notice.message().lines().stream()
                .mapToLong(line -> Math.max(1, line.count()))
                .sum();
        return "digest: " + Humane.count(faults, "fault") + (faults == 1 ? ", healed" : ", all healed");
    }

    private String several() {
        List<Line> wrong =
                notice.message().lines().stream().filter(Wording::isWrong).toList();
        List<Line> over =
                notice.message().lines().stream().filter(line -> !isWrong(line)).toList();
        if (wrong.isEmpty()) {
            return over.size() == 1 ? headline(over.getFirst()) : "resolved: " + names(over);
        }
        String ended = over.isEmpty() ? "" : "; " + over.size() + " resolved";
        return wrong.size() == 1
                ? Clear.line(headline(wrong.getFirst()), LONGEST_TITLE - ended.length()) + ended
                : loudest().map(Severity::word).orElse("") + ": " + wrong.size() + " things are wrong: " + names(wrong)
                        + ended;
    }

    private static String names(List<Line> lines) {
        List<String> names = lines.stream().map(Wording::name).distinct().toList();
        if (names.size() <= MOST_NAMES) {
            return listed(names);
        }
        return String.join(", ", names.subList(0, MOST_NAMES - 1)) + " and " + (names.size() - MOST_NAMES + 1)
                + " more";
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String listed(Collection<String> names) {
        List<String> all = List.copyOf(names);
        return all.size() < 2
                ? String.join("", all)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }

    /** What one line says, in one line. */
    String headline(Line line) {
        String whole = withChildren(line);
        String text = switch (line.reason()) {
            case FIRING -> line.severity().word() + ": " + whole + ": " + what(line);
            case WORSE -> "now " + line.severity().word() + ": " + whole + ": " + what(line);
            case REMINDER ->
                "still " + line.severity().word() + " after " + lasted(line) + ": " + whole + ": " + what(line);
            case UNSTABLE ->
                line.severity().word() + ": " + whole + (hasChildren(line) ? " come and go (" : " comes and goes (")
                        + Humane.count(line.count(), "time") + " in " + lasted(line) + "): " + what(line);
            case RESOLVED -> "resolved: " + whole + ", after " + lasted(line);
            case HEALED ->
                "healed: " + whole + (line.count() > 1 ? ", " + Humane.count(line.count(), "time") : "") + ": "
                        + what(line);
            case NEWS -> name(line) + ": " + what(line);
        };
        return Clear.line(text, LONGEST_WHAT);
    }

    private static boolean hasChildren(Line line) {
        return !line.children().isEmpty();
    }

    private static String withChildren(Line line) {
        int children = line.children().size();
        return switch (children) {
            case 0 -> name(line);
            case 1 -> name(line) + " and 1 that hangs on it";
            default -> name(line) + " and " + children + " that hang on it";
        };
    }

    Duration length(Line line) {
        Duration length = Duration.between(line.since(), notice.message().at());
        return length.isNegative() ? Duration.ZERO : length;
    }

    /** How long it has been so, as one would say it: whole seconds at least. */
    String lasted(Line line) {
        long seconds = Math.max(1, length(line).toSeconds());
        return seconds < 10 ? seconds + " s" : Humane.duration(Duration.ofSeconds(seconds));
    }

    String date(Instant time) {
        return time.atZone(zone).format(DATE);
    }

    /** The time of day, with the date unless that is the message's. */
    private String point(Instant time) {
        boolean sameDay = time.atZone(zone)
                .toLocalDate()
                .equals(notice.message().at().atZone(zone).toLocalDate());
        return sameDay ? time.atZone(zone).format(CLOCK) : date(time);
    }

    /** How it stands with what a line tells of, in sentences. */
    List<String> standing(Line line) {
        List<String> sentences = new ArrayList<>();
        String since = point(line.since());
        switch (line.reason()) {
            case FIRING -> {
                sentences.add("Wrong since " + since + ", for " + lasted(line) + ".");
                again(line).ifPresent(sentences::add);
            }
            case WORSE ->
                sentences.add("Told before, and louder now. Wrong since " + since + ", for " + lasted(line) + ".");
            case REMINDER ->
                sentences.add("Told before, and still wrong: since " + since + ", for " + lasted(line) + ".");
            case UNSTABLE ->
                sentences.add("It came " + Humane.count(line.count(), "time") + " since " + since
                        + ", and went again. No more is told of it until it stays as it is.");
            case RESOLVED -> {
                sentences.add(
                        "Wrong from " + since + " to " + point(notice.message().at()) + ", for " + lasted(line) + ".");
                ended(line).ifPresent(sentences::add);
            }
            case HEALED ->
                sentences.add("It healed by itself" + (line.count() > 1 ? ", " + line.count() + " times" : "")
                        + " since " + since + ".");
            case NEWS -> sentences.add("Seen at " + since + ".");
        }
        if (isWrong(line)) {
            urgency(line.urgency()).ifPresent(sentences::add);
        }
        return sentences;
    }

    private static Optional<String> again(Line line) {
        return line.count() > 1 ? Optional.of("It came " + line.count() + " times lately.") : Optional.empty();
    }

    private static Optional<String> ended(Line line) {
        // How long it took was said before.
        String how = Clear.line(line.how(), LONGEST_WHAT).replaceFirst("^after [^:]{1,40}: ", "");
        return how.isEmpty() ? Optional.empty() : Optional.of("It is over: " + how + (how.endsWith(".") ? "" : "."));
    }

    private static Optional<String> urgency(Urgency urgency) {
        return switch (urgency) {
            case PAGE -> Optional.of("Somebody is to look now.");
            case NOTICE -> Optional.of("Somebody is to look in working hours.");
            case DIGEST -> Optional.empty();
        };
    }

    /** What is said of lines that there was no room for. */
    Optional<String> omitted() {
        int omitted = notice.message().omitted();
        return omitted == 0
                ? Optional.empty()
                : Optional.of("There was no room for " + omitted + " more; " + (omitted == 1 ? "it comes" : "they come")
                        + " with a later message.");
    }

    /** Who sends it, and to whom. */
    String sender() {
        Message message = notice.message();
        return "Sent by upkeep on " + Clear.line(notice.host(), LONGEST_TITLE) + " to the receiver "
                + Clear.line(message.receiver(), LONGEST_TITLE) + ", message " + message.number() + ", "
                + date(message.at()) + ".";
    }
}
