package upkeep.spec;

import java.util.List;

/** How the value of a key is written. */
sealed interface Form {

    /** A single value, which may be left out. */
    record Value<T>(Kind<T> kind) implements Form {}

    /**
     * A single value with a default that is always the same.
     *
     * @param usual what holds where nothing is written
     */
    record Usual<T>(Kind<T> kind, T usual) implements Form {}

    /** One value, or a list of them. */
    record Values<T>(Kind<T> kind) implements Form {}

    /** A program with its arguments: a list, or one text that is split. */
    record Command() implements Form {}

    /** What has keys. */
    sealed interface Keyed extends Form {
        Vocabulary vocabulary();
    }

    /** A map. */
    record Map(Vocabulary vocabulary) implements Keyed {}

    /**
     * A map, or a single value in place of one with that key alone.
     *
     * @param standIns for which keys it can stand; one that the map does not have is a switch, which says that the map is
     *     meant and leaves it empty
     */
    record Brief(Vocabulary vocabulary, List<Key<?>> standIns) implements Keyed {
        public Brief {
            standIns = List.copyOf(standIns);
        }
    }

    /**
     * A map whose keys are names that the user gives.
     *
     * @param pattern what every such name matches as a whole; others may match as well
     * @param vocabulary the same, as keys that are not known here
     */
    record Names<F extends Form>(F each, String pattern, Vocabulary vocabulary) implements Keyed {

        Names(F each, String pattern) {
            this(each, pattern, Vocabulary.free(each));
        }

        /** The key for one of the names. */
        Key<F> named(String name) {
            return new Key<>(name, each);
        }
    }

    /** A list, or what could stand alone in one. */
    record Items<F extends Form>(F each) implements Form {}
}
