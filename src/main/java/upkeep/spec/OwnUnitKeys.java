package upkeep.spec;

import java.util.List;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Form.Values;
import upkeep.spec.OwnUnit.Manner;

/** What units of several types say. */
final class OwnUnitKeys {

    static final String UNIT = "Unit";
    static final String INSTALL = "Install";

    static final UnitDirectiveKey DESCRIPTION =
            UnitDirectiveKey.value(ServiceKeys.DESCRIPTION, UNIT, "Description").as(Manner.TEXT);

    static final Key<Values<UnitName>> REQUIRES =
            Key.values("requires", Kinds.UNIT).means("`Requires=`");

    /** How the unit stands to others. */
    static final List<UnitDirectiveKey> RELATIONS = List.of(
            DESCRIPTION,
            UnitDirectiveKey.values(REQUIRES, UNIT, "Requires"),
            UnitDirectiveKey.values(ServiceKeys.BINDS_TO, UNIT, "BindsTo"),
            UnitDirectiveKey.values(ServiceKeys.WANTS, UNIT, "Wants"),
            UnitDirectiveKey.values(ServiceKeys.AFTER, UNIT, "After"),
            UnitDirectiveKey.values(ServiceKeys.PART_OF, UNIT, "PartOf"));

    private OwnUnitKeys() {}

    /** What starts a unit where nothing is written. */
    static Key<Values<UnitName>> wantedBy(String usual) {
        return Key.values("wanted-by", Kinds.WANTED_BY)
                .otherwise("`" + usual + "`; with `target`, only that")
                .means("what starts it");
    }

    /** The vocabulary of a map with keys that become directives, and others. */
    static Vocabulary vocabulary(String owner, List<UnitDirectiveKey> directives, Key<?>... others) {
        return Vocabulary.of(
                owner,
                Stream.concat(directives.stream().map(UnitDirectiveKey::key), Stream.of(others))
                        .toArray(Key<?>[]::new));
    }
}
