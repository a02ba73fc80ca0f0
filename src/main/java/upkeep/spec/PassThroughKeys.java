package upkeep.spec;

import java.util.Optional;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** Directives that a unit passes on to systemd as they are written. */
final class PassThroughKeys {

    /** Verbatim, so that systemd's own escapes work; but never more than the one directive. */
    private static final Kind<String> DIRECTIVE = Kind.text(
                    text -> {
                        Optional<String> fault = Kinds.fault(text.replace('\t', ' '), false);
                        return fault.isEmpty() && text.endsWith("\\")
                                ? Optional.of("it ends in a backslash, which would swallow the next line")
                                : fault;
                    },
                    "a directive is one line")
            .shown(text -> text.isEmpty() ? Quoted.whole(text) : text);

    private PassThroughKeys() {}

    /** The key of units of that type. */
    static Key<Names<Names<Values<String>>>> of(UnitType type) {
        return Key.names(
                        "unit",
                        "^(Unit|" + type.section() + "|Install|X-[A-Za-z0-9-]+)$",
                        new Names<>(new Values<>(DIRECTIVE), "^[A-Za-z0-9-]{1,64}$"))
                .means("directives for systemd, verbatim");
    }
}
