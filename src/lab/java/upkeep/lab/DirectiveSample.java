package upkeep.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.unit.Directives;

/**
 * A directive with a value, and what systemd makes of it; from {@code unit/samples.txt}, which explains its lines.
 *
 * @param values what is assigned, in order
 * @param needed assignments without which systemd would complain, {@code Key=value}
 */
record DirectiveSample(String section, String key, List<String> values, List<String> needed, Outcome outcome) {

    private static final Pattern LINE =
            Pattern.compile("(\\w+) = (.*?)(?: ## (.*?))? =>(257)? (?:(not shown|not taken): .+|(\\w+)([=~])(.*))");

    /** What is to be seen of it. */
    sealed interface Outcome {

        /** The property has the value; with {@code words} it has at least the words of it. */
        record Shown(String property, String value, boolean words, boolean newestOnly) implements Outcome {}

        /** systemd takes it, and shows it nowhere. */
        record NotShown() implements Outcome {}

        /** systemd ignores it with a complaint. */
        record NotTaken() implements Outcome {}
    }

    /** The version of systemd that knows all values of it. */
    int since() {
        return values.stream()
                .mapToInt(value -> Directives.find(section, key).orElseThrow().since(value))
                .max()
                .orElse(0);
    }

    /** Every sample, once for each section that has it. */
    static List<DirectiveSample> all() {
        List<DirectiveSample> samples = new ArrayList<>();
        List<String> sections = List.of();
        for (String line : lines("samples.txt")) {
            if (line.startsWith("[")) {
                sections = Arrays.asList(line.substring(1, line.length() - 1).split(" ", -1));
            } else {
                for (String section : sections) {
                    samples.add(read(section, line));
                }
            }
        }
        return samples;
    }

    /** The lines of a resource about units that are no comments. */
    static List<String> lines(String resource) {
        try (InputStream stream = DirectiveSample.class.getResourceAsStream("/unit/" + resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource unit/" + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static DirectiveSample read(String section, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("no sample: " + line);
        }
        Outcome outcome = matcher.group(5) == null
                ? new Outcome.Shown(
                        matcher.group(6), matcher.group(8), matcher.group(7).equals("~"), matcher.group(4) != null)
                : matcher.group(5).equals("not shown") ? new Outcome.NotShown() : new Outcome.NotTaken();
        List<String> values =
                Arrays.stream(matcher.group(2).split(" ?;; ?", -1)).toList();
        List<String> needed = matcher.group(3) == null ? List.of() : List.of(matcher.group(3));
        return new DirectiveSample(section, matcher.group(1), values, needed, outcome);
    }
}
