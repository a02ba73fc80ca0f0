package upkeep.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How near an expression is to having been true for long, or often, enough. It begins anew at each change of the rule's
 * state. Every form is bounded by the numbers of its {@link Persistence}; moments are monotonic nanoseconds.
 */
sealed interface Progress {

    Persistence persistence();

    /** With one more sample, whose truth is known. */
    Progress next(boolean isTrue, long now, long longestPause);

    /** Whether that is enough. */
    boolean isMet();

    /** Whether a rule that holds, and has no other end, is over. Asked after {@link #next} only. */
    boolean isOver();

    /** The beginning; {@code now} is the moment of the last change, or of the first sample. */
    static Progress begin(Persistence persistence, long now) {
        return switch (persistence) {
            case Persistence.Once once -> new Now(once, false);
            case Persistence.Lasting lasting -> new Row(lasting, Optional.empty(), now);
            case Persistence.InRow inRow -> new Counted(inRow, 0);
            case Persistence.Often often -> new Times(often, List.of(), now, now);
            case Persistence.OftenOfChecks often -> new Checks(often, List.of());
        };
    }

    record Now(Persistence.Once persistence, boolean isMet) implements Progress {
        @Override
        public Progress next(boolean isTrue, long now, long longestPause) {
            return new Now(persistence, isTrue);
        }

        @Override
        public boolean isOver() {
            return !isMet;
        }
    }

    /** Samples that were all true, from {@code begun} to {@code last}. */
    record Row(Persistence.Lasting persistence, Optional<Long> begun, long last) implements Progress {
        @Override
        public Progress next(boolean isTrue, long now, long longestPause) {
            if (!isTrue) {
                return new Row(persistence, Optional.empty(), now);
            }
            boolean isUnbroken = now - last <= longestPause;
            return new Row(
                    persistence, Optional.of(begun.filter(_ -> isUnbroken).orElse(now)), now);
        }

        @Override
        public boolean isMet() {
            return begun.filter(from -> last - from >= persistence.span().microseconds() * 1_000)
                    .isPresent();
        }

        @Override
        public boolean isOver() {
            return begun.isEmpty();
        }
    }

    /** So many checks in a row. */
    record Counted(Persistence.InRow persistence, int row) implements Progress {
        @Override
        public Progress next(boolean isTrue, long now, long longestPause) {
            return new Counted(persistence, isTrue ? Math.min(row + 1, persistence.checks()) : 0);
        }

        @Override
        public boolean isMet() {
            return row >= persistence.checks();
        }

        @Override
        public boolean isOver() {
            return row == 0;
        }
    }

    /** The newest true samples of the window that ends {@code now}; no more than are asked for. */
    record Times(Persistence.Often persistence, List<Long> hits, long since, long now) implements Progress {
        public Times {
            hits = List.copyOf(hits);
        }

        @Override
        public Progress next(boolean isTrue, long at, long longestPause) {
            List<Long> kept = new ArrayList<>(
                    hits.stream().filter(hit -> at - hit < span()).toList());
            if (isTrue) {
                kept.add(at);
            }
            return new Times(
                    persistence, kept.subList(Math.max(0, kept.size() - persistence.times()), kept.size()), since, at);
        }

        @Override
        public boolean isMet() {
            return hits.size() >= persistence.times();
        }

        @Override
        public boolean isOver() {
            return !isMet() && now - since >= span();
        }

        private long span() {
            return persistence.within().microseconds() * 1_000;
        }
    }

    /** The truth of the newest checks, oldest first. */
    record Checks(Persistence.OftenOfChecks persistence, List<Boolean> newest) implements Progress {
        public Checks {
            newest = List.copyOf(newest);
        }

        @Override
        public Progress next(boolean isTrue, long now, long longestPause) {
            List<Boolean> more = new ArrayList<>(newest);
            more.add(isTrue);
            return new Checks(persistence, more.subList(Math.max(0, more.size() - persistence.checks()), more.size()));
        }

        @Override
        public boolean isMet() {
            return newest.stream().filter(isTrue -> isTrue).count() >= persistence.times();
        }

        @Override
        public boolean isOver() {
            return !isMet() && newest.size() == persistence.checks();
        }
    }
}
