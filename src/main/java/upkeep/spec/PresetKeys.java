package upkeep.spec;

import java.util.Optional;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Value;

/** How a service takes a preset. */
final class PresetKeys {

    /** What ends up in names of units and files has to fit there. */
    static final Kind<String> VALUE = Kind.text(
                    text -> text.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
                            ? Optional.empty()
                            : Optional.of("it does not fit into the name of a unit or file"),
                    "write letters, digits, _, . and -, at most 64")
            .called("letters, digits, `_`, `.` and `-`", "texts")
            .matching("^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$");

    static final Key<Value<String>> NAME =
            Key.value("name", Kinds.LINE).need().means("which preset; other keys are its parameters");

    static final Form.Value<String> PARAMETER_VALUE = new Form.Value<>(VALUE);

    /** What a use of any preset may say; which parameters there are, the preset itself tells. */
    static final Vocabulary USE = Vocabulary.of("preset", NAME).andOthers(PARAMETER_VALUE);

    static final Key<Brief> PRESET = Key.brief("preset", USE, NAME)
            .means("a [preset](#presets) that describes it already; what else is written is laid over that");

    private PresetKeys() {}
}
