package upkeep.spec;

import java.util.List;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** What units of several types say. */
final class OwnUnitKeys {

    static final DirectiveKey<Value<String>> DESCRIPTION =
            DirectiveKey.line(DirectiveKey.UNIT, "Description", Key.value("description", Kinds.LINE));

    static final Key<Values<UnitName>> REQUIRES =
            Key.values("requires", Kinds.UNIT).means("`Requires=`, `After=`: started with it, before it");
    static final Key<Values<UnitName>> UNORDERED =
            RelationKeys.UNORDERED.means("those of `requires` and `binds-to` that it does not wait for");

    private static final List<Key<?>> RELATIONS = List.of(
            REQUIRES, ServiceKeys.BINDS_TO, ServiceKeys.WANTS, ServiceKeys.AFTER, UNORDERED, ServiceKeys.PART_OF);

    private OwnUnitKeys() {}

    /** What starts a unit where nothing is written. */
    static Key<Values<UnitName>> wantedBy(String usual) {
        return Key.values("wanted-by", Kinds.WANTED_BY)
                .otherwise("`" + usual + "`; with `target`, only that")
                .means("what starts it");
    }

    /** The vocabulary of a unit: what it is called, its own keys, how it stands to others, and what is passed through. */
    static Vocabulary vocabulary(
            String owner, List<DirectiveKey<?>> directives, List<Key<?>> others, Key<?> passedThrough) {
        return Vocabulary.of(
                owner,
                Stream.of(
                                Stream.of(DESCRIPTION.key()),
                                directives.stream().map(DirectiveKey::key),
                                others.stream(),
                                RELATIONS.stream(),
                                Stream.of(passedThrough))
                        .flatMap(keys -> keys)
                        .toArray(Key<?>[]::new));
    }
}
