package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Lays what a user writes over what a preset says: maps merge, rules are added, and any other value takes the place of
 * the preset's. The plain word {@code none} takes away what the preset says, unless it says something of its own there.
 */
final class Overlay {

    private static final String NONE = "none";

    /** The keys of hardening to which {@code none} is a value; taken for a lack of one it would loosen what it shall tighten. */
    private static final Set<String> MEANING_NONE = Set.of(HardeningKeys.LEVEL.name(), HardeningKeys.NETWORK.name());

    private Overlay() {}

    static Node.Mapping service(Node.Mapping preset, Node.Mapping written) {
        return maps(preset, written, Set.of(), Overlay::ofService);
    }

    /** Checks by their names: the written ones, and those of the preset that nobody wanted away. */
    static Node.Mapping checks(Map<String, Node.Entry> preset, Node.Mapping written) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>(written.entries());
        preset.forEach((name, given) -> {
            Node.Entry own = entries.remove(name);
            if (own == null || !isNone(own.value())) {
                entries.put(name, own == null ? given : check(given, own));
            }
        });
        return new Node.Mapping(written.position(), entries);
    }

    /** In quotes it is a text like any other. */
    private static boolean isNone(Node node) {
        return node instanceof Node.Scalar scalar
                && !scalar.quoted()
                && scalar.text().equals(NONE);
    }

    private static Node.Mapping maps(
            Node.Mapping preset, Node.Mapping written, Set<String> meaningNone, BinaryOperator<Node.Entry> both) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>(preset.entries());
        for (Node.Entry own : written.entries().values()) {
            Node.Entry given = entries.get(own.key());
            if (given != null && isNone(own.value()) && !meaningNone.contains(own.key())) {
                entries.remove(own.key());
            } else {
                entries.put(own.key(), given == null ? own : both.apply(given, own));
            }
        }
        return new Node.Mapping(written.position(), entries);
    }

    private static Node.Entry ofService(Node.Entry preset, Node.Entry own) {
        return switch (own.key()) {
            case "rules" -> appended(preset, own);
            case "probes" -> merged(preset, own, Overlay::check);
            case "hardening" -> merged(preset, own, MEANING_NONE, Overlay::value);
            default -> value(preset, own);
        };
    }

    /** A check that looks at something else has nothing in common with the preset's but the name. */
    private static Node.Entry check(Node.Entry preset, Node.Entry own) {
        if (preset.value() instanceof Node.Mapping given
                && own.value() instanceof Node.Mapping written
                && !kinds(written).isEmpty()
                && !kinds(written).equals(kinds(given))) {
            return own;
        }
        return merged(preset, own, Overlay::ofCheck);
    }

    private static List<String> kinds(Node.Mapping check) {
        return TargetKeys.ALL.stream()
                .map(Key::name)
                .filter(check.entries()::containsKey)
                .toList();
    }

    private static Node.Entry ofCheck(Node.Entry preset, Node.Entry own) {
        return own.key().equals("rules") ? appended(preset, own) : value(preset, own);
    }

    private static Node.Entry value(Node.Entry preset, Node.Entry own) {
        return merged(preset, own, Overlay::value);
    }

    private static Node.Entry merged(Node.Entry preset, Node.Entry own, BinaryOperator<Node.Entry> both) {
        return merged(preset, own, Set.of(), both);
    }

    private static Node.Entry merged(
            Node.Entry preset, Node.Entry own, Set<String> meaningNone, BinaryOperator<Node.Entry> both) {
        return switch (preset.value()) {
            case Node.Mapping given
            when own.value() instanceof Node.Mapping written ->
                new Node.Entry(own.key(), own.keyPosition(), maps(given, written, meaningNone, both));
            // "probes:" with nothing below it is a map without entries.
            case Node.Mapping _ when own.value() instanceof Node.Scalar scalar && scalar.isAbsent() -> preset;
            case Node.Mapping _, Node.Sequence _, Node.Scalar _ -> own;
        };
    }

    private static Node.Entry appended(Node.Entry preset, Node.Entry own) {
        List<Node> items = new ArrayList<>(items(preset.value()));
        items.addAll(items(own.value()));
        return new Node.Entry(
                own.key(), own.keyPosition(), new Node.Sequence(own.value().position(), items));
    }

    private static List<Node> items(Node value) {
        return value instanceof Node.Sequence sequence ? sequence.items() : List.of(value);
    }
}
