package upkeep.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that a map may have. Immutable; two are the same only if they are one object. */
final class Vocabulary {

    private final String owner;
    private final List<Vocabulary> shared;
    private final List<Key<?>> own;
    private final List<String> later;
    private final String summary;
    private final Optional<Form> others;
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();

    private Vocabulary(
            String owner,
            List<Vocabulary> shared,
            List<Key<?>> own,
            List<String> later,
            String summary,
            Optional<Form> others) {
        this(owner, shared, own, later, summary, others, _ -> List.of());
    }

    private Vocabulary(
            String owner,
            List<Vocabulary> shared,
            List<Key<?>> own,
            List<String> later,
            String summary,
            Optional<Form> others,
            Function<Vocabulary, List<Key<?>>> nested) {
        this.owner = owner;
        this.shared = shared;
        this.later = later;
        this.summary = summary;
        this.others = others;
        this.own = Stream.concat(own.stream(), nested.apply(this).stream()).toList();
        Stream.concat(shared.stream().flatMap(part -> part.keys().stream()), this.own.stream())
                .forEach(key -> keys.put(key.name(), key));
    }

    /** The keys of what {@code owner} names, as in "OWNER has no such key". */
    static Vocabulary of(String owner, Key<?>... keys) {
        return new Vocabulary(owner, List.of(), List.of(keys), List.of(), "", Optional.empty());
    }

    /** The same and, at the end, a key below which such maps are again. To be said last. */
    Vocabulary nesting(Function<Vocabulary, Key<?>> nested) {
        return new Vocabulary(owner, shared, own, later, summary, others, self -> List.of(nested.apply(self)));
    }

    /** Any keys: they are names that the user gives. */
    static Vocabulary free(Form each) {
        return of("a map of names").andOthers(each);
    }

    /** The same and, before them, keys that other maps have as well. */
    Vocabulary with(Vocabulary... parts) {
        return new Vocabulary(owner, List.of(parts), own, later, summary, others);
    }

    /** The same with keys that a later version will read, so that they are told from misspellings. */
    Vocabulary later(String... names) {
        return new Vocabulary(owner, shared, own, List.of(names), summary, others);
    }

    /** The same, where hints name all these keys together and not each: here, and where other maps have them as well. */
    Vocabulary toldAs(String together) {
        return new Vocabulary(owner, shared, own, later, together, others);
    }

    /** The same with keys whose names are not known here. */
    Vocabulary andOthers(Form each) {
        return new Vocabulary(owner, shared, own, later, summary, Optional.of(each));
    }

    String owner() {
        return owner;
    }

    /** Keys that other maps have as well, together with those who have a name for them. */
    List<Vocabulary> shared() {
        return shared;
    }

    /** The keys that are not shared. */
    List<Key<?>> own() {
        return own;
    }

    /** All keys that are read, in the order in which people are told of them. */
    Collection<Key<?>> keys() {
        return keys.values();
    }

    Optional<Key<?>> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    boolean has(String name) {
        return keys.containsKey(name);
    }

    /** The names of all keys that are read. */
    Collection<String> names() {
        return keys.keySet();
    }

    /** The names of the keys that a later version will read. */
    List<String> later() {
        return later;
    }

    /** How keys are written whose names are not known here, if there may be any. */
    Optional<Form> others() {
        return others;
    }

    /** Whether a key is read here, and in that form. */
    boolean declares(Key<?> key) {
        Key<?> known = keys.get(key.name());
        Form form = known == null ? others.orElse(null) : known.form();
        return key.form().equals(form);
    }

    /** The keys, for people. */
    String all() {
        if (keys.isEmpty()) {
            return "write {}";
        }
        if (!summary.isEmpty()) {
            return "the keys are " + summary;
        }
        String named = Stream.of(
                        shared.stream().filter(part -> part.summary.isEmpty()).flatMap(part -> part.keys().stream()),
                        own.stream())
                .flatMap(Function.identity())
                .map(Key::name)
                .collect(Collectors.joining(", "));
        String together = shared.stream()
                .filter(part -> !part.summary.isEmpty())
                .map(part -> ", and " + part.summary)
                .collect(Collectors.joining());
        return "the keys are " + named + together;
    }
}
