package upkeep.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import upkeep.base.TimeSpan;
import upkeep.rollout.End.Failure;
import upkeep.rollout.Track.Stage;

/**
 * A rollout on its way. Sets are taken one after the other; of a set, so many are restarted at once that no more than
 * {@code max-unavailable} are out of service, and the next only once these have proven themselves. Those that are out of
 * service anyway come first. If one does not prove itself, all that were touched go back the same way; if one that is back
 * is not well either, nothing more is done. With a canary time, the first of each set goes alone, and is watched for that long.
 *
 * <p>Immutable. Whoever carries it out looks at all members, asks {@link #decide}, does what is ordered, and tells how that
 * went. Times count from the beginning.
 */
public final class Course {

    private final Map<String, Track> tracks;
    private final Optional<TimeSpan> canary;
    private final Optional<Failure> cause;
    private final boolean isStopped;

    private Course(Map<String, Track> tracks, Optional<TimeSpan> canary, Optional<Failure> cause, boolean isStopped) {
        this.tracks = tracks;
        this.canary = canary;
        this.cause = cause;
        this.isStopped = isStopped;
    }

    /**
     * At its beginning.
     *
     * @param members in the order in which they are to be taken
     * @param canary for how long the first of each set is watched
     */
    public static Course of(List<Member> members, Optional<TimeSpan> canary) {
        Map<String, Track> tracks = new LinkedHashMap<>();
        members.forEach(member -> tracks.put(member.name(), Track.begin(member)));
        return new Course(tracks, canary, Optional.empty(), false);
    }

    private Course with(Map<String, Track> next) {
        return new Course(next, canary, cause, isStopped);
    }

    private Course failed(Map<String, Track> next, Failure failure) {
        return new Course(next, canary, Optional.of(failure), isStopped);
    }

    /** The same from which no more are taken; those that are on their way are watched for the usual time. */
    public Course stopped() {
        Map<String, Track> next = new LinkedHashMap<>(tracks);
        next.replaceAll((_, track) -> track.watchedFor(Optional.empty()));
        return new Course(next, Optional.empty(), cause, true);
    }

    /**
     * What is decided on.
     *
     * @param next the course from now on
     * @param order absent where there is nothing to do but to look again
     * @param end present once nothing is left to do at all
     */
    public record Decision(Course next, Optional<Order> order, Optional<End> end) {}

    /** Those that are out of service on purpose, or not proven to be in it. */
    public Set<String> away() {
        Set<String> away = new TreeSet<>();
        tracks.forEach((name, track) -> {
            switch (track.stage()) {
                case MOVING, PROVING, RETURNING, RETURNED -> {
                    if (!track.member().isReloaded()) {
                        away.add(name);
                    }
                }
                case EARLIER, PROVEN, RESTING, BACK, ASIDE -> {}
            }
        });
        return away;
    }

    /** Whether one was restarted and has not been well yet. */
    public boolean isStarting() {
        return tracks.values().stream()
                .anyMatch(track -> (track.is(Stage.PROVING) || track.is(Stage.RETURNED))
                        && track.held().isEmpty());
    }

    /** Decides by how all members were found at {@code now}. */
    public Decision decide(Duration now, Map<String, Look> looks) {
        Map<String, Track> next = new LinkedHashMap<>(tracks);
        Optional<Failure> failure = Optional.empty();
        for (Track track : tracks.values()) {
            Look look = looks.getOrDefault(track.member().name(), Look.NONE);
            Optional<Failure> fault = judge(next, track, look, now);
            failure = failure.or(() -> fault);
        }
        if (cause.isPresent()) {
            return failure.isPresent()
                    ? ended(with(next), new End.Stuck(cause.get(), failure.get()))
                    : back(next, cause.get(), now);
        }
        return failure.isPresent() ? fail(next, failure.get(), now) : forward(next, looks, now);
    }

    private static Decision ended(Course course, End end) {
        return new Decision(course, Optional.empty(), Optional.of(end));
    }

