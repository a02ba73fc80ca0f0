package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;

/**
 * Puts presets under the services that take one. Only those that are used are read, each once. Confined to one load.
 */
final class Presets {

    private static final String KEY = PresetKeys.PRESET.name();
    private static final String NAME = PresetKeys.NAME.name();
    private static final String SERVICES = SpecKeys.SERVICES.name();
    private static final String CHECKS = SpecKeys.CHECKS.name();

    private final Map<String, Source> sources = new TreeMap<>();
    private final Map<String, Optional<Preset>> read = new TreeMap<>();
    private final Map<String, String> givenBy = new TreeMap<>();
    private final Report report;
    private boolean complete = true;

    /** Of two presets of one name, the first counts. */
    Presets(List<Source> all, Report report) {
        all.stream().filter(Source::isPreset).forEach(source -> sources.putIfAbsent(source.presetName(), source));
        this.report = report;
    }

    /** The draft with all presets in it, or nothing if one of them cannot be had; that is reported. */
    Optional<Node.Mapping> under(Node.Mapping draft) {
        Optional<Node.Mapping> services = mapping(draft, SERVICES);
        if (services.isEmpty()) {
            return Optional.of(draft);
        }
        Map<String, Node.Entry> described = new LinkedHashMap<>(services.get().entries());
        Map<String, Node.Entry> checks = new LinkedHashMap<>();
        described.replaceAll(
                (_, entry) -> entry.value() instanceof Node.Mapping written ? service(entry, written, checks) : entry);
        Node.Mapping whole =
                with(draft, SERVICES, new Node.Mapping(services.get().position(), described));
        return complete ? Optional.of(withChecks(whole, checks)) : Optional.empty();
    }

    private static Optional<Node> value(Node.Mapping mapping, String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(Node.Entry::value);
    }

    private static Optional<Node.Mapping> mapping(Node.Mapping mapping, String key) {
        return value(mapping, key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
    }

    private static Node.Mapping with(Node.Mapping mapping, String key, Node value) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
        Node.Entry old = entries.get(key);
        entries.put(key, new Node.Entry(key, old == null ? value.position() : old.keyPosition(), value));
        return new Node.Mapping(mapping.position(), entries);
    }

    private static Node.Mapping withChecks(Node.Mapping draft, Map<String, Node.Entry> checks) {
        Optional<Node> written =
                value(draft, CHECKS).filter(value -> !(value instanceof Node.Scalar scalar && scalar.isAbsent()));
        if (checks.isEmpty() || (written.isPresent() && mapping(draft, CHECKS).isEmpty())) {
            // A value of another type is reported where it is read.
            return draft;
        }
        Node.Mapping own = mapping(draft, CHECKS).orElseGet(() -> new Node.Mapping(draft.position(), Map.of()));
        return with(draft, CHECKS, Overlay.checks(checks, own));
    }

    private Node.Entry service(Node.Entry entry, Node.Mapping written, Map<String, Node.Entry> checks) {
        Node.Entry use = written.entries().get(KEY);
        if (use == null) {
            return entry;
        }
        Optional<Preset> preset = used(entry.key(), use);
        complete &= preset.isPresent();
        if (preset.isEmpty()) {
            return entry;
        }
        preset.get().checks().entries().values().forEach(check -> {
            String name = entry.key() + "-" + check.key();
            String other = givenBy.putIfAbsent(name, entry.key());
            if (other != null) {
                report.error(
                        use.value().position(),
                        "cannot use the preset: its check " + name + " comes with the service " + other + " as well",
                        "give one of the two services another name");
            }
            checks.put(name, new Node.Entry(name, check.keyPosition(), check.value()));
        });
        return new Node.Entry(
                entry.key(), entry.keyPosition(), Overlay.service(preset.get().service(), written));
    }

