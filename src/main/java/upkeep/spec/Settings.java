package upkeep.spec;

import upkeep.base.TimeSpan;

/**
 * What holds where a check or service does not say itself: how often a check runs, how long it may take, and whether
 * upkeepd acts.
 *
 * @param probesPerHost how many probes ask one other host at the same time
 */
public record Settings(TimeSpan every, TimeSpan timeout, Service.Actions actions, int probesPerHost) {

    public static final Settings DEFAULT =
            new Settings(TimeSpan.ofSeconds(30), TimeSpan.ofSeconds(5), Service.Actions.ACT, 32);
}
