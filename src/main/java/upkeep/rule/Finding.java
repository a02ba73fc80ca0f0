package upkeep.rule;

/**
 * What a test found in a sample.
 *
 * @param seen what was compared; for a growth, by how much the count grew
 */
record Finding(Truth truth, Reading seen) {}
