package upkeep.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to one value in a JSON text: {@code $.jobs[0].state}, {@code $['a name']}. Of JSONPath (RFC 9535) it has names and
 * indexes, and nothing that could stand for several values.
 */
public record JsonPath(List<Step> steps) {

    /** The deepest that a value can lie. */
    public static final int MOST_STEPS = 32;

    private static final Pattern STEP = Pattern.compile(
            "\\.([A-Za-z_][A-Za-z0-9_-]*)|\\[(0|[1-9][0-9]{0,6})]|\\['([^'\\\\]+)']|\\[\"([^\"\\\\]+)\"]");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    public sealed interface Step {}

    /** Into an object. */
    public record Name(String name) implements Step {
        @Override
        public String toString() {
            String quote = name.contains("'") ? "\"" : "'";
            return name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? "." + name : "[" + quote + name + quote + "]";
        }
    }

    /** Into an array, counted from 0. */
    public record Index(int index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    public static Optional<JsonPath> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text).region(1, text.length());
        while (matcher.lookingAt()) {
            steps.add(step(matcher));
            matcher.region(matcher.end(), text.length());
        }
        return matcher.regionStart() == text.length() && steps.size() <= MOST_STEPS
                ? Optional.of(new JsonPath(steps))
                : Optional.empty();
    }

    private static Step step(Matcher found) {
        String index = found.group(2);
        if (index != null) {
            return new Index(Integer.parseInt(index));
        }
        String quoted = found.group(3) == null ? found.group(4) : found.group(3);
        return new Name(quoted == null ? found.group(1) : quoted);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("$");
        steps.forEach(text::append);
        return text.toString();
    }
}