    private static Decision again(Course course) {
        return new Decision(course, Optional.empty(), Optional.empty());
    }

    /** Follows one member; of those that were not touched nothing is asked, and nothing of those that rest. */
    private Optional<Failure> judge(Map<String, Track> next, Track track, Look look, Duration now) {
        if (track.is(Stage.ASIDE) && look.isReady()) {
            next.put(track.member().name(), track.at(Stage.ASIDE, now));
        }
        boolean isForward = cause.isEmpty() && (track.is(Stage.PROVING) || track.is(Stage.PROVEN));
        if (!isForward && !track.is(Stage.RETURNED)) {
            return Optional.empty();
        }
        if (track.is(Stage.PROVEN) && look.phase() == Look.Phase.STOPPED) {
            next.put(track.member().name(), track.at(Stage.RESTING, now));
            return Optional.empty();
        }
        Track seen = track.seen(look, now);
        Optional<String> fault = seen.fault(look, now);
        if (fault.isEmpty() && seen.isProven(look, now) && !track.is(Stage.PROVEN)) {
            seen = seen.proven(track.is(Stage.PROVING) ? Stage.PROVEN : Stage.BACK, now);
        }
        next.put(track.member().name(), seen);
        return fault.map(text -> new Failure(track.member().name(), text));
    }

    private Decision forward(Map<String, Track> tracks, Map<String, Look> looks, Duration now) {
        List<Track> left = tracks.values().stream()
                .filter(track -> track.is(Stage.EARLIER) || track.is(Stage.PROVING))
                .toList();
        if (left.isEmpty()) {
            return ended(with(tracks), new End.Done());
        }
        boolean isUnderWay = left.stream().anyMatch(track -> track.is(Stage.PROVING));
        if (isStopped) {
            return isUnderWay
                    ? again(with(tracks))
                    : ended(
                            with(tracks),
                            new End.Stopped(left.stream()
                                    .map(track -> track.member().name())
                                    .toList()));
        }
        List<Track> set = set(tracks.values(), left.getFirst());
        boolean isFirst = set.stream().noneMatch(track -> track.is(Stage.PROVING) || track.is(Stage.PROVEN));
        List<String> chosen = chosen(set, looks);
        if (chosen.isEmpty()) {
            Optional<Failure> missing = isUnderWay ? Optional.empty() : missing(set, looks, now);
            return missing.isPresent() ? fail(tracks, missing.get(), now) : again(with(tracks));
        }
        if (canary.isPresent() && isFirst) {
            chosen = List.of(chosen.getFirst());
        }
        for (String name : chosen) {
            Optional<TimeSpan> time = isFirst ? canary : Optional.empty();
            tracks.computeIfPresent(name, (_, track) -> track.watchedFor(time).at(Stage.MOVING, now));
        }
        return new Decision(with(tracks), Optional.of(new Order.Move(chosen)), Optional.empty());
    }

    /** Who keeps the next from its turn, and does not come back. */
    private static Optional<Failure> missing(List<Track> set, Map<String, Look> looks, Duration now) {
        return set.stream()
                .filter(track -> track.isMissing(look(track, looks), now))
                .map(track -> new Failure(
                        track.member().name(),
                        "it is out of service, and no more than "
                                + track.member().update().maxUnavailable() + " of "
                                + track.member().set() + " may be: "
                                + look(track, looks).text()))
                .findFirst();
    }

    private static List<Track> set(Collection<Track> tracks, Track one) {
        return tracks.stream()
                .filter(track -> track.member().set().equals(one.member().set()))
                .toList();
    }

