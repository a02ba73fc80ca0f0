package upkeep.core;

/** Placeholder completed in the next commit. */
public record State() {}
