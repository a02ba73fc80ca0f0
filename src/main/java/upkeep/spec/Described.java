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
        Ties ties,
        Optional<SourcePos> targetPosition,
        List<UnitName> wantedBy) {

    /**
     * What it says about others, where it says it.
     *
     * @param waits what it starts after because it is required
     */
    record Ties(
            List<Located<UnitName>> requires,
            List<Located<UnitName>> requisite,
            List<Located<UnitName>> bindsTo,
            List<Located<UnitName>> partOf,
            List<Located<UnitName>> wants,
            List<Located<UnitName>> after,
            List<Located<UnitName>> before,
            List<Located<UnitName>> follows,
            List<Located<UnitName>> neverWith,
            List<Located<UnitName>> waits) {}
}
