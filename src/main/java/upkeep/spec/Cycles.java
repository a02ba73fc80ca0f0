package upkeep.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import upkeep.base.SourcePos;

/** Finds what would have to wait for itself. Depth first, without recursion: a chain may be as long as the file allows. */
final class Cycles<N extends Comparable<N>> {

    /** That one thing waits for another, and where it is said. */
    record Edge<N>(N to, SourcePos position, boolean isNeed) {}

    /**
     * Things that wait for one another: each for the next, and the last for the first.
     *
     * @param edges in that order, the last to the first
     */
    record Cycle<N>(List<N> members, List<Edge<N>> edges) {

        /** The one that makes it a cycle. */
        Edge<N> closing() {
            return edges.getLast();
        }

        boolean hasNeed() {
            return edges.stream().anyMatch(Edge::isNeed);
        }
    }

    private record Step<N>(Edge<N> edge, Iterator<Edge<N>> rest) {}

    private final Map<N, List<Edge<N>>> edges;
    private final Set<N> done = new HashSet<>();
    private final Set<Set<N>> told = new HashSet<>();
    private final List<Cycle<N>> found = new ArrayList<>();

    private Cycles(Map<N, List<Edge<N>>> edges) {
        this.edges = edges;
    }

    /** At least one cycle of each group of things that wait for one another; an edge to itself is none. */
    static <N extends Comparable<N>> List<Cycle<N>> in(Map<N, List<Edge<N>>> edges) {
        Cycles<N> cycles = new Cycles<>(edges);
        edges.keySet().stream().sorted().forEach(cycles::walk);
        return cycles.found;
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
        List<N> members = new ArrayList<>();
        List<Edge<N>> inside = new ArrayList<>();
        for (Step<N> step : path) {
            // The edge that leads to the first member is not part of the cycle.
            if (!members.isEmpty()) {
                inside.add(step.edge());
            }
            if (!members.isEmpty() || step.edge().to().equals(closing.to())) {
                members.add(step.edge().to());
            }
        }
        inside.add(closing);
        if (told.add(Set.copyOf(members))) {
            found.add(new Cycle<>(members, inside));
        }
    }
}
