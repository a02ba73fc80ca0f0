package upkeep.spec;

/** One spec file: the name that problems are reported under, and its text. */
public record Source(String name, String text) {}
