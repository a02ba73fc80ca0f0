package upkeep.rollout;

import java.util.List;

/** How a rollout came to its end. */
public sealed interface End {

    /** All were taken, and have proven themselves. */
    record Done() implements End {}

    /** One did not prove itself; all run their earlier units again, and have proven themselves. */
    record Returned(Failure cause) implements End {}

    /** One did not prove itself, and it is left at that. */
    record Left(Failure cause) implements End {}

    /** One did not prove itself, nor did one with its earlier unit; nothing more is tried. */
    record Stuck(Failure cause, Failure next) implements End {}

    /** Somebody asked to stop; all that were taken have proven themselves, and these were not taken. */
    record Stopped(List<String> left) implements End {
        public Stopped {
            left = List.copyOf(left);
        }
    }

    /** A service and what was wrong with it. */
    record Failure(String name, String text) {
        @Override
        public String toString() {
            return name + ": " + text;
        }
    }
}
