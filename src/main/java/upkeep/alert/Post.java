package upkeep.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.alert.DeskState.Healed;
import upkeep.alert.Message.Line;
import upkeep.base.Severity;
import upkeep.spec.Alerting;
import upkeep.spec.Receiver;
import upkeep.spec.Urgency;

/** Makes messages of what groups have to say, as far as the budgets of their receivers allow. */
final class Post {

    /** What does not fit into a message comes with the next one. */
    static final int MOST_LINES = 50;

    /** After which it is looked again whether there is room for a digest. */
    private static final Duration BLOCKED = Duration.ofMinutes(5);

    private static final Comparator<Line> LOUDEST_FIRST = Comparator.comparing(Line::urgency)
            .thenComparing(Line::severity)
            .thenComparing(Line::since)
            .thenComparing(Line::key);

    private final Alerting alerting;
    private final Set<String> blocked;
    private final DeskState before;
    private final Instant now;
    private final Saying saying;
    private final SortedMap<String, Case> cases;
    private final SortedMap<GroupKey, Group> groups;
    private final SortedMap<String, List<Instant>> sent;
    private final List<Message> messages = new ArrayList<>();
    private final SortedMap<Long, News> news;
    private final Suppression suppression;
    private SortedMap<String, Healed> healed;
    private Optional<Instant> digest;
    private Optional<Instant> next = Optional.empty();
    private long lastNumber;

    Post(Alerting alerting, ZoneId zone, Set<String> blocked, DeskState before, Instant now) {
        this.alerting = alerting;
        this.blocked = blocked;
        this.before = before;
        this.now = now;
        this.suppression = new Suppression(alerting, before.silences().values(), zone);
        this.saying = new Saying(suppression, now);
        this.cases = new TreeMap<>(before.cases());
        this.groups = new TreeMap<>(before.groups());
        this.sent = new TreeMap<>(before.sent());
        this.news = new TreeMap<>(before.news());
        this.healed = new TreeMap<>(before.healed());
        this.digest = before.digest();
        this.lastNumber = before.lastNumber();
    }

    DeskState state() {
        return new DeskState(
                cases,
                groups,
                sent,
                before.silences(),
                news,
                healed,
                digest,
                lastNumber,
                before.lastEntry(),
                before.lastIncident());
    }

    List<Message> messages() {
        return messages;
    }

    /** When there may be something to say. */
    Optional<Instant> next() {
        return next;
    }

    /** What one group would say now; news belong to none. */
    private record Ready(Optional<GroupKey> key, List<Line> lines) {}

    void speak() {
        forget();
        alerting.receivers().values().stream()
                .filter(receiver -> !blocked.contains(receiver.name()))
                .forEach(this::tell);
        digest.ifPresent(this::digest);
        forget();
        groups.forEach((_, group) -> group.told()
                .forEach((key, told) ->
                        look(saying.next(of(key), told, group.timing().repeat()))));
    }

    private Case of(String key) {
        return Optional.ofNullable(cases.get(key)).orElseThrow();
    }

    private void look(Optional<Instant> at) {
        next = Saying.earlier(next, at.filter(it -> it.isAfter(now)));
    }

    /** Nothing is kept of what is over and of which nothing will be said. */
    private void forget() {
        groups.replaceAll((_, group) -> {
            Group left = group;
            for (String key : group.told().keySet()) {
                Told told = Optional.ofNullable(group.told().get(key)).orElseThrow();
                if (saying.isDone(of(key), told)) {
                    left = left.without(key);
                }
            }
            return left;
        });
        groups.values()
                .removeIf(group -> group.told().isEmpty() && earliest(group).isEmpty());
        cases.values()
                .removeIf(each -> each.isPast(now)
                        && groups.values().stream()
                                .noneMatch(group -> group.told().containsKey(each.key())));
    }