    /** The preset that a service names, filled in. */
    private Optional<Preset> used(String service, Node.Entry use) {
        Fields fields = fields(use, PresetKeys.USE);
        if (use.value() instanceof Node.Mapping && !fields.has(PresetKeys.NAME)) {
            report.error(use.keyPosition(), "cannot use a preset: its name is missing", "write preset: NAME");
            return Optional.empty();
        }
        Optional<String> name = fields.read(PresetKeys.NAME);
        Optional<Preset> preset = name.flatMap(it -> named(it, fields, use));
        return preset.flatMap(found -> filled(found, name.orElse(""), service, use));
    }

    /** The map of a use; {@code preset: NAME} is short for one with only the name. */
    private Fields fields(Node.Entry use, Vocabulary vocabulary) {
        if (use.value() instanceof Node.Mapping) {
            return Fields.of(use, vocabulary, report, new ArrayList<>());
        }
        Node.Entry name = new Node.Entry(NAME, use.keyPosition(), use.value());
        Node.Mapping only = new Node.Mapping(use.value().position(), Map.of(NAME, name));
        return Fields.of(new Node.Entry(KEY, use.keyPosition(), only), vocabulary, report, new ArrayList<>());
    }

    private Optional<Preset> named(String name, Fields fields, Node.Entry use) {
        Source source = sources.get(name);
        if (source == null) {
            SourcePos position = fields.entry(PresetKeys.NAME)
                    .map(Node.Entry::value)
                    .orElse(use.value())
                    .position();
            report.error(
                    position,
                    "cannot use preset " + Quoted.text(name) + ": there is none of that name",
                    Nearest.to(name, sources.keySet())
                            .map(near -> "did you mean " + Quoted.text(near) + "?")
                            .orElse("upkeep presets lists them all"));
            return Optional.empty();
        }
        return read.computeIfAbsent(name, _ -> PresetReader.read(source, report));
    }

    private Optional<Preset> filled(Preset preset, String name, String service, Node.Entry use) {
        List<Key<?>> known = new ArrayList<>(List.of(PresetKeys.NAME));
        preset.parameters().keySet().forEach(key -> known.add(parameter(key)));
        Fields fields = fields(use, Vocabulary.of("preset " + name, known.toArray(Key<?>[]::new)));
        Map<String, String> values = new TreeMap<>();
        preset.parameters().forEach((key, parameter) -> {
            fields.read(parameter(key)).or(parameter::fallback).ifPresent(value -> values.put(key, value));
            if (fields.lacks(key) && parameter.fallback().isEmpty()) {
                report.error(
                        use.value().position(),
                        "cannot use preset " + name + ": its " + key + " is missing",
                        "write {name: " + name + ", " + key + ": …}"
                                + parameter
                                        .description()
                                        .map(text -> "; it is " + text)
                                        .orElse(""));
            }
        });
        if (values.size() < preset.parameters().size()) {
            return Optional.empty();
        }
        values.put("service", service);
        return Optional.of(preset.with(values));
    }

    private static Key<Form.Value<String>> parameter(String name) {
        return new Key<>(name, PresetKeys.PARAMETER_VALUE);
    }

    /** What a service says after {@code preset:}, on one line. */
    static String shown(Node use) {
        if (!(use instanceof Node.Mapping mapping)) {
            return use instanceof Node.Scalar scalar ? scalar.text() : "";
        }
        List<String> parts = new ArrayList<>();
        mapping.entries().forEach((key, entry) -> {
            String text = entry.value() instanceof Node.Scalar scalar ? scalar.text() : "";
            parts.add(key.equals(NAME) ? text : key + " " + text);
        });
        return String.join(", ", parts);
    }

    /** The names of the presets that services of the draft take. */
    static Set<String> names(Node.Mapping draft) {
        Set<String> names = new TreeSet<>();
        for (Node.Entry entry : mapping(draft, SERVICES)
                .map(Node.Mapping::entries)
                .orElse(Map.of())
                .values()) {
            Optional<Node> use = entry.value() instanceof Node.Mapping written ? value(written, KEY) : Optional.empty();
            use.flatMap(it -> it instanceof Node.Mapping mapping ? value(mapping, NAME) : Optional.of(it))
                    .filter(Node.Scalar.class::isInstance)
                    .map(name -> ((Node.Scalar) name).text())
                    .ifPresent(names::add);
        }
        return names;
    }
}
