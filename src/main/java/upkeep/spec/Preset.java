package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of service, as the file that describes it has it, with {@code ${NAME}} where a user of it has his say,
 * and {@code ${service}} for the name of his service.
 *
 * @param service what it says of the service
 * @param checks the checks that come with the service, by the ending of their names
 */
record Preset(
        Optional<String> description,
        SortedMap<String, Parameter> parameters,
        Node.Mapping service,
        Node.Mapping checks) {

    /** A doubled dollar sign stands for a single one, as everywhere. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\$\\{([a-z0-9-]+)}");

    /** What a user of the preset says; he must, where there is no {@code fallback}. */
    record Parameter(Optional<String> description, Optional<String> fallback) {}

    Preset {
        parameters = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    PresetDescription described(Source source) {
        SortedMap<String, Optional<String>> defaults = new TreeMap<>();
        parameters.forEach((name, parameter) -> defaults.put(name, parameter.fallback()));
        Optional<String> adopts = Optional.ofNullable(service.entries().get("adopt"))
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(unit -> ((Node.Scalar) unit).text());
        return new PresetDescription(source, description, adopts, defaults);
    }

    /** The same with its placeholders filled in; those of others, such as {@code ${port}}, stay. */
    Preset with(Map<String, String> values) {
        return new Preset(description, parameters, filled(service, values), filled(checks, values));
    }

    private static Node.Mapping filled(Node.Mapping mapping, Map<String, String> values) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, entry) ->
                        entries.put(key, new Node.Entry(key, entry.keyPosition(), filled(entry.value(), values))));
        return new Node.Mapping(mapping.position(), entries);
    }

    private static Node filled(Node node, Map<String, String> values) {
        return switch (node) {
            case Node.Mapping mapping -> filled(mapping, values);
            case Node.Sequence sequence ->
                new Node.Sequence(
                        sequence.position(),
                        sequence.items().stream()
                                .map(item -> filled(item, values))
                                .toList());
            case Node.Scalar scalar -> filled(scalar, values);
        };
    }

    private static Node.Scalar filled(Node.Scalar scalar, Map<String, String> values) {
        String text = PLACEHOLDER
                .matcher(scalar.text())
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
        return text.equals(scalar.text()) ? scalar : new Node.Scalar(scalar.position(), text, scalar.quoted(), text);
    }
}
