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
import upkeep.rollout.End.Failure;
import upkeep.rollout.Track.Stage;

/**
 * A rollout on its way. Sets are taken one after the other; of a set, so many are restarted at once that no more than
 * {@code max-unavailable} are out of service, and the next only once these have proven themselves. Those that are out of
 * service anyway come first. If one does not prove itself, all that were touched go back the same way; if one that is back
 * is not well either, nothing more is done.
 *
 * <p>Immutable. Whoever carries it out looks at all members, asks {@link #decide}, does what is ordered, and tells how that
 * went. Times count from the beginning.
 */
public final class Course {

    private final Map<String, Track> tracks;
    private final Optional<Failure> cause;

    private Course(Map<String, Track> tracks, Optional<Failure> cause) {
        this.tracks = tracks;
        this.cause = cause;
    }

    /** At its beginning, with the members in the order in which they are to be taken. */
    public static Course of(List<Member> members) {
        Map<String, Track> tracks = new LinkedHashMap<>();
        members.forEach(member -> tracks.put(member.name(), Track.begin(member)));
        return new Course(tracks, Optional.empty());
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
                case MOVING, PROVING, RETURNING, RETURNED -> away.add(name);
                case EARLIER, PROVEN, RESTING, BACK -> {}
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
                    ? ended(next, cause, new End.Stuck(cause.get(), failure.get()))
                    : back(next, cause.get(), now);
        }
        return failure.isPresent() ? failed(next, failure.get(), now) : forward(next, looks, now);
    }

    private static Decision ended(Map<String, Track> tracks, Optional<Failure> cause, End end) {
        return new Decision(new Course(tracks, cause), Optional.empty(), Optional.of(end));
    }

    /** Follows one member; of those that were not touched nothing is asked, and nothing of those that rest. */
    private Optional<Failure> judge(Map<String, Track> next, Track track, Look look, Duration now) {
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
            Stage stage = track.is(Stage.PROVING) ? Stage.PROVEN : Stage.BACK;
            seen = new Track(track.member(), stage, now, seen.held(), seen.streaks(), seen.restarts());
        }
        next.put(track.member().name(), seen);
        return fault.map(text -> new Failure(track.member().name(), text));
    }

    private static Decision forward(Map<String, Track> tracks, Map<String, Look> looks, Duration now) {
        Optional<Track> first = tracks.values().stream()
                .filter(track -> !track.is(Stage.PROVEN) && !track.is(Stage.RESTING))
                .findFirst();
        if (first.isEmpty()) {
            return ended(tracks, Optional.empty(), new End.Done());
        }
        List<Track> set = set(tracks.values(), first.get());
        List<String> chosen = chosen(set, looks);
        if (chosen.isEmpty()) {
            return new Decision(new Course(tracks, Optional.empty()), Optional.empty(), Optional.empty());
        }
        chosen.forEach(name -> tracks.computeIfPresent(name, (_, track) -> track.at(Stage.MOVING, now)));
        return new Decision(
                new Course(tracks, Optional.empty()), Optional.of(new Order.Move(chosen)), Optional.empty());
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
        long proving = set.stream().filter(track -> track.is(Stage.PROVING)).count();
        List<String> chosen = new ArrayList<>();
        for (Track track : left) {
            if (!isReady(track, looks) && proving + chosen.size() < most) {
                chosen.add(track.member().name());
            }
        }
        long away = proving
                + set.stream()
                        .filter(track -> track.is(Stage.EARLIER) || track.is(Stage.PROVEN))
                        .filter(track -> !isReady(track, looks))
                        .count();
        for (Track track : left) {
            if (isReady(track, looks) && away < most) {
                chosen.add(track.member().name());
                away++;
            }
        }
        return chosen;
    }

    private static boolean isReady(Track track, Map<String, Look> looks) {
        return looks.getOrDefault(track.member().name(), Look.NONE).isReady();
    }

    private static Decision failed(Map<String, Track> tracks, Failure failure, Duration now) {
        return isRolledBack(tracks, failure)
                ? back(tracks, failure, now)
                : ended(tracks, Optional.of(failure), new End.Left(failure));
    }

    private static boolean isRolledBack(Map<String, Track> tracks, Failure failure) {
        Track track = tracks.get(failure.name());
        return track != null && track.member().update().rollback();
    }

    /** Those that have not proven themselves go back first, and together; then the others, as they came. */
    private static Decision back(Map<String, Track> tracks, Failure cause, Duration now) {
        Course course = new Course(tracks, Optional.of(cause));
        if (tracks.values().stream().anyMatch(track -> track.is(Stage.RETURNED))) {
            return new Decision(course, Optional.empty(), Optional.empty());
        }
        List<Track> left = tracks.values().stream().filter(Track::hasLeft).toList();
        if (left.isEmpty()) {
            return ended(tracks, Optional.of(cause), new End.Returned(cause));
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
            return new Decision(new Course(next, cause), Optional.empty(), Optional.empty());
        }
        if (cause.isPresent()) {
            return ended(next, cause, new End.Stuck(cause.get(), failure.get()));
        }
        return isRolledBack(next, failure.get())
                ? new Decision(new Course(next, failure), Optional.empty(), Optional.empty())
                : ended(next, failure, new End.Left(failure.get()));
    }
}