    /** Before when a group must not speak again; nothing if it may. */
    private Optional<Instant> earliest(Group group) {
        return group.last()
                .map(last -> last.plus(group.timing().interval().toDuration()))
                .filter(again -> again.isAfter(now));
    }

    private void tell(Receiver receiver) {
        List<Ready> ready = new ArrayList<>();
        groups.forEach((key, group) -> {
            if (key.receiver().equals(receiver.name())) {
                ready(key, group).ifPresent(ready::add);
            }
        });
        news(receiver).ifPresent(ready::add);
        if (ready.isEmpty()) {
            return;
        }
        Allowance allowance = new Allowance(receiver.budget(), times(receiver.name()), now);
        boolean isUrgent = ready.stream().flatMap(it -> it.lines().stream()).anyMatch(Post::isUrgent);
        boolean isFull = ready.stream().mapToInt(it -> it.lines().size()).sum() >= MOST_LINES;
        if (ready.size() <= allowance.single()) {
            ready.forEach(each -> send(receiver, Message.Kind.ALERT, List.of(each)));
        } else if (allowance.left(isUrgent) == 0) {
            look(Optional.of(allowance.again(isUrgent)));
        } else if (!isUrgent && !isFull && allowance.gathering().isPresent()) {
            look(allowance.gathering());
        } else {
            send(receiver, ready.size() == 1 ? Message.Kind.ALERT : Message.Kind.SUMMARY, ready);
        }
    }

    private static boolean isUrgent(Line line) {
        return line.urgency() == Urgency.PAGE
                && switch (line.reason()) {
                    case FIRING, WORSE, UNSTABLE -> true;
                    case REMINDER, RESOLVED, HEALED, NEWS -> false;
                };
    }

