package upkeep.unit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.base.Checked;

/**
 * A unit file as a value: every line of it, in order, so that {@link #text()} gives back what was parsed, byte for byte.
 * The syntax is that of systemd.syntax(7): CR and NUL end a line as LF does, a backslash at the end joins a line with
 * the next that is no comment, {@code #} and {@code ;} begin a comment only at the start of a line.
 */
public record UnitFile(List<Item> items) {

    /** The longest text that is parsed, in characters, and the longest line, as in systemd. */
    public static final int MAXIMUM_LENGTH = 1 << 20;

    /** The most assignments a file may have. */
    public static final int MAXIMUM_ASSIGNMENTS = 10_000;

    public UnitFile {
        items = List.copyOf(items);
    }

    /** A piece of the file; {@code raw} is its exact text, line ends included. */
    public sealed interface Item {
        String raw();
    }

    /** {@code [Name]}. */
    public record Section(String name, int line, String raw) implements Item {}

    /**
     * {@code Key=value}, continuation lines joined, blanks around key and value removed; nothing is unquoted. An empty
     * value resets a list.
     *
     * @param section the section it stands in
     * @param line the first line of it, from 1
     */
    public record Assignment(String section, String key, String value, int line, String raw) implements Item {}

    /** Comments and empty lines. */
    public record Filler(String raw) implements Item {}

    /** Reads {@code text}; problems are reported under the name {@code file}. */
    public static Checked<UnitFile> parse(String file, String text) {
        return new UnitFileParser(file, text).parse();
    }

    /** All assignments in file order. */
    public List<Assignment> assignments() {
        return items.stream()
                .filter(Assignment.class::isInstance)
                .map(Assignment.class::cast)
                .toList();
    }

    /** The values of one directive in file order, those after the last reset; sections of the same name count as one. */
    public List<String> values(String section, String key) {
        List<String> all = assignments().stream()
                .filter(assignment ->
                        assignment.section().equals(section) && assignment.key().equals(key))
                .map(Assignment::value)
                .toList();
        return all.subList(all.lastIndexOf("") + 1, all.size());
    }

    /** The value in force of a directive that takes one: the last. */
    public Optional<String> value(String section, String key) {
        List<String> values = values(section, key);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** The file as it was parsed. */
    public String text() {
        return items.stream().map(Item::raw).collect(Collectors.joining());
    }
}
