package upkeep.core;

import upkeep.rule.RuleState;

/**
 * What is known of one rule.
 *
 * @param state what its samples so far amount to
 * @param entry the ledger entry that told that it holds; 0 while it does not
 */
public record RuleWatch(RuleState state, long entry) {

    static final RuleWatch FRESH = new RuleWatch(RuleState.FRESH, 0);
}