    /** What a group has to say, if its time has come; else it is noted when it will have. */
    private Optional<Ready> ready(GroupKey key, Group group) {
        List<Line> lines = new ArrayList<>();
        Optional<Instant> due = Optional.empty();
        for (String each : group.told().keySet()) {
            Told told = Optional.ofNullable(group.told().get(each)).orElseThrow();
            Optional<Reason> reason =
                    saying.reason(of(each), told, group.timing().repeat());
            if (reason.isPresent()) {
                lines.add(Line.of(of(each), reason.get(), now));
                Instant since =
                        told.isNothing() ? told.at().plus(group.timing().delay().toDuration()) : now;
                due = Saying.earlier(due, Optional.of(since));
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Instant first = due.orElse(now);
        Instant when = earliest(group).filter(first::isBefore).orElse(first);
        if (when.isAfter(now)) {
            look(Optional.of(when));
            return Optional.empty();
        }
        return Optional.of(new Ready(Optional.of(key), lines));
    }

    private Optional<Ready> news(Receiver receiver) {
        List<Line> lines = new ArrayList<>();
        news.forEach((number, each) -> {
            Optional<Instant> suppressed = suppression.until(each.facts(), now);
            if (each.left().contains(receiver.name()) && suppressed.isEmpty()) {
                lines.add(Line.of(number, each));
            }
            look(suppressed);
        });
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Ready(Optional.empty(), lines));
    }

    private void toldNews(Receiver receiver, List<Line> lines) {
        news.replaceAll((number, each) -> lines.contains(Line.of(number, each)) ? each.without(receiver.name()) : each);
        news.values().removeIf(each -> each.left().isEmpty());
    }

    private void send(Receiver receiver, Message.Kind kind, List<Ready> ready) {
        List<Line> all = new ArrayList<>();
        ready.forEach(each -> all.addAll(each.lines()));
        all.sort(LOUDEST_FIRST);
        List<Line> lines = all.subList(0, Math.min(MOST_LINES, all.size()));
        for (Ready each : ready) {
            each.key()
                    .ifPresent(key -> spoke(
                            key, each.lines().stream().filter(lines::contains).toList()));
        }
        toldNews(receiver, lines);
        post(receiver, kind, thread(receiver, kind, lines), lines, all.size() - lines.size());
        if (all.size() > lines.size()) {
            ready.forEach(each -> look(each.key()
                    .flatMap(key -> Optional.ofNullable(groups.get(key)))
                    .flatMap(this::earliest)
                    .or(() -> Optional.of(now.plusSeconds(1)))));
        }
    }

    private void spoke(GroupKey key, List<Line> lines) {
        Group group = Optional.ofNullable(groups.get(key)).orElseThrow();
        for (Line line : lines) {
            group = said(group, line);
        }
        groups.put(key, group.spoke(now));
    }

    /** An incident is one thread; one of several is that of the first. */
    private static String thread(Receiver receiver, Message.Kind kind, List<Line> lines) {
        long first = lines.stream()
                .mapToLong(Line::incident)
                .filter(number -> number > 0)
                .min()
                .orElse(0);
        return kind == Message.Kind.ALERT && first > 0 ? receiver.name() + " " + first : "";
    }

    private Group said(Group group, Line line) {
        Told told = Optional.ofNullable(group.told().get(line.key())).orElseThrow();
        return line.reason() == Reason.RESOLVED
                ? group.without(line.key())
                : group.with(line.key(), saying.after(told, of(line.key()), line.reason()));
    }

    private void post(Receiver receiver, Message.Kind kind, String thread, List<Line> lines, int omitted) {
        messages.add(new Message(++lastNumber, receiver.name(), now, kind, thread, lines, omitted));
        List<Instant> times = new ArrayList<>(times(receiver.name()));
        times.add(now);
        Instant earliest = now.minus(receiver.budget().per().toDuration());
        times.removeIf(time -> !time.isAfter(earliest));
        sent.put(receiver.name(), List.copyOf(times));
    }

    private List<Instant> times(String receiver) {
        return sent.getOrDefault(receiver, List.of());
    }

    /** What healed, to each receiver that is for it; as long as one has no room left, all wait. */
    private void digest(Instant since) {
        NavigableMap<String, List<Line>> lines = new TreeMap<>();
        healed.forEach((subject, what) -> {
            Facts facts = new Facts(
                    subject, "", Severity.INFORMATION, Urgency.DIGEST, what.last(), 0, new TreeSet<>(), false);
            Line line = new Line(
                    subject,
                    Reason.HEALED,
                    subject,
                    Severity.INFORMATION,
                    Urgency.DIGEST,
                    what.last(),
                    0,
                    new TreeSet<>(),
                    since,
                    what.count(),
                    "");
            Routing.of(alerting.route(), facts).stream()
                    .flatMap(stop -> stop.route().receivers().stream())
                    .filter(receiver -> alerting.receivers().containsKey(receiver))
                    .distinct()
                    .forEach(receiver -> lines.computeIfAbsent(receiver, _ -> new ArrayList<>())
                            .add(line));
        });
        Optional<Instant> room = Optional.empty();
        for (String name : lines.keySet()) {
            Receiver receiver =
                    Optional.ofNullable(alerting.receivers().get(name)).orElseThrow();
            Allowance allowance = new Allowance(receiver.budget(), times(name), now);
            if (blocked.contains(name)) {
                room = Saying.earlier(room, Optional.of(now.plus(BLOCKED)));
            } else if (allowance.left(false) == 0) {
                room = Saying.earlier(room, Optional.of(allowance.again(false)));
            }
        }
        if (room.isPresent()) {
            look(room);
            return;
        }
        lines.forEach((name, all) -> {
            Receiver receiver =
                    Optional.ofNullable(alerting.receivers().get(name)).orElseThrow();
            all.sort(Comparator.comparing(Line::count, Collections.reverseOrder())
                    .thenComparing(Line::key));
            int shown = Math.min(MOST_LINES, all.size());
            post(receiver, Message.Kind.DIGEST, "", all.subList(0, shown), all.size() - shown);
        });
        healed = new TreeMap<>();
        digest = Optional.empty();
    }
}
