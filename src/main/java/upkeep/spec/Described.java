package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/**
 * A service as read, with the places of what it says about others.
 *
 * @param unitPosition where its unit is named: at {@code adopt:}, else at its own name
 * @param wantedBy what starts it, or the target of all instances if it is one of several
 */
record Described(
        Service service,
        SourcePos unitPosition,
        List<Located<UnitName>> requires,
        List<Located<UnitName>> bindsTo,
        List<Located<UnitName>> partOf,
        List<Located<UnitName>> wants,
        List<Located<UnitName>> after,
        Optional<SourcePos> targetPosition,
        List<UnitName> wantedBy) {}
