package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
    private final Vocabulary vocabulary;
    private final Map<String, Node.Entry> entries;
    private final boolean broken;

    private Fields(
            Report report,
            List<Setting> settings,
            String path,
            SourcePos position,
            Vocabulary vocabulary,
            Map<String, Node.Entry> entries,
            boolean broken) {
        this.report = report;
        this.settings = settings;
        this.path = path;
        this.position = position;
        this.vocabulary = vocabulary;
        this.entries = entries;
        this.broken = broken;
    }

    /** The map that {@code entry} holds, with settings noted in {@code settings}; without entries if it is no map. */
    static Fields of(Node.Entry entry, Vocabulary vocabulary, Report report, List<Setting> settings) {
        return empty(report, settings, "", entry.keyPosition(), vocabulary).enter(entry, "", vocabulary);
    }

    private static Fields empty(
            Report report, List<Setting> settings, String path, SourcePos position, Vocabulary vocabulary) {
        return new Fields(report, settings, path, position, vocabulary, Map.of(), false);
    }

    Report report() {
        return report;
    }

    /** The key with those of the maps that it stands in, as in {@code restart.delay}. */
    String path(Key<?> key) {
        return path + key.name();
    }

    /** Whether the setting is one of this map. */
    boolean contains(Setting setting) {
        return setting.key().startsWith(path);
    }

    /** Where the key stands that this map belongs to. */
    SourcePos position() {
        return position;
    }

    boolean has(Key<?> key) {
        return entries.containsKey(key.name());
    }

    boolean lacks(Key<?> key) {
        return lacks(key.name());
    }

    /**
     * Whether a key was left out. A map of the wrong type lacks nothing, nor does one with a misspelling of the key:
     * both were reported, and a second problem would only mislead.
     */
    boolean lacks(String key) {
        return !entries.containsKey(key)
                && !broken
                && entries.keySet().stream()
                        .filter(written -> !vocabulary.has(written))
                        .noneMatch(written ->
                                Nearest.to(written, vocabulary.names()).equals(Optional.of(key)));
    }

    Optional<Node.Entry> entry(Key<?> key) {
        return entry(key.name());
    }

    Optional<Node.Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** What settings call a key: its name, behind those of the maps that it stands in. */
    String setting(Key<?> key) {
        return path + key.name();
    }

    List<Node.Entry> all() {
        return List.copyOf(entries.values());
    }

    /** Where a key stands; where the map's own key stands if it is absent. */
    SourcePos at(Key<?> key) {
        return entry(key).map(Node.Entry::keyPosition).orElse(position);
    }

    /** Where the value of a key stands; where the map's own key stands if it is absent. */
    SourcePos value(Key<?> key) {
        return entry(key).map(entry -> entry.value().position()).orElse(position);
    }

    /** The map under a key; one without entries if the key is absent or wrong. */
    Fields map(Key<? extends Form.Keyed> key) {
        declared(key);
        Vocabulary inner = key.form().vocabulary();
        String innerPath = path + key.name() + ".";
        return entry(key)
                .map(entry -> enter(entry, innerPath, inner))
                .orElseGet(() -> empty(report, settings, innerPath, position, inner));
    }

    /** The short form of a map: the value of {@code key} stands for that of its {@code inner} key. */
    Fields only(Key<Form.Brief> key, Key<?> inner) {
        declared(key);
        if (key.form().standIns().stream().noneMatch(each -> each.form().equals(inner.form()))) {
            throw new IllegalStateException(key.name() + " does not stand for " + inner.name());
        }
        Map<String, Node.Entry> only = entry(key)
                .filter(_ -> key.form().vocabulary().has(inner.name()))
                .map(entry -> Map.of(inner.name(), new Node.Entry(inner.name(), entry.keyPosition(), entry.value())))
                .orElse(Map.of());
        Vocabulary inside = key.form().vocabulary();
        return new Fields(report, settings, path + key.name() + ".", at(key), inside, only, false);
    }

    /** The map under a key, or what stands for one with that {@code inner} key alone. */
    Fields brief(Key<Form.Brief> key, Key<?> inner) {
        return entry(key).filter(entry -> isBrief(entry.value(), inner)).isPresent() ? only(key, inner) : map(key);
    }

    private static boolean isBrief(Node value, Key<?> inner) {
        return switch (value) {
            case Node.Scalar scalar -> !scalar.isAbsent();
            case Node.Sequence _ -> inner.form() instanceof Form.Values<?>;
            case Node.Mapping _ -> false;
        };
    }

    /** What stands in a list, or alone in place of one: each as a map, or as what stands for one with {@code inner} alone. */
    List<Fields> items(Key<Form.Items<Form.Brief>> key, Key<?> inner) {
        Vocabulary inside = key.form().each().vocabulary();
        return items(key, inside, item -> isBrief(item, inner) ? only(inner, item) : item);
    }

    /** What stands in a list, or alone in place of one: each a map. */
    List<Fields> items(Key<Form.Items<Form.Map>> key) {
        return items(key, key.form().each().vocabulary(), item -> item);
    }

    private List<Fields> items(Key<?> key, Vocabulary inside, UnaryOperator<Node> whole) {
        declared(key);
        return nodes(key).stream()
                .filter(item -> !(item instanceof Node.Scalar scalar && scalar.isAbsent()))
                .map(whole)
                .map(item -> of(new Node.Entry(key.name(), item.position(), item), inside, report, new ArrayList<>()))
                .toList();
    }

    private static Node.Mapping only(Key<?> key, Node value) {
        Node.Entry entry = new Node.Entry(key.name(), value.position(), value);
        return new Node.Mapping(value.position(), Map.of(key.name(), entry));
    }

    /** The map under a key as it stands, for somebody else to read; an empty one if the key is absent or wrong. */
    Node.Mapping unread(Key<? extends Form.Keyed> key) {
        declared(key);
        return entry(key)
                .filter(entry -> mapping(entry).isPresent())
                .map(Node.Entry::value)
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .orElseGet(() -> new Node.Mapping(at(key), Map.of()));
    }

    /** Whether the map can have a key, in that form. */
    boolean declares(Key<?> key) {
        return vocabulary.declares(key);
    }

    /** A reader that asks for what its map cannot have is at fault, and not who wrote the spec. */
    private void declared(Key<?> key) {
        if (!declares(key)) {
            throw new IllegalStateException(vocabulary.owner() + " has no key " + key.name() + " of that form");
        }
    }

    private Fields enter(Node.Entry entry, String innerPath, Vocabulary inner) {
        Optional<Map<String, Node.Entry>> written = mapping(entry);
        written.orElse(Map.of()).values().forEach(each -> check(each, inner));
        return new Fields(
                report, settings, innerPath, entry.keyPosition(), inner, written.orElse(Map.of()), written.isEmpty());
    }

    private void check(Node.Entry entry, Vocabulary inner) {
        if (inner.later().contains(entry.key())) {
            report.error(
                    entry.keyPosition(), "cannot use " + entry.key() + " yet: this version of upkeep does not do it");
        } else if (!inner.has(entry.key()) && inner.others().isEmpty()) {
            report.error(
                    entry.keyPosition(),
                    "cannot use " + Quoted.text(entry.key()) + ": " + inner.owner() + " has no such key",
                    Nearest.to(entry.key(), inner.names())
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
    <T> Optional<T> read(Key<Form.Value<T>> key) {
        declared(key);
        return single(key, key.form().kind());
    }

    /** The value of a key, or {@code fallback}. */
    <T> T read(Key<Form.Value<T>> key, T fallback) {
        Optional<T> value = read(key);
        if (!has(key)) {
            note(key, key.form().kind().show().apply(fallback));
        }
        return value.orElse(fallback);
    }

    /** The value of a key, or its default. */
    <T> T get(Key<Form.Usual<T>> key) {
        declared(key);
        Optional<T> value = single(key, key.form().kind());
        if (!has(key)) {
            note(key, key.form().kind().show().apply(key.form().usual()));
        }
        return value.orElse(key.form().usual());
    }

    private <T> Optional<T> single(Key<?> key, Kind<T> kind) {
        Optional<T> value = entry(key).flatMap(entry -> scalar(key.name(), entry.value(), kind));
        value.ifPresent(present -> note(key, kind.show().apply(present)));
        return value;
    }

    /** The text of a key as it is written, if it is right; its default where it has one. */
    Optional<String> written(Key<?> key) {
        return switch (key.form()) {
            case Form.Value<?> form -> written(key, form.kind());
            case Form.Usual<?> form -> has(key) ? written(key, form.kind()) : Optional.of(usual(key, form));
            case Form.Values<?> _, Form.Command _, Form.Keyed _, Form.Items<?> _ ->
                throw new IllegalStateException(key.name() + " is no single value");
        };
    }

    private <T> Optional<String> written(Key<?> key, Kind<T> kind) {
        declared(key);
        return single(key, kind)
                .flatMap(_ -> entry(key))
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(value -> ((Node.Scalar) value).text());
    }

    private <T> String usual(Key<?> key, Form.Usual<T> form) {
        String shown = form.kind().show().apply(form.usual());
        note(key, shown);
        return shown;
    }

    /** The values of a key that takes one or a list. */
    <T> List<Located<T>> list(Key<Form.Values<T>> key) {
        return list(key, key.form().kind());
    }

    /** The same, where not every value that the key can have goes with what else is written. */
    <T> List<Located<T>> list(Key<Form.Values<T>> key, Kind<T> narrower) {
        declared(key);
        List<Located<T>> values = new ArrayList<>();
        for (Node node : nodes(key)) {
            scalar(key.name(), node, narrower).ifPresent(value -> values.add(new Located<>(value, node.position())));
        }
        if (has(key)) {
            note(key, narrower.showAll(values.stream().map(Located::value).toList()));
        }
        return values;
    }

    /** The parts of a value that may be one or a list. */
    List<Node> nodes(Key<?> key) {
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
    void note(Key<?> key, String value) {
        SourcePos origin = entry(key).map(entry -> entry.value().position()).orElse(SourcePos.NONE);
        settings.add(new Setting(setting(key), value, origin));
    }
}
