package upkeep.spec;

import upkeep.base.TimeSpan;

/**
 * What holds where a check or service does not say itself: how often a check runs, how long it may take, and whether
 * upkeepd acts.
 */
public record Settings(TimeSpan every, TimeSpan timeout, Service.Actions actions) {

    public static final Settings DEFAULT =
            new Settings(TimeSpan.ofSeconds(30), TimeSpan.ofSeconds(5), Service.Actions.ACT);
}
