package upkeep.rollout;

import java.util.List;

/** What is to be done next: files put in force, and their units restarted, all in one go. */
public sealed interface Order {

    List<String> names();

    /** Forward: with the new units, if there are any. */
    record Move(List<String> names) implements Order {
        public Move {
            names = List.copyOf(names);
        }
    }

    /** The earlier units again. */
    record Return(List<String> names) implements Order {
        public Return {
            names = List.copyOf(names);
        }
    }
}
