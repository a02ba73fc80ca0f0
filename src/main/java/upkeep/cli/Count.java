package upkeep.cli;

/** A number with its noun. */
final class Count {

    private Count() {}

    static String of(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
