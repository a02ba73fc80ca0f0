package upkeep.spec;

import upkeep.base.TimeSpan;

/** What holds for the whole plan: how often a check runs, and how long it may take, where it does not say itself. */
public record Settings(TimeSpan every, TimeSpan timeout) {

    public static final Settings DEFAULT = new Settings(TimeSpan.ofSeconds(30), TimeSpan.ofSeconds(5));
}
