package upkeep.base;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what would have to wait for itself, among units of a spec or of a machine. Depth first, without recursion: a chain may be
 * as long as whoever wrote it likes.
 */
public final class Cycles<N extends Comparable<N>> {

    /**
     * That one thing waits for another, and where it is said.
     *
     * @param isNeed whether it must be well, and not only begun
     */
    public record Edge<N>(N to, SourcePos position, boolean isNeed) {}

    /**
     * Things that wait for one another: each for the next, and the last for the first. {@code closing} is that edge, and one
     * that is written somewhere, if any of them is.
     */
    public record Cycle<N>(List<N> members, Edge<N> closing, boolean hasNeed) {

        /** The shortest one that is closed by the same; without members if there is none. */
        private Cycle<N> shortest(Map<N, List<Edge<N>>> edges) {
            N from = members.getLast();
            boolean isClosed = edges.getOrDefault(from, List.of()).stream()
                    .anyMatch(edge -> edge.to().equals(closing.to()));
            return new Cycle<>(isClosed ? way(closing.to(), from, edges) : List.of(), closing, hasNeed);
        }
    }

    private record Step<N>(Edge<N> edge, Iterator<Edge<N>> rest) {}

    /** Each may take a walk through everything, which must not last. */
    private static final int MOST = 100;

    private final Map<N, List<Edge<N>>> edges;
    private final Set<N> done = new HashSet<>();
    private final Set<Set<N>> told = new HashSet<>();
    private final List<Cycle<N>> found = new ArrayList<>();

    private Cycles(Map<N, List<Edge<N>>> edges) {
        this.edges = edges;
    }

    /** At least one cycle of each group of things that wait for one another; an edge to itself is none. */
    public static <N extends Comparable<N>> List<Cycle<N>> in(Map<N, List<Edge<N>>> edges) {
        Cycles<N> cycles = new Cycles<>(edges);
        edges.keySet().stream().sorted().forEach(cycles::walk);
        return cycles.found;
    }

    /**
     * The same, and those that come to light once what closes these is taken away: so all are told of at once, up to a bound,
     * each by the shortest way around.
     */
    public static <N extends Comparable<N>> List<Cycle<N>> all(Map<N, List<Edge<N>>> edges) {
        Map<N, List<Edge<N>>> left = new LinkedHashMap<>();
        edges.forEach((from, each) -> left.put(from, new ArrayList<>(each)));
        List<Cycle<N>> all = new ArrayList<>();
        List<Cycle<N>> found = in(left);
        while (!found.isEmpty() && all.size() < MOST) {
            List<Cycle<N>> shortestFirst = found.stream()
                    .limit(MOST)
                    .map(cycle -> cycle.shortest(left))
                    .sorted(Comparator.comparingInt(cycle -> cycle.members().size()))
                    .toList();
            for (Cycle<N> cycle : shortestFirst) {
                // What closes one that was told of may have been on the way around this one, too.
                Cycle<N> now = cycle.shortest(left);
                if (!now.members().isEmpty() && all.size() < MOST) {
                    all.add(now);
                    left.getOrDefault(now.members().getLast(), new ArrayList<>())
                            .removeIf(edge -> edge.to().equals(now.closing().to()));
                }
            }
            found = in(left);
        }
        return all;
    }

    /** The shortest way, both ends included; empty if there is none. */
    private static <N> List<N> way(N from, N to, Map<N, List<Edge<N>>> edges) {
        Map<N, N> reachedFrom = new LinkedHashMap<>();
        Deque<N> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty() && !reachedFrom.containsKey(to)) {
            N at = next.removeFirst();
            for (Edge<N> edge : edges.getOrDefault(at, List.of())) {
                if (!edge.to().equals(from) && reachedFrom.putIfAbsent(edge.to(), at) == null) {
                    next.addLast(edge.to());
                }
            }
        }
        List<N> way = new ArrayList<>();
        Optional<N> at = Optional.of(to).filter(it -> it.equals(from) || reachedFrom.containsKey(it));
        while (at.isPresent()) {
            way.addFirst(at.get());
            at = Optional.ofNullable(reachedFrom.get(at.get()));
        }
        return way;
    }

    private void walk(N start) {
        if (done.contains(start)) {
            return;
        }
        Deque<Step<N>> path = new ArrayDeque<>();
        Set<N> onPath = new HashSet<>();
        enter(path, onPath, new Edge<>(start, SourcePos.NONE, false));
        while (!path.isEmpty()) {
            Step<N> step = path.getLast();
            if (!step.rest().hasNext()) {
                path.removeLast();
                onPath.remove(step.edge().to());
                done.add(step.edge().to());
                continue;
            }
            Edge<N> next = step.rest().next();
            if (next.to().equals(step.edge().to())) {
                continue;
            }
            if (onPath.contains(next.to())) {
                close(path, next);
            } else if (!done.contains(next.to()) && edges.containsKey(next.to())) {
                enter(path, onPath, next);
            }
        }
    }

    private void enter(Deque<Step<N>> path, Set<N> onPath, Edge<N> edge) {
        path.addLast(new Step<>(edge, edges.getOrDefault(edge.to(), List.of()).iterator()));
        onPath.add(edge.to());
    }

    private void close(Deque<Step<N>> path, Edge<N> closing) {
        // Each leads to the next one's member; the edge by which the walk came to the first is not part of the cycle.
        List<Edge<N>> around = new ArrayList<>();
        for (Step<N> step : path) {
            if (!around.isEmpty()) {
                around.add(step.edge());
            } else if (step.edge().to().equals(closing.to())) {
                around.add(closing);
            }
        }
        while (around.getFirst().position().equals(SourcePos.NONE)
                && around.stream().anyMatch(edge -> !edge.position().equals(SourcePos.NONE))) {
            around.addFirst(around.removeLast());
        }
        List<N> members = around.stream().map(Edge::to).toList();
        if (told.add(Set.copyOf(members))) {
            found.add(new Cycle<>(members, around.getFirst(), around.stream().anyMatch(Edge::isNeed)));
        }
    }
}
