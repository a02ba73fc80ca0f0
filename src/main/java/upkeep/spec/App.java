package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import upkeep.base.SourcePos;

/**
 * Services and checks that are one thing to those who use them. Its members are its parts, where each instance of a service is a
 * member of its own.
 *
 * @param parts names of services and checks, in the order in which they are written; each is a part of no other app
 * @param essential those without which it is down
 */
public record App(String name, SourcePos position, List<String> parts, Set<String> essential, Quorum quorum) {

    public App {
        parts = List.copyOf(parts);
        essential = Set.copyOf(essential);
    }

    /** The same of those of its parts that are still there; nothing if none is. */
    Optional<App> of(Predicate<String> isThere) {
        List<String> left = parts.stream().filter(isThere).toList();
        Set<String> needed = essential.stream().filter(isThere).collect(Collectors.toSet());
        return left.isEmpty() ? Optional.empty() : Optional.of(new App(name, position, left, needed, quorum));
    }

    /**
     * How many of its members must be well, or it is down.
     *
     * @param count at least 1; none for all of them
     */
    public record Quorum(OptionalInt count) {
        static final Quorum ALL = new Quorum(OptionalInt.empty());
        static final Quorum ANY = new Quorum(OptionalInt.of(1));

        /** The same of so many members as there are. */
        public int of(int members) {
            return Math.min(count.orElse(members), members);
        }
    }
}