    /** Those to be restarted next. One that is out of service anyway makes that no worse. */
    private static List<String> chosen(List<Track> set, Map<String, Look> looks) {
        int most = set.getFirst().member().update().maxUnavailable();
        List<Track> left = set.stream().filter(track -> track.is(Stage.EARLIER)).toList();
        boolean isCanary = set.stream()
                .anyMatch(track -> track.is(Stage.PROVING) && track.canary().isPresent());
        if (isCanary) {
            return List.of();
        }
        long proving = set.stream().filter(track -> track.is(Stage.PROVING)).count();
        List<String> chosen = new ArrayList<>();
        for (Track track : left) {
            if (!isReady(track, looks) && proving + chosen.size() < most) {
                chosen.add(track.member().name());
            }
        }
        long away = proving
                + set.stream().filter(track -> isOut(track, look(track, looks))).count();
        for (Track track : left) {
            if (isReady(track, looks) && away < most) {
                chosen.add(track.member().name());
                away++;
            }
        }
        return chosen;
    }

    /** Whether it is out of service without a turn of its own; what the operator has stopped is not meant to be in it. */
    private static boolean isOut(Track track, Look look) {
        return switch (track.stage()) {
            case EARLIER, PROVEN -> !look.isReady();
            case ASIDE -> look.phase() != Look.Phase.STOPPED && !look.isReady();
            case MOVING, PROVING, RESTING, RETURNING, RETURNED, BACK -> false;
        };
    }

    private static Look look(Track track, Map<String, Look> looks) {
        return looks.getOrDefault(track.member().name(), Look.NONE);
    }

    private static boolean isReady(Track track, Map<String, Look> looks) {
        return look(track, looks).isReady();
    }

    private Decision fail(Map<String, Track> tracks, Failure failure, Duration now) {
        return isRolledBack(tracks, failure)
                ? back(tracks, failure, now)
                : ended(failed(tracks, failure), new End.Left(failure));
    }

    private static boolean isRolledBack(Map<String, Track> tracks, Failure failure) {
        Track track = tracks.get(failure.name());
        return track != null && track.member().update().rollback();
    }

    /** Those that have not proven themselves go back first, and together; then the others, as they came. */
    private Decision back(Map<String, Track> tracks, Failure cause, Duration now) {
        Course course = failed(tracks, cause);
        if (tracks.values().stream().anyMatch(track -> track.is(Stage.RETURNED))) {
            return again(course);
        }
        List<Track> left = tracks.values().stream().filter(Track::hasLeft).toList();
        if (left.isEmpty()) {
            return ended(course, new End.Returned(cause));
        }
        List<String> worst = left.stream()
                .filter(track -> track.is(Stage.PROVING)
                        || track.is(Stage.MOVING)
                        || track.member().name().equals(cause.name()))
                .map(track -> track.member().name())
                .toList();
        List<String> chosen = worst.isEmpty() ? List.of(left.getLast().member().name()) : worst;
        chosen.forEach(name -> tracks.computeIfPresent(name, (_, track) -> track.at(Stage.RETURNING, now)));
        return new Decision(course, Optional.of(new Order.Return(chosen)), Optional.empty());
    }

    /**
     * The course after an order was carried out; it orders nothing, but may have come to its end.
     *
     * @param faults what went wrong with whom
     * @param resting those that are stopped, and were left so
     */
    public Decision carriedOut(Order order, Duration now, Map<String, String> faults, Set<String> resting) {
        Map<String, Track> next = new LinkedHashMap<>(tracks);
        for (String name : order.names()) {
            next.computeIfPresent(name, (_, track) -> switch (order) {
                case Order.Move _ -> track.at(resting.contains(name) ? Stage.RESTING : Stage.PROVING, now);
                case Order.Return _ -> track.at(resting.contains(name) ? Stage.BACK : Stage.RETURNED, now);
            });
        }
        Optional<Failure> failure = order.names().stream()
                .filter(faults::containsKey)
                .map(name -> new Failure(name, faults.getOrDefault(name, "")))
                .findFirst();
        if (failure.isEmpty()) {
            return again(with(next));
        }
        if (cause.isPresent()) {
            return ended(with(next), new End.Stuck(cause.get(), failure.get()));
        }
        Course failed = failed(next, failure.get());
        return isRolledBack(next, failure.get()) ? again(failed) : ended(failed, new End.Left(failure.get()));
    }
}
