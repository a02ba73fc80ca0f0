package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Nearest;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.spec.Service.Setting;

/**
 * One map of the draft, read key by key. Reading reports what is wrong and goes on with the default or nothing, so that
 * all mistakes are found in one go; whatever is in force is noted with its origin.
 */
final class Fields {

    private final Report report;
    private final List<Setting> settings;
    private final String path;
    private final SourcePos position;
    private final Words words;
    private final Map<String, Node.Entry> entries;
    private final boolean broken;

    private Fields(
            Report report,
            List<Setting> settings,
            String path,
            SourcePos position,
            Words words,
            Map<String, Node.Entry> entries,
            boolean broken) {
        this.report = report;
        this.settings = settings;
        this.path = path;
        this.position = position;
        this.words = words;
        this.entries = entries;
        this.broken = broken;
    }

    /** The map that {@code entry} holds, with settings noted in {@code settings}; without entries if it is no map. */
    static Fields of(Node.Entry entry, Words words, Report report, List<Setting> settings) {
        return empty(report, settings, "", entry.keyPosition(), words).enter(entry, "", words);
    }

    private static Fields empty(Report report, List<Setting> settings, String path, SourcePos position, Words words) {
        return new Fields(report, settings, path, position, words, Map.of(), false);
    }

    Report report() {
        return report;
    }

    /** Where the key stands that this map belongs to. */
    SourcePos position() {
        return position;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /**
     * Whether a key was left out. A map of the wrong type lacks nothing, nor does one with a misspelling of the key:
     * both were reported, and a second problem would only mislead.
     */
    boolean lacks(String key) {
        return !has(key)
                && !broken
                && entries.keySet().stream()
                        .filter(written -> !words.known().contains(written))
                        .noneMatch(written -> Nearest.to(written, words.known()).equals(Optional.of(key)));
    }

    Optional<Node.Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    List<Node.Entry> all() {
        return List.copyOf(entries.values());
    }

    /** Where a key stands; where the map's own key stands if it is absent. */
    SourcePos at(String key) {
        return entry(key).map(Node.Entry::keyPosition).orElse(position);
    }

    /** The map under a key; one without entries if the key is absent or wrong. */
    Fields map(String key, Words inner) {
        String innerPath = path + key + ".";
        return entry(key)
                .map(entry -> enter(entry, innerPath, inner))
                .orElseGet(() -> empty(report, settings, innerPath, position, inner));
    }

    /** The short form of a map: the value of {@code key} stands for that of its {@code inner} key. */
    Fields only(String key, String inner, Words innerWords) {
        Map<String, Node.Entry> only = entry(key)
                .map(entry -> Map.of(inner, new Node.Entry(inner, entry.keyPosition(), entry.value())))
                .orElse(Map.of());
        return new Fields(report, settings, path + key + ".", at(key), innerWords, only, false);
    }

    /** The map under a key whose own keys are free. */
    Fields names(String key) {
        return map(key, Words.FREE);
    }

    private Fields enter(Node.Entry entry, String innerPath, Words inner) {
        Optional<Map<String, Node.Entry>> written = mapping(entry);
        if (!inner.equals(Words.FREE)) {
            written.orElse(Map.of()).values().forEach(each -> check(each, inner));
        }
        return new Fields(
                report, settings, innerPath, entry.keyPosition(), inner, written.orElse(Map.of()), written.isEmpty());
    }

    private void check(Node.Entry entry, Words inner) {
        if (inner.later().contains(entry.key())) {
            report.error(
                    entry.keyPosition(), "cannot use " + entry.key() + " yet: this version of upkeep does not do it");
        } else if (!inner.known().contains(entry.key())) {
            report.error(
                    entry.keyPosition(),
                    "cannot use " + Quoted.text(entry.key()) + ": " + inner.owner() + " has no such key",
                    Nearest.to(entry.key(), inner.known())
                            .map(word -> "did you mean " + Quoted.text(word) + "?")
                            .orElseGet(inner::all));
        }
    }

    private Optional<Map<String, Node.Entry>> mapping(Node.Entry entry) {
        return switch (entry.value()) {
            case Node.Mapping mapping -> Optional.of(mapping.entries());
            case Node.Scalar scalar when scalar.isAbsent() -> Optional.of(Map.of());
            case Node.Scalar _, Node.Sequence _ -> {
                wrongType(entry.key(), entry.value(), "a map");
                yield Optional.empty();
            }
        };
    }

    /** The value of a key, or nothing if it is absent or wrong. */
    <T> Optional<T> read(String key, Kind<T> kind) {
        Optional<T> value = entry(key).flatMap(entry -> scalar(key, entry.value(), kind));
        value.ifPresent(present -> note(key, kind.show().apply(present)));
        return value;
    }

    /** The value of a key, or {@code fallback}. */
    <T> T read(String key, Kind<T> kind, T fallback) {
        Optional<T> value = read(key, kind);
        if (!has(key)) {
            note(key, kind.show().apply(fallback));
        }
        return value.orElse(fallback);
    }

    /** The values of a key that takes one or a list. */
    <T> List<Located<T>> list(String key, Kind<T> kind) {
        List<Located<T>> values = new ArrayList<>();
        for (Node node : nodes(key)) {
            scalar(key, node, kind).ifPresent(value -> values.add(new Located<>(value, node.position())));
        }
        if (has(key)) {
            note(key, kind.showAll(values.stream().map(Located::value).toList()));
        }
        return values;
    }

    /** The parts of a value that may be one or a list. */
    List<Node> nodes(String key) {
        return entry(key)
                .map(entry ->
                        entry.value() instanceof Node.Sequence sequence ? sequence.items() : List.of(entry.value()))
                .orElse(List.of());
    }

    /** A single value of a kind, or nothing if it is none; that is reported. */
    <T> Optional<T> scalar(String name, Node node, Kind<T> kind) {
        switch (node) {
            case Node.Mapping _, Node.Sequence _ -> {
                wrongType(name, node, "a single value");
                return Optional.empty();
            }
            case Node.Scalar scalar -> {
                if (scalar.isAbsent()) {
                    String message = "cannot read " + Quoted.name(name) + ": it has no value";
                    boolean emptyWillDo = kind.parse().apply("").isPresent();
                    report.add(
                            emptyWillDo
                                    ? Problem.error(scalar.position(), message, "write \"\" if the empty text is meant")
                                    : Problem.error(scalar.position(), message));
                    return Optional.empty();
                }
                Optional<T> value = kind.parse().apply(scalar.text());
                if (value.isEmpty()) {
                    report.error(
                            scalar.position(),
                            "cannot read " + Quoted.name(name) + " " + Quoted.text(scalar.text()) + ": "
                                    + kind.why().apply(scalar.text()),
                            kind.hint().apply(scalar.text()));
                }
                return value;
            }
        }
    }

    void wrongType(String name, Node node, String wanted) {
        report.error(
                node.position(),
                "cannot read " + Quoted.name(name) + ": it is " + node.kind() + ", but must be " + wanted);
    }

    /** Notes what is in force for a key, and where that was written. */
    void note(String key, String value) {
        SourcePos origin = entry(key).map(entry -> entry.value().position()).orElse(SourcePos.NONE);
        settings.add(new Setting(path + key, value, origin));
    }
}
