package upkeep.spec;

import java.util.List;
import upkeep.base.SourcePos;
import upkeep.rule.Rule;

/**
 * What is done while measurements are as a rule says.
 *
 * @param position where the spec says it
 * @param then what is done once the rule holds, in order; at least one
 */
public record SupervisionRule(SourcePos position, Rule rule, List<Check.Reaction> then) {
    public SupervisionRule {
        then = List.copyOf(then);
    }
}
